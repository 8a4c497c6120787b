"""The life of an organisation, and of a university's decision about a company.

unverified ──▶ submitted ──▶ verified ◀──▶ suspended ──▶ closed
                 ▲    │
                 │    ▼
                rejected

A duplicate that is merged into another organisation is closed from wherever it was.

pending, accepted, declined, blocked: a university may change its mind from any to any other.
"""

from django.utils.translation import gettext as _

from accounts.enums import AcceptanceStatus
from accounts.enums import OrganisationStatus as Status
from foundation.errors import RuleBroken

NEXT: dict[Status, frozenset[Status]] = {
    Status.UNVERIFIED: frozenset({Status.SUBMITTED}),
    Status.SUBMITTED: frozenset({Status.VERIFIED, Status.REJECTED}),
    Status.VERIFIED: frozenset({Status.SUSPENDED}),
    Status.REJECTED: frozenset({Status.SUBMITTED}),
    Status.SUSPENDED: frozenset({Status.VERIFIED, Status.CLOSED}),
    Status.CLOSED: frozenset(),
}

NEXT_DECISION: dict[AcceptanceStatus, frozenset[AcceptanceStatus]] = {
    status: frozenset(AcceptanceStatus) - {status} for status in AcceptanceStatus
}

MAY_BE_EDITED = frozenset({Status.UNVERIFIED, Status.REJECTED})
NEEDS_REASON = frozenset({Status.REJECTED, Status.SUSPENDED})
DECISION_NEEDS_REASON = frozenset({AcceptanceStatus.DECLINED, AcceptanceStatus.BLOCKED})


class MoveRefused(RuleBroken):
    """The organisation is not in a status from which this step is possible."""

    rule = "move_refused"


class ReasonMissing(RuleBroken):
    """Who refuses or stops something says why."""

    rule = "reason_missing"


def require_move(source: Status, target: Status) -> None:
    """Raise `MoveRefused` unless `target` may follow `source`."""
    if target not in NEXT[source]:
        raise MoveRefused(
            _("An organisation that is “%(source)s” cannot become “%(target)s”.")
            % {"source": source.label, "target": target.label}
        )


def require_decision(source: AcceptanceStatus, target: AcceptanceStatus) -> None:
    """Raise `MoveRefused` where there is nothing to decide."""
    if target not in NEXT_DECISION[source]:
        raise MoveRefused(_("The company is “%(status)s” already.") % {"status": target.label})


def require_reason(reason: str, *, needed: bool) -> None:
    """Raise `ReasonMissing` if a reason is needed and none was given."""
    if needed and not reason.strip():
        raise ReasonMissing(_("Please give a reason."))
