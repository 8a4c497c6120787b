from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import AcceptanceStatus
from accounts.models.organisation import Organisation
from foundation.fields import ProseField
from foundation.models import Timestamped, Transition

if TYPE_CHECKING:
    from accounts.models.user import User


class AcceptanceQuerySet(models.QuerySet["Acceptance"]):
    def accepted(self) -> Self:
        return self.filter(status=AcceptanceStatus.ACCEPTED)

    def pending(self) -> Self:
        return self.filter(status=AcceptanceStatus.PENDING)

    def received_by(self, company: Organisation) -> Self:
        return self.filter(company=company)

    def visible_to(self, user: "User") -> Self:
        """The university's members and the company's members; `note` is the university's alone."""
        if user.is_platform_admin:
            return self
        mine = Organisation.objects.of_member(user)
        return self.filter(Q(university__in=mine) | Q(company__in=mine))

    def given_by_organisations_of(self, user: "User") -> Self:
        """Decisions of the universities the person works for: theirs to read with the note."""
        return self.filter(university__in=Organisation.objects.universities().of_member(user))

    def between(self, *, university: Organisation, company: Organisation) -> Self:
        return self.filter(university=university, company=company)


class Acceptance(Timestamped):
    """A university's own decision whether a company may host its students."""

    university = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="acceptances_given"
    )
    company = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="acceptances_received"
    )
    status = models.CharField(
        _("status"), max_length=10, choices=AcceptanceStatus, default=AcceptanceStatus.PENDING
    )
    note = ProseField(
        _("note"), max_length=2000, blank=True, help_text=_("Only your university reads this.")
    )

    objects = AcceptanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("acceptance")
        verbose_name_plural = _("acceptances")
        constraints = [
            models.UniqueConstraint(
                fields=["university", "company"], name="one_acceptance_per_university_and_company"
            ),
            models.CheckConstraint(
                condition=~Q(university=F("company")), name="acceptance_is_between_two"
            ),
            models.CheckConstraint(
                condition=Q(status__in=AcceptanceStatus.values), name="acceptance_status_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.university} ↔ {self.company}: {self.get_status_display()}"


class AcceptanceTransitionQuerySet(models.QuerySet["AcceptanceTransition"]):
    def newest_first(self) -> Self:
        return self.select_related("by").order_by("-pk")


class AcceptanceTransition(Transition):
    subject = models.ForeignKey(Acceptance, on_delete=models.CASCADE, related_name="history")

    objects = AcceptanceTransitionQuerySet.as_manager()
