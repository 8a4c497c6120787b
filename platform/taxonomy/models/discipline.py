from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from taxonomy.enums import DisciplineLevel, DisciplineScheme
from taxonomy.models.labelled import Tree


class DisciplineQuerySet(models.QuerySet["Discipline"]):
    def international(self) -> Self:
        return self.filter(scheme=DisciplineScheme.ISCED)

    def chinese(self) -> Self:
        return self.filter(scheme=DisciplineScheme.CHINA)

    def below(self, discipline: "Discipline") -> Self:
        """The discipline and all it comprises."""
        return self.filter(
            Q(pk=discipline.pk) | Q(parent=discipline) | Q(parent__parent=discipline)
        )

    def kindred_to(self, discipline: "Discipline") -> Self:
        """The discipline, what it comprises, what comprises it, and the other scheme's equals."""
        below = Discipline.objects.below(discipline)
        above = Discipline.objects.filter(Q(children=discipline) | Q(children__children=discipline))
        return self.filter(
            Q(pk__in=below.values("pk"))
            | Q(pk__in=above.values("pk"))
            | Q(isced__in=below.values("pk"))
            | Q(pk__in=below.values("isced"))
        )

    def by_code(self) -> Self:
        return self.order_by("-scheme", "code")


class Discipline(Tree):
    """A field of study: ISCED-F's, or the Chinese catalogue's, mapped to ISCED-F by `isced`."""

    scheme = models.CharField(_("scheme"), max_length=5, choices=DisciplineScheme)
    level = models.CharField(_("level"), max_length=10, choices=DisciplineLevel)
    isced = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="mapped_from"
    )

    objects = DisciplineQuerySet.as_manager()

    class Meta:
        verbose_name = _("discipline")
        verbose_name_plural = _("disciplines")
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code"], name="one_discipline_per_code")
        ]
