"""What people do with matches, kept so that the weights can be learnt from it.

`record_shown` is for whoever shows a list, `record` for everything that follows. Both are called
beside something else (a page is read, an application moves) and never break it: where the
database is busy the event is lost, and a line in the log says so.

Nothing is added about students who switched matching off.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from accounts.models import StudentProfile
from matching.enums import Event, Side
from matching.matches import PARTS, Pair, Seen, Sight, ranking_of
from matching.models import Feedback

BY_OWNERS = (Event.SHORTLISTED, Event.OFFERED)
PATIENCE_MS = 200  # that a reader waits for a busy database, at most
FORGOTTEN_AT_ONCE = 500  # rows in one transaction: on SQLite a long one keeps others waiting

log = structlog.get_logger()


def record_shown(seen: Seen, *, at: datetime) -> None:
    """Somebody sees a stretch of a list.

    The first sight of a match in a run is kept. Later ones write nothing and lock nothing.
    """
    if not seen.sights:
        return
    with _harmless(Event.SHOWN):
        known = _known(seen)
        new = [
            _row(pair, sight, seen=seen, at=at)
            for pair, sight in seen.sights.items()
            if pair not in known
        ]
        if new:
            _write(new)


def record(event: Event, *, profile_id: int, posting_id: int, at: datetime) -> None:
    """Keep what became of a match; once for each list and run.

    List, position, score and parts are those of the last time it was shown to whoever acts: the
    posting's owner for SHORTLISTED and OFFERED, else the student. So nobody can claim a position;
    it is empty where the pair was in no list that was looked at.
    """
    with _harmless(event):
        profile = StudentProfile.objects.matchable().filter(pk=profile_id).first()
        if profile is None:
            return
        side = Side.POSTING if event in BY_OWNERS else Side.STUDENT
        shown = Feedback.objects.shown().of_pair(profile_id, posting_id).in_lists_of(side)
        row = shown.order_by("-happened_at").first() or _not_shown(profile, posting_id)
        row.pk, row.event, row.happened_at = None, event, at
        _write([row])


def forget_shown(*, at: datetime) -> int:
    """Delete what was shown long ago and led to nothing; says how many rows.

    In short transactions; what led to something is passed over once.
    """
    oldest = at - timedelta(days=settings.MATCHING_FEEDBACK_DAYS)
    idle = Feedback.objects.shown().before(oldest).led_to_nothing().order_by("happened_at")
    rows, forgotten = idle.values_list("pk", "happened_at"), 0
    while some := list(rows[:FORGOTTEN_AT_ONCE]):
        ids, times = zip(*some, strict=True)
        forgotten += Feedback.objects.filter(pk__in=ids).delete()[0]
        rows = rows.filter(happened_at__gte=times[-1])
    return forgotten


def _known(seen: Seen) -> set[Pair]:
    profiles, postings = ({pair[i] for pair in seen.sights} for i in (0, 1))
    shown = Feedback.objects.shown().in_lists_of(seen.side).filter(run=seen.run_id)
    there = shown.filter(profile__in=profiles, posting__in=postings)
    return set(there.values_list("profile_id", "posting_id"))


def _row(pair: Pair, sight: Sight, *, seen: Seen, at: datetime) -> Feedback:
    return Feedback(
        profile_id=pair[0],
        posting_id=pair[1],
        run_id=seen.run_id,
        event=Event.SHOWN,
        side=seen.side,
        position=sight.position,
        score=sight.score,
        happened_at=at,
        **{name: sight.parts.get(name) for name in PARTS},
    )


def _not_shown(profile: StudentProfile, posting_id: int) -> Feedback:
    """In no list, but with the score it has in the student's, if it is there."""
    ranking = ranking_of(profile)
    return Feedback(
        profile=profile,
        posting_id=posting_id,
        run=ranking.run if ranking else None,
        score=ranking.scores.get(posting_id) if ranking else None,
    )


def _write(rows: list[Feedback]) -> None:
    """One statement, which leaves alone what is there."""
    with _in_haste():
        Feedback.objects.bulk_create(rows, ignore_conflicts=True)


@contextmanager
def _harmless(event: Event) -> Iterator[None]:
    """An event that cannot be kept must not break what it is kept beside."""
    try:
        if connection.in_atomic_block:
            with transaction.atomic():
                yield
        else:
            yield
    except DatabaseError as error:
        log.warning("feedback_lost", what=str(event), error=str(error))


@contextmanager
def _in_haste() -> Iterator[None]:
    """A transaction that rather fails than lets a reader wait for other writers.

    Inside another transaction it waits as that one does.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with _sqlite_in_haste(), transaction.atomic():
            yield
    else:
        with transaction.atomic():
            _execute(f"SET LOCAL lock_timeout = {PATIENCE_MS}")
            yield


@contextmanager
def _sqlite_in_haste() -> Iterator[None]:
    (usual,) = _execute("PRAGMA busy_timeout")
    _execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
    try:
        yield
    finally:
        _execute(f"PRAGMA busy_timeout = {usual}")


def _execute(statement: str) -> tuple[int, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return tuple(cursor.fetchone()) if cursor.description else ()
