from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Prefetch, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import DegreeLevel, Evidence, LanguageLevel, Role, SkillSource, WorkMode
from accounts.models.membership import Membership
from accounts.models.organisation import Organisation
from foundation.fields import LineField, ProseField
from foundation.models import Timestamped
from taxonomy.models import Discipline, Language, Region, Skill

if TYPE_CHECKING:
    from accounts.models.user import User

UNIVERSITY_STAFF = (Role.ADMIN, Role.COORDINATOR, Role.ACADEMIC_SUPERVISOR)


class StudentProfileQuerySet(models.QuerySet["StudentProfile"]):
    def active(self) -> Self:
        return self.filter(user__is_active=True)

    def matchable(self) -> Self:
        """Profiles that consented to being matched."""
        return self.active().filter(consents_to_matching=True)

    def visible_to(self, user: "User") -> Self:
        """One's own; those of the universities one works for; all to platform administrators."""
        if user.is_platform_admin:
            return self
        staff = Membership.objects.of(user).in_roles(*UNIVERSITY_STAFF)
        return self.filter(Q(user=user) | Q(university__in=staff.values("organisation")))

    def of(self, user: "User") -> Self:
        return self.filter(user=user)

    def confirmed(self) -> Self:
        """Students whose university says that they are its own."""
        return self.filter(affiliation_confirmed_at__isnull=False)

    def unconfirmed(self) -> Self:
        return self.filter(affiliation_confirmed_at__isnull=True)

    def called(self, text: str) -> Self:
        """Those with this text in their name, e-mail or programme."""
        named = Q(user__name__icontains=text) | Q(user__email__icontains=text)
        return self.filter(named | Q(programme__icontains=text))

    def for_listing(self) -> Self:
        return self.select_related("user", "university", "discipline").order_by("user__name", "pk")

    def for_reading(self) -> Self:
        """Everything a page or an answer about one profile shows, in a few queries."""
        lines = StudentSkill.objects.for_listing()
        spoken = StudentLanguage.objects.for_listing()
        return self.select_related("user", "university", "discipline").prefetch_related(
            Prefetch("skills", lines), Prefetch("languages", spoken), "places", "interests"
        )


class StudentProfile(Timestamped):
    """What a student says about themselves, once, for every posting.

    `version` counts edits: two tabs cannot overwrite each other in silence.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="student_profile"
    )
    university = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="students",
        verbose_name=_("university"),
    )
    affiliation_confirmed_at = models.DateTimeField(
        _("confirmed by the university"), null=True, blank=True
    )
    programme = LineField(_("programme"), max_length=200, blank=True)
    discipline = models.ForeignKey(
        Discipline, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("discipline")
    )
    degree_level = models.PositiveSmallIntegerField(
        _("degree level"), choices=DegreeLevel, null=True, blank=True
    )
    year = models.PositiveSmallIntegerField(
        _("year of study"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(8)],
    )
    available_from_on = models.DateField(_("available from"), null=True, blank=True)
    available_until_on = models.DateField(_("available until"), null=True, blank=True)
    hours_per_week = models.PositiveSmallIntegerField(
        _("hours a week at most"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )
    places = models.ManyToManyField(Region, blank=True, related_name="+", verbose_name=_("places"))
    only_these_places = models.BooleanField(_("only these places"), default=False)
    work_mode = models.CharField(
        _("on site or remote"), max_length=10, choices=WorkMode, blank=True
    )
    interests = models.ManyToManyField(
        Discipline, blank=True, related_name="+", verbose_name=_("fields of interest")
    )
    pay_cny_per_day = models.PositiveIntegerField(
        _("hoped-for pay (CNY a day)"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(5000)],
    )
    work_permits = models.CharField(
        _("may work in"),
        max_length=100,
        blank=True,
        help_text=_("Country codes separated by commas, such as CN,DE."),
    )
    statement = ProseField(
        _("about you"),
        max_length=6000,
        blank=True,
        help_text=_("Courses, projects, what you want."),
    )
    cv_text = ProseField(_("text of your CV"), max_length=30000, blank=True)
    consents_to_matching = models.BooleanField(_("match me with postings"), default=True)
    open_to_companies = models.BooleanField(
        _("companies whose postings suit me may see my name"), default=False
    )
    version = models.PositiveIntegerField(default=1)

    objects = StudentProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("student profile")
        verbose_name_plural = _("student profiles")
        constraints = [
            models.CheckConstraint(
                condition=Q(available_from_on__isnull=True)
                | Q(available_until_on__isnull=True)
                | Q(available_from_on__lte=F("available_until_on")),
                name="availability_in_order",
                violation_error_message=_("“Available until” is before “available from”."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def is_complete(self) -> bool:
        """Enough to apply with: who, where from, what they study, when they are free."""
        needed = (self.university_id, self.discipline_id, self.degree_level, self.year)
        return all(value is not None for value in needed) and self.available_from_on is not None


class StudentSkillQuerySet(models.QuerySet["StudentSkill"]):
    def of(self, user: "User") -> Self:
        """The lines of one's own profile: nobody else writes them."""
        return self.filter(profile__user=user).select_related("profile")

    def for_listing(self) -> Self:
        return self.select_related("skill").order_by("-level", "-evidence", "pk")


class StudentSkill(Timestamped):
    """One skill of a student, with its level and what stands behind it."""

    profile = models.ForeignKey(StudentProfile, on_delete=models.CASCADE, related_name="skills")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(
        _("level"), default=3, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    evidence = models.PositiveSmallIntegerField(
        _("evidence"), choices=Evidence, default=Evidence.STATED
    )
    evidence_note = LineField(_("which"), max_length=300, blank=True)
    source = models.CharField(max_length=5, choices=SkillSource, default=SkillSource.TYPED)

    objects = StudentSkillQuerySet.as_manager()

    class Meta:
        verbose_name = _("skill of a student")
        verbose_name_plural = _("skills of students")
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "skill"],
                name="one_line_per_student_and_skill",
                violation_error_message=_("This skill is on the profile already."),
            ),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=5), name="skill_level_is_1_to_5"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.skill_id}: {self.level}"


class StudentLanguageQuerySet(models.QuerySet["StudentLanguage"]):
    def for_listing(self) -> Self:
        return self.select_related("language").order_by("-level", "pk")


class StudentLanguage(models.Model):
    """A language a student speaks, and how well."""

    profile = models.ForeignKey(StudentProfile, on_delete=models.CASCADE, related_name="languages")
    language = models.ForeignKey(Language, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(
        _("level"), choices=LanguageLevel, default=LanguageLevel.B2
    )

    objects = StudentLanguageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "language"], name="one_line_per_student_and_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.language_id}: {self.level}"
