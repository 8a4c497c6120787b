"""A demo that is started again months later: its dates move on, so that it stays alive."""

from datetime import date, datetime, timedelta

from accounts.models import StudentProfile
from config.demo.drafting import SOURCE
from config.demo.enrolment import demo_profiles
from internships.postings.actions.opening import today_at
from internships.postings.enums import PostingStatus as Status
from internships.postings.models import Phase, Posting, PostingTransition

LIVE = (Status.OPEN, Status.PAUSED, Status.EXPIRED)
WEEK = timedelta(weeks=1)
BECAUSE = "the demo's dates were moved on"


def weeks_behind(*, at: datetime) -> int:
    """How many weeks bring the earliest deadline back to a week ahead; 0 while none is past."""
    today = today_at(at)
    dated = Posting.objects.filter(source=SOURCE, status__in=LIVE, deadline_on__isnull=False)
    earliest = dated.order_by("deadline_on").values_list("deadline_on", flat=True).first()
    if earliest is None or earliest >= today:
        return 0
    return -((earliest - today) // WEEK) + 1


def move_on(*, weeks: int, at: datetime) -> None:
    """Shift the demo's postings, their phases and its students' availability by whole weeks."""
    later = timedelta(weeks=weeks)
    postings = list(Posting.objects.filter(source=SOURCE, status__in=LIVE))
    _reopen([posting for posting in postings if posting.status == Status.EXPIRED])
    for posting in postings:
        posting.changed_at = at
    _shift(postings, later)
    _shift_phases(postings, later)
    _shift_students(later)


def _reopen(expired: list[Posting]) -> None:
    """The one place where an ended posting lives again: nobody applied in earnest."""
    for posting in expired:
        posting.status = Status.OPEN
    PostingTransition.objects.bulk_create(
        PostingTransition(
            subject=posting, source=Status.EXPIRED, target=Status.OPEN, reason=BECAUSE
        )
        for posting in expired
    )


def _shift(postings: list[Posting], later: timedelta) -> None:
    for posting in postings:
        posting.starts_on = _moved(posting.starts_on, later)
        posting.ends_on = _moved(posting.ends_on, later)
        posting.deadline_on = _moved(posting.deadline_on, later)
    names = ["status", "changed_at", "starts_on", "ends_on", "deadline_on"]
    Posting.objects.bulk_update(postings, names, batch_size=50)


def _shift_phases(postings: list[Posting], later: timedelta) -> None:
    phases = list(Phase.objects.filter(posting__in=postings))
    for phase in phases:
        phase.starts_on += later
        phase.ends_on += later
    Phase.objects.bulk_update(phases, ["starts_on", "ends_on"], batch_size=100)


def _shift_students(later: timedelta) -> None:
    profiles = demo_profiles()
    for profile in profiles:
        profile.available_from_on = _moved(profile.available_from_on, later)
        profile.available_until_on = _moved(profile.available_until_on, later)
    names = ["available_from_on", "available_until_on"]
    StudentProfile.objects.bulk_update(profiles, names, batch_size=100)


def _moved(day: date | None, later: timedelta) -> date | None:
    return None if day is None else day + later
