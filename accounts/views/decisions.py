"""What an organisation's page says about acceptance, by who reads it."""

from dataclasses import dataclass

from accounts.enums import AcceptanceStatus, OrganisationKind
from accounts.models import Acceptance, Organisation, User
from accounts.rules.acceptances import ASKERS, DECIDERS


@dataclass(frozen=True)
class Decision:
    """A university's decision about a company, and what the reader may do about it."""

    university: Organisation
    company: Organisation
    acceptance: Acceptance | None
    may_decide: bool = False
    may_ask: bool = False

    @property
    def label(self) -> str:
        return self.acceptance.get_status_display() if self.acceptance else ""

    @property
    def is_accepted(self) -> bool:
        return self.acceptance is not None and self.acceptance.status == AcceptanceStatus.ACCEPTED


def decisions_about(user: User, organisation: Organisation) -> list[Decision]:
    """Staff read their university's, the company's people every one; students may only ask."""
    if organisation.kind == OrganisationKind.COMPANY:
        return [
            *_of_my_universities(user, organisation),
            *_of_all_universities(user, organisation),
            *_to_ask_as_student(user, organisation),
        ]
    if organisation.kind == OrganisationKind.UNIVERSITY and organisation.is_verified:
        return _about_my_companies(user, organisation)
    return []


def _of_my_universities(user: User, company: Organisation) -> list[Decision]:
    mine = Organisation.objects.universities().verified().of_member(user).for_listing()
    given = Acceptance.objects.given_by_organisations_of(user).filter(company=company)
    by_university = {acceptance.university_id: acceptance for acceptance in given}
    deciding = Organisation.objects.universities().in_role_of(user, *DECIDERS)
    may_decide = set(deciding.values_list("pk", flat=True))
    return [
        Decision(
            university,
            company,
            by_university.get(university.pk),
            may_decide=university.pk in may_decide,
        )
        for university in mine
    ]


def _of_all_universities(user: User, company: Organisation) -> list[Decision]:
    if not Organisation.objects.companies().of_member(user).filter(pk=company.pk).exists():
        return []
    received = Acceptance.objects.visible_to(user).filter(company=company)
    return [
        Decision(acceptance.university, company, acceptance)
        for acceptance in received.select_related("university").order_by("pk")
    ]


def _to_ask_as_student(user: User, company: Organisation) -> list[Decision]:
    if not company.is_verified:
        return []
    universities = Organisation.objects.universities().verified().attended_by(user)
    decided = Acceptance.objects.received_by(company).values("university")
    return [
        Decision(university, company, None, may_ask=True)
        for university in universities.exclude(pk__in=decided)
    ]


def _about_my_companies(user: User, university: Organisation) -> list[Decision]:
    mine = Organisation.objects.companies().verified().in_role_of(user, *ASKERS).for_listing()
    received = Acceptance.objects.visible_to(user).filter(university=university)
    by_company = {acceptance.company_id: acceptance for acceptance in received}
    return [
        Decision(
            university,
            company,
            by_company.get(company.pk),
            may_ask=company.pk not in by_company,
        )
        for company in mine
    ]
