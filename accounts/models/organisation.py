from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.enums import OrganisationKind, OrganisationStatus, Role
from foundation.fields import LineField, ProseField
from foundation.models import Timestamped, Transition
from taxonomy.models import Industry, Region
from taxonomy.text import in_readers_language

if TYPE_CHECKING:
    from accounts.models.user import User


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def universities(self) -> Self:
        return self.filter(kind=OrganisationKind.UNIVERSITY)

    def companies(self) -> Self:
        return self.filter(kind=OrganisationKind.COMPANY)

    def parks(self) -> Self:
        return self.filter(kind=OrganisationKind.PARK)

    def verified(self) -> Self:
        return self.filter(status=OrganisationStatus.VERIFIED)

    def waiting_for_verification(self) -> Self:
        return self.filter(status=OrganisationStatus.SUBMITTED)

    def of_member(self, user: "User") -> Self:
        """Organisations the person speaks for now."""
        return self.filter(memberships__user=user, memberships__ended_at__isnull=True).distinct()

    def visible_to(self, user: "User") -> Self:
        """Verified ones to everybody; others to their members, their park, platform admins."""
        if user.is_platform_admin:
            return self
        mine = Q(memberships__user=user, memberships__ended_at__isnull=True)
        my_parks = Organisation.objects.parks().of_member(user)
        theirs = Q(park__in=my_parks)
        return self.filter(Q(status=OrganisationStatus.VERIFIED) | mine | theirs).distinct()

    def in_role_of(self, user: "User", *roles: Role) -> Self:
        """Organisations the person speaks for now in one of the roles."""
        return self.filter(
            memberships__user=user,
            memberships__ended_at__isnull=True,
            memberships__role__in=roles,
        ).distinct()

    def attended_by(self, user: "User") -> Self:
        """The university the person studies at, by their profile."""
        return self.filter(students__user=user)

    def to_verify_by(self, user: "User") -> Self:
        """Those the person may verify: a verified park's companies, except their own."""
        if user.is_platform_admin:
            return self
        parks = Organisation.objects.parks().verified().in_role_of(user, Role.ADMIN, Role.VERIFIER)
        own = Organisation.objects.of_member(user).values("pk")
        return self.companies().filter(park__in=parks).exclude(pk__in=own)

    def in_status(self, status: str) -> Self:
        return self.filter(status=status)

    def matching_text(self, text: str) -> Self:
        """Every word stands somewhere in a name or in the domain."""
        found = self
        for word in text.split()[:8]:
            found = found.filter(
                Q(name_en__icontains=word)
                | Q(name_zh__icontains=word)
                | Q(email_domain__icontains=word)
            )
        return found

    def with_decision_of(self, university: "Organisation") -> Self:
        """Adds `decision`: the university's decision about each, None where there is none."""
        decided = university.acceptances_given.filter(company=OuterRef("pk"))
        return self.annotate(decision=Subquery(decided.values("status")[:1]))

    def undecided(self) -> Self:
        """After `with_decision_of`: those the university has not looked at."""
        return self.filter(decision__isnull=True)

    def decided_as(self, status: str) -> Self:
        """After `with_decision_of`: those with this decision."""
        return self.filter(decision=status)

    def for_listing(self) -> Self:
        return self.select_related("region", "industry", "park").order_by("name_en", "pk")

    def locked(self, pk: int) -> "Organisation":
        """The row, held until the transaction ends. Its members change only under this lock."""
        return self.select_for_update(of=("self",)).get(pk=pk)


class Organisation(Timestamped):
    """A university, company or science park; members speak for it in a role.

    `status` moves only through `accounts.actions.verification`.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=OrganisationKind)
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=OrganisationStatus,
        default=OrganisationStatus.UNVERIFIED,
    )
    name_en = LineField(_("English name"), max_length=200, blank=True)
    name_zh = LineField(_("Chinese name"), max_length=200, blank=True)
    country = models.CharField(_("country"), max_length=2, default="CN")
    registration_number = models.CharField(  # noqa: DJ001 -- unique where given
        _("registration number"),
        max_length=40,
        null=True,
        blank=True,
        help_text=_("In China the 18-character unified social credit code."),
    )
    email_domain = models.CharField(
        _("e-mail domain"), max_length=100, blank=True, help_text=_("such as example.edu")
    )
    website = models.URLField(_("website"), blank=True)
    about_en = ProseField(_("about, in English"), max_length=4000, blank=True)
    about_zh = ProseField(_("about, in Chinese"), max_length=4000, blank=True)
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("place")
    )
    industry = models.ForeignKey(
        Industry, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("industry")
    )
    park = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tenants",
        limit_choices_to={"kind": OrganisationKind.PARK},
        verbose_name=_("science park"),
    )
    is_labour_agency = models.BooleanField(_("intermediary or labour dispatch"), default=False)
    version = models.PositiveIntegerField(default=1)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.UniqueConstraint(
                fields=["country", "registration_number"],
                name="one_organisation_per_registration_number",
                violation_error_message=_(
                    "An organisation with this registration number exists already."
                ),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=OrganisationKind.values), name="organisation_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=OrganisationStatus.values), name="organisation_status_known"
            ),
            models.CheckConstraint(
                condition=~Q(name_en="", name_zh=""),
                name="organisation_has_a_name",
                violation_error_message=_("Give a name in English or in Chinese."),
            ),
        ]
        indexes = [
            models.Index(Lower("email_domain"), name="organisation_email_domain"),
            models.Index(fields=["kind", "status"], name="organisation_kind_status"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language, else the one there is."""
        return in_readers_language(en=self.name_en, zh=self.name_zh)

    @property
    def about(self) -> str:
        return in_readers_language(en=self.about_en, zh=self.about_zh)

    @property
    def is_verified(self) -> bool:
        return self.status == OrganisationStatus.VERIFIED


class OrganisationTransitionQuerySet(models.QuerySet["OrganisationTransition"]):
    def newest_first(self) -> Self:
        return self.select_related("by").order_by("-pk")


class OrganisationTransition(Transition):
    subject = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="history")

    objects = OrganisationTransitionQuerySet.as_manager()
