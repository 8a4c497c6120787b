from collections.abc import Iterable
from datetime import date, datetime
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import DegreeLevel, OrganisationStatus, Role, WorkMode
from accounts.models import Membership, Organisation, User
from foundation.fields import LineField, ProseField
from foundation.models import Timestamped, Transition
from internships.postings.enums import Audience, PostingKind, PostingStatus
from internships.postings.models.outcome import ResearchOutcome
from taxonomy.models import Discipline, Region, Skill
from taxonomy.text import in_readers_language

EDITORS = (Role.ADMIN, Role.COORDINATOR, Role.RECRUITER)


class PostingQuerySet(models.QuerySet["Posting"]):
    def open(self) -> Self:
        """Postings that take applications: open, and their owner not suspended."""
        return self.filter(status=PostingStatus.OPEN, owner__status=OrganisationStatus.VERIFIED)

    def past_deadline(self, *, today: date) -> Self:
        return self.filter(
            status__in=[PostingStatus.OPEN, PostingStatus.PAUSED], deadline_on__lt=today
        )

    def unchanged_since(self, moment: datetime) -> Self:
        return self.filter(status=PostingStatus.OPEN, changed_at__lt=moment)

    def unwarned(self) -> Self:
        """Those whose owner has not been warned since the last change."""
        return self.filter(Q(warned_at__isnull=True) | Q(warned_at__lt=F("changed_at")))

    def owned_by_organisation_of(self, user: User) -> Self:
        """Postings of the organisations the person speaks for, in any status."""
        return self.filter(owner__in=Organisation.objects.of_member(user))

    def editable_by(self, user: User) -> Self:
        editing = Membership.objects.of(user).in_roles(*EDITORS)
        return self.filter(owner__in=editing.values("organisation"))

    def addressed_to(self, user: User) -> Self:
        """Open postings whose audience includes the person."""
        studies_at = Organisation.objects.filter(students__user=user)
        works_for = Organisation.objects.of_member(user).universities()
        own = Q(owner__in=studies_at) | Q(owner__in=works_for)
        listed = Q(listed_universities__in=studies_at) | Q(listed_universities__in=works_for)
        return self.open().filter(
            Q(audience__in=[Audience.NETWORK, Audience.PUBLIC])
            | Q(audience=Audience.OWN_UNIVERSITY) & own
            | Q(audience=Audience.LISTED) & (listed | own)
        )

    def public(self) -> Self:
        """What a stranger may read."""
        return self.open().filter(audience=Audience.PUBLIC)

    def visible_to(self, user: User) -> Self:
        """One's organisations' own, and what is open to one; all to platform administrators."""
        if user.is_platform_admin:
            return self
        mine = Posting.objects.owned_by_organisation_of(user)
        addressed = Posting.objects.addressed_to(user)
        return self.filter(Q(pk__in=mine.values("pk")) | Q(pk__in=addressed.values("pk")))

    def for_listing(self) -> Self:
        """Everything a card shows, in a constant number of queries."""
        return self.select_related("owner", "region", "outcome").prefetch_related(
            "skills__skill", "seat_groups__disciplines"
        )

    def with_parts(self) -> Self:
        """A posting with all that belongs to it, in a constant number of queries."""
        return self.select_related("owner", "region", "outcome", "contact").prefetch_related(
            "skills__skill",
            "seat_groups__disciplines",
            "phases",
            "languages__language",
            "listed_universities",
        )

    def in_status(self, status: PostingStatus) -> Self:
        return self.filter(status=status)

    def of(self, owner: Organisation) -> Self:
        return self.filter(owner=owner)

    def titled(self, words: str) -> Self:
        return self.filter(Q(title_en__icontains=words) | Q(title_zh__icontains=words))

    def counted_by_status(self) -> dict[str, int]:
        """How many there are in each status that occurs."""
        counted = self.order_by().values_list("status").annotate(how_many=models.Count("pk"))
        return dict(counted)

    def in_place(self, place: Region) -> Self:
        """In the place, or in one that lies in it."""
        inside = Q(region=place) | Q(region__parent=place) | Q(region__parent__parent=place)
        return self.filter(inside)

    def with_seats_for(self, discipline: Discipline) -> Self:
        """With a seat that names the discipline or a kindred one, or that is open to all."""
        kindred = Discipline.objects.kindred_to(discipline)
        naming = Posting.objects.filter(seat_groups__disciplines__in=kindred)
        to_all = Posting.objects.filter(
            seat_groups__isnull=False, seat_groups__disciplines__isnull=True
        )
        return self.filter(Q(pk__in=naming.values("pk")) | Q(pk__in=to_all.values("pk")))

    def asking_for(self, skills: Iterable[Skill]) -> Self:
        """That ask for every one of the skills."""
        found = self
        for skill in skills:
            asking = Posting.objects.filter(skills__skill=skill)
            found = found.filter(pk__in=asking.values("pk"))
        return found

    def open_to_degree(self, level: int) -> Self:
        """That somebody who studies for this degree may take."""
        return self.filter(Q(min_degree_level__isnull=True) | Q(min_degree_level__lte=level))

    def saved_by(self, user: User) -> Self:
        """What the person saved, the last one first."""
        return self.filter(saved_by__user=user).order_by("-saved_by__pk")

    def for_reading(self) -> Self:
        """Everything the page of one posting shows."""
        return self.with_parts().select_related(
            "owner__region", "region__parent", "outcome", "contact"
        )

    def shown_interest_by(self, user: User) -> Self:
        """To whose owners the student has shown who they are."""
        return self.filter(interests__profile__user=user)

    def for_index(self) -> Self:
        """Everything keyword search needs to know of a posting's own."""
        return self.select_related("owner", "region", "outcome")

    def newest_first(self) -> Self:
        return self.order_by("-opened_at", "-pk")

    def most_relevant_first(self) -> Self:
        """For what `internships.postings.search.found_by` found."""
        return self.order_by(F("relevance").desc(), "-opened_at", "-pk")

    def last_changed_first(self) -> Self:
        return self.order_by("-changed_at", "-pk")


