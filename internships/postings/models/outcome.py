from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from foundation.fields import LineField, ProseField
from foundation.models import Timestamped
from internships.postings.enums import OutcomeKind
from taxonomy.text import in_readers_language


class ResearchOutcomeQuerySet(models.QuerySet["ResearchOutcome"]):
    def visible_to(self, user: User) -> Self:
        """Those of verified organisations to everybody; others to the owner's members."""
        return self.filter(owner__in=Organisation.objects.visible_to(user))

    def offered_to(self, owner: Organisation, *, chosen: int | None = None) -> Self:
        """What a list for the owner's postings offers: its own, and the one already chosen."""
        return self.filter(Q(owner=owner) | Q(pk=chosen)).order_by("-pk")

    def titled(self, words: str) -> Self:
        return self.filter(Q(title_en__icontains=words) | Q(title_zh__icontains=words))

    def for_listing(self) -> Self:
        return self.select_related("owner").order_by("-pk")

    def of_member(self, user: User) -> Self:
        return self.filter(owner__in=Organisation.objects.of_member(user))


class ResearchOutcome(Timestamped):
    """A patent, paper, prototype, software or data set, with its readiness level (TRL 1–9)."""

    owner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="outcomes", verbose_name=_("owner")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=OutcomeKind)
    title_en = LineField(_("English title"), max_length=300, blank=True)
    title_zh = LineField(_("Chinese title"), max_length=300, blank=True)
    reference = LineField(
        _("reference"), max_length=200, blank=True, help_text=_("Patent number, DOI or address.")
    )
    about = ProseField(_("about"), max_length=4000, blank=True)
    trl = models.PositiveSmallIntegerField(
        _("technology readiness level"),
        validators=[MinValueValidator(1), MaxValueValidator(9)],
    )

    objects = ResearchOutcomeQuerySet.as_manager()

    class Meta:
        verbose_name = _("research outcome")
        verbose_name_plural = _("research outcomes")
        constraints = [
            models.CheckConstraint(
                condition=Q(trl__gte=1, trl__lte=9), name="outcome_trl_is_1_to_9"
            ),
            models.CheckConstraint(
                condition=~Q(title_en="", title_zh=""),
                name="outcome_has_a_title",
                violation_error_message=_("Give a title in English or in Chinese."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return in_readers_language(en=self.title_en, zh=self.title_zh)
