"""Whether an organisation exists: handed in, verified, suspended. Its status moves only here."""

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import emails
from accounts.enums import OrganisationStatus as Status
from accounts.models import Organisation, OrganisationTransition, User
from accounts.rules.evidence import missing_evidence
from accounts.signals import organisation_moved
from accounts.workflow import NEEDS_REASON, MoveRefused, require_move, require_reason
from foundation.errors import RuleBroken
from foundation.events import announce

Check = Callable[[Organisation], None]


class EvidenceMissing(RuleBroken):
    """Something is still to do before the organisation can be verified."""

    rule = "evidence_missing"


@transaction.atomic
def submit(organisation: Organisation, *, by: User) -> Organisation:
    """Hand the organisation in for verification, with all evidence."""
    moved = _move(organisation, to=Status.SUBMITTED, by=by, check=_require_evidence)
    emails.tell_verifiers(moved)
    return moved


def verify(organisation: Organisation, *, by: User) -> Organisation:
    """The park or the platform has seen that it exists."""
    return _decide(organisation, to=Status.VERIFIED, by=by, check=_require(Status.SUBMITTED))


def reject(organisation: Organisation, *, by: User, reason: str) -> Organisation:
    """The evidence does not do; it may be handed in again."""
    return _decide(organisation, to=Status.REJECTED, by=by, reason=reason)


def suspend(organisation: Organisation, *, by: User, reason: str) -> Organisation:
    """Its postings are hidden until it is reinstated."""
    return _decide(organisation, to=Status.SUSPENDED, by=by, reason=reason)


def reinstate(organisation: Organisation, *, by: User, reason: str = "") -> Organisation:
    return _decide(
        organisation, to=Status.VERIFIED, by=by, reason=reason, check=_require(Status.SUSPENDED)
    )


def close(organisation: Organisation, *, by: User, reason: str = "") -> Organisation:
    """A suspended organisation ends for good."""
    return _decide(organisation, to=Status.CLOSED, by=by, reason=reason)


def note_transition(
    organisation: Organisation, *, source: str, target: str, by: User | None, reason: str
) -> None:
    """Write one line of its history, and tell the floors above."""
    OrganisationTransition.objects.create(
        subject=organisation, by=by, source=source, target=target, reason=reason
    )
    announce(organisation_moved, organisation_id=organisation.pk, target=target)


@transaction.atomic
def _decide(
    organisation: Organisation,
    *,
    to: Status,
    by: User,
    reason: str = "",
    check: Check | None = None,
) -> Organisation:
    """A move by who verifies: with a reason where one is owed, and told to its administrators."""
    require_reason(reason, needed=to in NEEDS_REASON)
    moved = _move(organisation, to=to, by=by, reason=reason, check=check)
    emails.tell_decision(moved, reason=reason)
    return moved


@transaction.atomic
def _move(
    organisation: Organisation,
    *,
    to: Status,
    by: User,
    reason: str = "",
    check: Check | None = None,
) -> Organisation:
    """Lock, check, write, remember, announce: the only place where a status changes."""
    current = Organisation.objects.locked(organisation.pk)
    source = Status(current.status)
    require_move(source, to)
    if check is not None:
        check(current)
    current.status = to
    current.save(update_fields=["status", "updated_at"])
    note_transition(current, source=source.value, target=to.value, by=by, reason=reason.strip())
    return current


def _require(status: Status) -> Check:
    """A check that the organisation is in this status: verifying is not reinstating."""

    def check(organisation: Organisation) -> None:
        if organisation.status != status:
            raise MoveRefused(
                _("This step is for organisations that are “%(needed)s”; this one is “%(status)s”.")
                % {"needed": status.label, "status": organisation.get_status_display()}
            )

    return check


def _require_evidence(organisation: Organisation) -> None:
    missing = missing_evidence(organisation)
    if missing:
        raise EvidenceMissing(" ".join(missing))
