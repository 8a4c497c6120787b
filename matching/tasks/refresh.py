"""One profile or posting has changed: compute its list, and its place in those of others."""

import numpy as np
from django.utils import timezone

from foundation.jobs import Write, handles
from matching.actions import refreshes, runs
from matching.actions.refreshes import Refreshed
from matching.archive import VectorsMissing
from matching.codec import RankedList, pack_row
from matching.engine.arrays import Ints
from matching.engine.ranking import TopMatches, rank
from matching.engine.sides import Side
from matching.enums import Side as SideName
from matching.models import RankingRun
from matching.tasks.world import World


@handles("refresh-student")
def refresh_student(*, profile_id: int) -> Write:
    run = RankingRun.objects.current().first()
    if run is None:
        return _nothing
    seen = refreshes.latest_seen(run.pk, SideName.STUDENT, profile_id)
    try:
        world = World(run)
        one, postings = world.some_students([profile_id]), world.all_postings()
    except VectorsMissing:
        return _ask_for_a_run
    now = timezone.now()
    if not len(one.vectors):
        gone = _gone(profile_id, seen=seen)
        return lambda: refreshes.put_student(run.pk, gone, at=now)
    allowed = world.eligibility(one, postings, today=timezone.localdate())
    found = rank(one.vectors, postings.vectors, eligibility=allowed)
    refreshed = Refreshed(
        subject_id=profile_id,
        ranked=_only_list(found.for_students, ids=postings.vectors.ids),
        vector=_packed(one.vectors),
        scores=_scores(found.for_postings, ids=postings.vectors.ids),
        seen=seen,
    )
    return lambda: refreshes.put_student(run.pk, refreshed, at=now)


@handles("refresh-posting")
def refresh_posting(*, posting_id: int) -> Write:
    run = RankingRun.objects.current().first()
    if run is None:
        return _nothing
    seen = refreshes.latest_seen(run.pk, SideName.POSTING, posting_id)
    try:
        world = World(run)
        one, students = world.some_postings([posting_id]), world.all_students()
    except VectorsMissing:
        return _ask_for_a_run
    now = timezone.now()
    if not (len(one.vectors) and one.conditions.is_open[0]):
        gone = _gone(posting_id, seen=seen)
        return lambda: refreshes.put_posting(run.pk, gone, at=now)
    allowed = world.eligibility(students, one, today=timezone.localdate())
    found = rank(students.vectors, one.vectors, eligibility=allowed)
    refreshed = Refreshed(
        subject_id=posting_id,
        ranked=_only_list(found.for_postings, ids=students.vectors.ids),
        vector=_packed(one.vectors),
        scores=_scores(found.for_students, ids=students.vectors.ids),
        seen=seen,
    )
    return lambda: refreshes.put_posting(run.pk, refreshed, at=now)


def _gone(subject_id: int, *, seen: int) -> Refreshed:
    return Refreshed(subject_id=subject_id, ranked=None, vector=None, scores={}, seen=seen)


def _only_list(found: TopMatches, *, ids: Ints) -> RankedList:
    rows, scores = found[0]
    return RankedList.of(ids[rows], scores)


def _scores(found: TopMatches, *, ids: Ints) -> dict[int, float]:
    """Score by id, from lists that hold one entry at most."""
    owners = np.flatnonzero(np.diff(found.starts))
    return dict(zip(ids[owners].tolist(), found.scores.tolist(), strict=True))


def _packed(side: Side) -> bytes:
    row = side.rows()[0]
    return pack_row(row.columns, row.values)


def _ask_for_a_run() -> None:
    """The files of the run are gone: a new run sees the change too."""
    try:
        runs.request_run(by=None, reason="vectors were missing")
    except runs.RunUnderWay:
        return


def _nothing() -> None:
    """Before the first run there is nothing to refresh."""
