from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import LanguageLevel
from foundation.fields import LineField
from internships.postings.enums import Necessity, PhaseKind
from internships.postings.models.posting import Posting
from taxonomy.models import Discipline, Language, Skill


class SeatGroup(models.Model):
    """Seats of a posting that are open to the same disciplines; to all where none is named.

    `held` counts offers that wait for an answer, `taken` accepted ones. Both move by one
    conditional UPDATE each, and the database refuses what would exceed `seats`.
    """

    posting = models.ForeignKey(Posting, on_delete=models.CASCADE, related_name="seat_groups")
    seats = models.PositiveSmallIntegerField(
        _("seats"), validators=[MinValueValidator(1), MaxValueValidator(500)]
    )
    held = models.PositiveSmallIntegerField(default=0)
    taken = models.PositiveSmallIntegerField(default=0)
    disciplines = models.ManyToManyField(
        Discipline, blank=True, related_name="+", verbose_name=_("disciplines")
    )

    class Meta:
        verbose_name = _("seats")
        constraints = [
            models.CheckConstraint(condition=Q(seats__gte=1), name="a_seat_group_has_a_seat"),
            models.CheckConstraint(
                condition=Q(seats__gte=F("held") + F("taken")),
                name="no_more_taken_than_seats",
                violation_error_message=_("More seats are held or taken than that."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.posting_id}: {self.seats}"

    @property
    def free(self) -> int:
        return self.seats - self.held - self.taken


class PostingSkill(models.Model):
    """One skill a posting asks for: how much it weighs, and whether it is a must."""

    posting = models.ForeignKey(Posting, on_delete=models.CASCADE, related_name="skills")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")
    weight = models.PositiveSmallIntegerField(
        _("weight"), default=3, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    necessity = models.CharField(
        _("must or nice"), max_length=4, choices=Necessity, default=Necessity.MUST
    )

    class Meta:
        verbose_name = _("skill of a posting")
        constraints = [
            models.UniqueConstraint(
                fields=["posting", "skill"],
                name="one_line_per_posting_and_skill",
                violation_error_message=_("This skill is on the posting already."),
            ),
            models.CheckConstraint(
                condition=Q(weight__gte=1, weight__lte=5), name="skill_weight_is_1_to_5"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.posting_id}: {self.skill_id}"


class PostingLanguage(models.Model):
    """A language the work needs, and how well."""

    posting = models.ForeignKey(Posting, on_delete=models.CASCADE, related_name="languages")
    language = models.ForeignKey(Language, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(
        _("level at least"), choices=LanguageLevel, default=LanguageLevel.B2
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["posting", "language"], name="one_line_per_posting_and_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.posting_id}: {self.language_id}"


class Phase(models.Model):
    """A stretch of a posting: need, concept, prototype, trial, delivery or transfer."""

    posting = models.ForeignKey(Posting, on_delete=models.CASCADE, related_name="phases")
    kind = models.CharField(_("phase"), max_length=10, choices=PhaseKind)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    aim = LineField(_("aim"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("phase")
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("ends_on")),
                name="phase_in_order",
                violation_error_message=_("A phase must not end before it starts."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.starts_on}–{self.ends_on}"
