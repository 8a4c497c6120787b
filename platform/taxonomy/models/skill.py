from typing import Any, Self

from django.db import connections, models
from django.db.models import Case, F, Q, When
from django.utils.translation import gettext_lazy as _

from taxonomy.enums import LabelLanguage, Origin, SkillKind
from taxonomy.models.labelled import Labelled
from taxonomy.text import fold


class SkillQuerySet(models.QuerySet["Skill"]):
    def usable(self) -> Self:
        """Skills that people can pick and texts are searched for."""
        return self.filter(retired=False).exclude(kind=SkillKind.OCCUPATION)

    def occupations(self) -> Self:
        """What people work as: found in texts, but no skill that anybody could pick."""
        return self.filter(kind=SkillKind.OCCUPATION)

    def named_like(self, text: str) -> Self:
        """Skills one of whose labels or aliases, in either language, contains this text."""
        return self.filter(pk__in=SkillAlias.objects.containing(fold(text)).values("skill"))


class Skill(Labelled):
    """Something a person can know or do, or work as, under one name in each language.

    `key` never changes and is never used again; `uri` is ESCO's, where ESCO has the same concept.
    """

    key = models.CharField(_("key"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=SkillKind)
    origin = models.CharField(_("origin"), max_length=5, choices=Origin, default=Origin.CORE)
    uri = models.CharField("ESCO URI", max_length=200, null=True, blank=True, unique=True)
    retired = models.BooleanField(_("retired"), default=False)
    broader = models.ManyToManyField(
        "self",
        symmetrical=False,
        through="SkillLink",
        through_fields=("skill", "broader"),
        related_name="narrower",
        verbose_name=_("broader skills"),
    )

    objects = SkillQuerySet.as_manager()

    class Meta:
        verbose_name = _("skill")
        verbose_name_plural = _("skills")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=SkillKind.values), name="skill_kind_known")
        ]


class SkillLink(models.Model):
    """One skill is part of a broader one. `origin` says who said so, and may take it back."""

    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="broader_links")
    broader = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="narrower_links")
    origin = models.CharField(max_length=5, choices=Origin, default=Origin.LOCAL)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["skill", "broader"], name="one_link_per_skill_pair"),
            models.CheckConstraint(
                condition=~Q(skill=F("broader")), name="skill_is_not_its_own_broader"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.skill_id} ⊂ {self.broader_id}"


class SkillAliasQuerySet(models.QuerySet["SkillAlias"]):
    def usable(self) -> Self:
        return self.filter(skill__retired=False).exclude(skill__kind=SkillKind.OCCUPATION)

    def of_occupations(self) -> Self:
        return self.filter(skill__retired=False, skill__kind=SkillKind.OCCUPATION)

    def exactly(self, folded: str) -> Self:
        return self.filter(folded=folded)

    def starting_with(self, folded: str) -> Self:
        """Those that start so; by the index on either database."""
        found = self.filter(folded__startswith=folded)
        if connections[self.db].vendor != "sqlite":
            return found
        # SQLite's LIKE never uses the index, its comparisons do.
        return found.filter(folded__gte=folded, folded__lt=folded + "\U0010ffff")

    def containing(self, folded: str) -> Self:
        return self.filter(folded__contains=folded)

    def best_first(self) -> Self:
        """Names that the core gave before ESCO's, labels before aliases, old skills before new."""
        core_first = Case(When(origin=Origin.ESCO, then=1), default=0)
        return self.order_by(core_first, "-is_label", "skill_id", "pk")


class SkillAlias(models.Model):
    """A name by which texts and people call a skill; its labels are among them.

    `folded` is the text in lower case, half-width and with single spaces: what typing is compared
    with. `exact_case` marks short forms that mean the skill only as written (R, SAS, ROS).
    `origin` says who gave the name, and may take it back: importing leaves others' names alone.
    """

    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="aliases")
    language = models.CharField(max_length=2, choices=LabelLanguage)
    text = models.CharField(max_length=300)
    folded = models.CharField(max_length=300, db_index=True)
    exact_case = models.BooleanField(default=False)
    is_label = models.BooleanField(default=False)
    origin = models.CharField(max_length=5, choices=Origin, default=Origin.LOCAL)

    objects = SkillAliasQuerySet.as_manager()

    class Meta:
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        constraints = [
            models.UniqueConstraint(
                fields=["skill", "language", "text"], name="one_alias_per_skill_and_text"
            )
        ]

    def __str__(self) -> str:
        return self.text

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = fold(self.text)
        super().save(*args, **kwargs)
