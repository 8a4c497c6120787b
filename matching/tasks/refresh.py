"""One profile or posting has changed: compute its list, and its place in those of others."""

from collections.abc import Callable, Sequence

import numpy as np
from django.utils import timezone

from foundation import jobs
from foundation.jobs import Write, handles
from matching.actions import refreshes, runs
from matching.actions.refreshes import Refreshed
from matching.archive import VectorsMissing
from matching.codec import RankedList, pack_row
from matching.engine.arrays import Bools, Ints
from matching.engine.lattice import MILLIONTHS
from matching.engine.sides import Side as EngineSide
from matching.engine.single import stand
from matching.enums import Side
from matching.models import RankingRun
from matching.models.lists import POSTINGS_KEPT, STUDENTS_KEPT
from matching.tasks.strata import PostingSide, Stratum, StudentSide
from matching.tasks.world import World, eligibility, world_of

Some = Stratum[StudentSide] | Stratum[PostingSide]


@handles("refresh-student")
def refresh_student(*, profile_id: int) -> Write:
    return _refresh(Side.STUDENT, profile_id)


@handles("refresh-posting")
def refresh_posting(*, posting_id: int) -> Write:
    return _refresh(Side.POSTING, posting_id)


def _refresh(side: Side, subject_id: int) -> Write:
    run = RankingRun.objects.current().first()
    if run is None:
        return _nothing
    seen = refreshes.latest_seen(run.pk, side, subject_id)
    compute, put = STEPS[side]
    try:
        found = compute(world_of(run.pk), subject_id, seen)
    except VectorsMissing:
        still_shown = RankingRun.objects.current().filter(pk=run.pk).exists()
        return _ask_for_a_run if still_shown else lambda: _again(side, subject_id)
    now = timezone.now()
    return lambda: put(run.pk, found, at=now)


def refreshed_student(world: World, profile_id: int, seen: int) -> Refreshed:
    """The student's list, and the student's score in every posting's list."""
    one, others = world.some_students([profile_id]), world.all_postings().both()
    if not len(one.vectors):
        return _gone(profile_id, seen=seen)
    ties, today = world.ties(), timezone.localdate()
    masks = [
        some.there & eligibility(one, some.known, ties=ties, today=today).of_student(0)
        for some in others
    ]
    return _refreshed(one.vectors, others, masks, seen=seen, length=POSTINGS_KEPT)


def refreshed_posting(world: World, posting_id: int, seen: int) -> Refreshed:
    """The posting's list, and the posting's score in every student's list."""
    one, others = world.some_postings([posting_id]), world.all_students().both()
    if not (len(one.vectors) and one.conditions.is_open[0]):
        return _gone(posting_id, seen=seen)
    ties, today = world.ties(), timezone.localdate()
    masks = [
        some.there & eligibility(some.known, one, ties=ties, today=today).of_posting(0)
        for some in others
    ]
    return _refreshed(one.vectors, others, masks, seen=seen, length=STUDENTS_KEPT)


STEPS: dict[str, tuple[Callable[[World, int, int], Refreshed], Callable[..., None]]] = {
    Side.STUDENT: (refreshed_student, refreshes.put_student),
    Side.POSTING: (refreshed_posting, refreshes.put_posting),
}


def _refreshed(
    one: EngineSide,
    others: Sequence[Some],
    masks: Sequence[Bools],
    *,
    seen: int,
    length: int,
) -> Refreshed:
    row, keen = one.only(0)
    pairs = [(some.layer, mask) for some, mask in zip(others, masks, strict=True)]
    found = stand(row, keen, pairs, length=length)
    return Refreshed(
        subject_id=int(one.ids[0]),
        ranked=RankedList.of(found.ids, found.scores),
        vector=pack_row(row.columns, row.values),
        scores=_reached(others, found.marks),
        seen=seen,
    )


def _gone(subject_id: int, *, seen: int) -> Refreshed:
    return Refreshed(subject_id=subject_id, ranked=None, vector=None, scores={}, seen=seen)


def _reached(others: Sequence[Some], marks: Sequence[Ints]) -> dict[int, float]:
    """Owners whose list it may come into, by what is known of their floors, with its score."""
    reached: dict[int, float] = {}
    for some, of_them in zip(others, marks, strict=True):
        scores = (of_them / MILLIONTHS).astype(np.float32)
        rows = np.flatnonzero((of_them > 0) & (scores >= some.floors))
        owners = some.layer.side.ids[rows].tolist()
        reached.update(zip(owners, scores[rows].tolist(), strict=True))
    return reached


def _again(side: Side, subject_id: int) -> None:
    """Another run was published meanwhile, and the files of this one are gone."""
    if side == Side.STUDENT:
        jobs.enqueue("refresh-student", key=str(subject_id), profile_id=subject_id)
    else:
        jobs.enqueue("refresh-posting", key=str(subject_id), posting_id=subject_id)


def _ask_for_a_run() -> None:
    """The files of the run are gone: a new run sees the change too."""
    try:
        runs.request_run(by=None, reason=runs.VECTORS_MISSING)
    except runs.RunUnderWay:
        return


def _nothing() -> None:
    """Before the first run there is nothing to refresh."""