class Posting(Timestamped):
    """What is offered: a `project` of a university or an `internship` of a company.

    `status` moves only through `internships.postings.actions`. `version` counts edits;
    `terms_version` counts changes of pay, hours, place or dates.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=PostingKind)
    status = models.CharField(
        _("status"), max_length=10, choices=PostingStatus, default=PostingStatus.DRAFT
    )
    owner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="postings", verbose_name=_("owner")
    )
    contact = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("contact"),
    )
    title_en = LineField(_("English title"), max_length=200, blank=True)
    title_zh = LineField(_("Chinese title"), max_length=200, blank=True)
    text_en = ProseField(_("English text"), max_length=20000, blank=True)
    text_zh = ProseField(_("Chinese text"), max_length=20000, blank=True)
    outcome = models.ForeignKey(
        ResearchOutcome,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="postings",
        verbose_name=_("research outcome"),
    )
    trl_from = models.PositiveSmallIntegerField(
        _("TRL from"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(9)],
    )
    trl_to = models.PositiveSmallIntegerField(
        _("TRL to"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(9)]
    )
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("place")
    )
    address = LineField(_("address"), max_length=300, blank=True)
    work_mode = models.CharField(
        _("on site or remote"), max_length=10, choices=WorkMode, default=WorkMode.ON_SITE
    )
    starts_on = models.DateField(_("starts"), null=True, blank=True)
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    deadline_on = models.DateField(_("apply until"), null=True, blank=True)
    hours_per_week = models.PositiveSmallIntegerField(
        _("hours a week"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )
    hours_per_day = models.DecimalField(
        _("hours a day"),
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(24)],
    )
    pay_cny_per_day = models.PositiveIntegerField(
        _("pay (CNY a day)"), null=True, blank=True, validators=[MaxValueValidator(5000)]
    )
    audience = models.CharField(
        _("audience"), max_length=15, choices=Audience, default=Audience.NETWORK
    )
    listed_universities = models.ManyToManyField(
        Organisation, blank=True, related_name="+", verbose_name=_("listed universities")
    )
    min_degree_level = models.PositiveSmallIntegerField(
        _("degree level at least"), choices=DegreeLevel, null=True, blank=True
    )
    min_year = models.PositiveSmallIntegerField(
        _("year of study at least"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(8)],
    )
    work_permit_country = models.CharField(
        _("work permit for"),
        max_length=2,
        blank=True,
        help_text=_("Country code, if one is asked."),
    )
    skill_set = models.ManyToManyField(Skill, through="PostingSkill", related_name="+")
    source = models.CharField(_("source"), max_length=100, blank=True)
    source_id = models.CharField(max_length=100, blank=True)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    changed_at = models.DateTimeField(_("changed by its owner"), null=True, blank=True)
    warned_at = models.DateTimeField(_("owner warned"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    terms_version = models.PositiveIntegerField(default=1)

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=PostingKind.values), name="posting_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=PostingStatus.values), name="posting_status_known"
            ),
            models.CheckConstraint(
                condition=~Q(title_en="", title_zh=""),
                name="posting_has_a_title",
                violation_error_message=_("Give a title in English or in Chinese."),
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(starts_on__lt=F("ends_on")),
                name="posting_starts_before_it_ends",
                violation_error_message=_("The end must be after the start."),
            ),
            models.CheckConstraint(
                condition=Q(deadline_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(deadline_on__lte=F("starts_on")),
                name="posting_deadline_before_start",
                violation_error_message=_("The deadline must not be after the start."),
            ),
            models.CheckConstraint(
                condition=Q(trl_from__isnull=True)
                | Q(trl_to__isnull=True)
                | Q(trl_from__lte=F("trl_to")),
                name="posting_trl_in_order",
                violation_error_message=_("“TRL to” must not be below “TRL from”."),
            ),
            models.UniqueConstraint(
                fields=["owner", "source", "source_id"],
                condition=~Q(source=""),
                name="one_posting_per_source_line",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "-opened_at"], name="posting_open_newest"),
            models.Index(fields=["status", "deadline_on"], name="posting_deadline"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return in_readers_language(en=self.title_en, zh=self.title_zh)

    @property
    def text(self) -> str:
        return in_readers_language(en=self.text_en, zh=self.text_zh)

    @property
    def is_open(self) -> bool:
        return self.status == PostingStatus.OPEN


class PostingTransition(Transition):
    subject = models.ForeignKey(Posting, on_delete=models.CASCADE, related_name="history")
