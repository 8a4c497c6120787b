"""The life of a posting: which status may follow which.

draft ──▶ in_review ──▶ open ◀──▶ paused
  ▲           │          │ │       │ │
  └───────────┘          │ └───────┼─┴──▶ closed ──▶ archived
   (sent back)           └─────────┴────▶ expired ─▶ archived

Any editor of the owner (administrator, coordinator, recruiter) may submit a draft. Whether it
opens is decided by an editor of the owner too, the same person if they are alone, or by a
platform administrator; either sends it back with a reason. An ended posting never reopens: a
new one is made. Only the clock lets a posting expire.
"""

from django.utils.translation import gettext as _

from foundation.errors import RuleBroken
from internships.postings.enums import PostingStatus as Status

NEXT: dict[Status, frozenset[Status]] = {
    Status.DRAFT: frozenset({Status.IN_REVIEW}),
    Status.IN_REVIEW: frozenset({Status.DRAFT, Status.OPEN}),
    Status.OPEN: frozenset({Status.PAUSED, Status.CLOSED, Status.EXPIRED}),
    Status.PAUSED: frozenset({Status.OPEN, Status.CLOSED, Status.EXPIRED}),
    Status.CLOSED: frozenset({Status.ARCHIVED}),
    Status.EXPIRED: frozenset({Status.ARCHIVED}),
    Status.ARCHIVED: frozenset(),
}

EDITABLE = frozenset({Status.DRAFT, Status.IN_REVIEW, Status.OPEN, Status.PAUSED})
PUBLISHED = frozenset({Status.OPEN, Status.PAUSED})


class MoveRefused(RuleBroken):
    """The posting is not in a status from which this step is possible."""

    rule = "posting_move_refused"


class NotEditable(RuleBroken):
    """The posting has ended; what was offered stays as it was."""

    rule = "posting_not_editable"


def require_move(source: Status, target: Status) -> None:
    """Raise `MoveRefused` unless `target` may follow `source`."""
    if target not in NEXT[source]:
        raise MoveRefused(
            _("The posting is “%(source)s”; it cannot become “%(target)s” from there.")
            % {"source": source.label, "target": target.label}
        )


def require_editable(status: Status) -> None:
    """Raise `NotEditable` for a posting that has ended."""
    if status not in EDITABLE:
        raise NotEditable(
            _("The posting is “%(status)s” and cannot be changed any more.")
            % {"status": status.label}
        )
