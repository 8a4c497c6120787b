"""A university decides for itself whether a company may host its students."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import AcceptanceStatus as Status
from accounts.enums import OrganisationKind
from accounts.models import Acceptance, AcceptanceTransition, Organisation, User
from accounts.signals import acceptance_moved
from accounts.workflow import DECISION_NEEDS_REASON, require_decision, require_reason
from foundation.errors import RuleBroken
from foundation.events import announce
from foundation.limits import within_limit

ASKED_PER_DAY = 30


class NotACompany(RuleBroken):
    """Only verified companies are accepted, only by verified universities."""

    rule = "not_a_verified_company"


class DecidedAlready(RuleBroken):
    rule = "decided_already"


class TooManyQuestions(RuleBroken):
    rule = "too_many_questions"


@transaction.atomic
def decide(
    university: Organisation,
    company: Organisation,
    *,
    status: Status,
    by: User,
    reason: str = "",
    note: str | None = None,
) -> Acceptance:
    """Write the university's decision. `reason` and `note` are for the university alone.

    With the status as it is, only the note is replaced; a `note` of None stays what it is.
    """
    _require_possible(university, company, status=status)
    acceptance, is_new = _locked(university, company)
    if note is not None:
        acceptance.note = note
        acceptance.save(update_fields=["note", "updated_at"])
        if acceptance.status == status and not is_new:
            return acceptance
    require_reason(reason, needed=status in DECISION_NEEDS_REASON)
    if not is_new:
        require_decision(Status(acceptance.status), status)
    source = "" if is_new else acceptance.status
    return _move(acceptance, source=source, to=status, by=by, reason=reason)


@transaction.atomic
def decide_many(
    university: Organisation,
    companies: Iterable[Organisation],
    *,
    status: Status,
    by: User,
    reason: str = "",
) -> int:
    """The same decision about each of them, or none. Returns how many became different."""
    so_far = dict(university.acceptances_given.values_list("company_id", "status"))
    different = [company for company in companies if so_far.get(company.pk) != status]
    for company in different:
        decide(university, company, status=status, by=by, reason=reason)
    return len(different)


def ask(university: Organisation, company: Organisation, *, by: User, at: datetime) -> Acceptance:
    """A company, or a student for it, asks to be accepted. Asking twice changes nothing."""
    key = f"ask-acceptance:{by.pk}"
    if not within_limit(key, limit=ASKED_PER_DAY, per=timedelta(days=1), at=at):
        raise TooManyQuestions(_("You asked many times today. Try again tomorrow."))
    _require_possible(university, company, status=Status.PENDING)
    with transaction.atomic():
        acceptance, is_new = _locked(university, company)
        if is_new:
            return _move(acceptance, source="", to=Status.PENDING, by=by)
        if acceptance.status != Status.PENDING:
            raise DecidedAlready(_("This university has decided about this company already."))
    return acceptance


def _locked(university: Organisation, company: Organisation) -> tuple[Acceptance, bool]:
    """The row of the two, held until the transaction ends; made if there was none."""
    made, is_new = Acceptance.objects.get_or_create(university=university, company=company)
    return Acceptance.objects.select_for_update(of=("self",)).get(pk=made.pk), is_new


def _move(
    acceptance: Acceptance, *, source: str, to: Status, by: User, reason: str = ""
) -> Acceptance:
    """Write, remember, announce: the only place where a decision changes. The row is locked."""
    acceptance.status = to
    acceptance.save(update_fields=["status", "updated_at"])
    log_decision(acceptance, source=source, by=by, reason=reason)
    return acceptance


def log_decision(acceptance: Acceptance, *, source: str, by: User | None, reason: str) -> None:
    """One line of its history, and the news for the floors above."""
    AcceptanceTransition.objects.create(
        subject=acceptance,
        by=by,
        source=source,
        target=acceptance.status,
        reason=reason.strip(),
    )
    announce(
        acceptance_moved,
        acceptance_id=acceptance.pk,
        university_id=acceptance.university_id,
        company_id=acceptance.company_id,
        target=str(acceptance.status),
    )


def _require_possible(university: Organisation, company: Organisation, *, status: Status) -> None:
    """A company that is no longer verified can be declined and blocked, not accepted."""
    if university.kind != OrganisationKind.UNIVERSITY or not university.is_verified:
        raise NotACompany(_("Only a verified university decides about companies."))
    if company.kind != OrganisationKind.COMPANY:
        raise NotACompany(_("Universities decide about companies only."))
    if not company.is_verified and status in {Status.PENDING, Status.ACCEPTED}:
        raise NotACompany(_("This company is not verified."))
