"""One student or posting has changed: its own list anew, and its place in the lists of others.

Each function runs in the transaction that marks the refreshing job done. It locks the run, so that
two refreshes do not write the same list at once. What was computed beside a refresh that is written
meanwhile may lack it: `seen` tells, and the refresh is asked for again.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

import numpy as np
from django.db.models import Max, Q

from foundation import jobs
from matching.actions import lists
from matching.codec import RankedList, unpack_list
from matching.enums import Side
from matching.models import MatchVector, PostingMatches, RankingRun, StudentMatches
from matching.models.lists import (
    POSTINGS_KEPT,
    POSTINGS_SHOWN,
    STUDENTS_KEPT,
    STUDENTS_SHOWN,
    ListQuerySet,
)

AT_A_TIME = 10_000  # lists that one query asks for


@dataclass(frozen=True)
class Refreshed:
    """What was computed for one student or posting.

    Attributes
    ----------
    subject_id : id of the profile or posting
    ranked : its own list; None where it is not to be matched (any more)
    vector : its packed sparse row; None where there is none
    scores : its score in the list of each id of the other side; only where eligible and above 0
        Lists whose floor it does not reach may be left out.
    seen : the `latest_seen` of before anything was read
    """

    subject_id: int
    ranked: RankedList | None
    vector: bytes | None
    scores: Mapping[int, float]
    seen: int


def latest_seen(run_id: int, side: Side, subject_id: int) -> int:
    """The newest vector that a refresh depends on: of its subject, or of the other side."""
    it_or_others = Q(side=side, subject_id=subject_id) | ~Q(side=side)
    vectors = MatchVector.objects.filter(it_or_others, run=run_id)
    return vectors.aggregate(latest=Max("pk"))["latest"] or 0


def put_student(run_id: int, found: Refreshed, *, at: datetime) -> None:
    """Write a refreshed student; if it is out of date already, ask for another refresh."""
    if not _is_fresh(run_id, Side.STUDENT, found):
        jobs.enqueue("refresh-student", key=str(found.subject_id), profile_id=found.subject_id)
        return
    _keep_vector(run_id, Side.STUDENT, found)
    if found.ranked is None:
        StudentMatches.objects.filter(run=run_id, profile=found.subject_id).delete()
    else:
        lists.write_student_lists(run_id, [(found.subject_id, found.ranked)], at=at)
    moved = _moved(PostingMatches.objects.filter(run=run_id), "posting_id", found, STUDENTS_KEPT)
    lists.write_posting_lists(run_id, moved.lists.items(), at=at, floors=moved.floors)
    for posting_id in moved.shorter_than(STUDENTS_SHOWN):
        jobs.enqueue("refresh-posting", key=str(posting_id), posting_id=posting_id)


def put_posting(run_id: int, found: Refreshed, *, at: datetime) -> None:
    """Write a refreshed posting; if it is out of date already, ask for another refresh."""
    if not _is_fresh(run_id, Side.POSTING, found):
        jobs.enqueue("refresh-posting", key=str(found.subject_id), posting_id=found.subject_id)
        return
    _keep_vector(run_id, Side.POSTING, found)
    if found.ranked is None:
        PostingMatches.objects.filter(run=run_id, posting=found.subject_id).delete()
    else:
        lists.write_posting_lists(run_id, [(found.subject_id, found.ranked)], at=at)
    moved = _moved(StudentMatches.objects.filter(run=run_id), "profile_id", found, POSTINGS_KEPT)
    lists.write_student_lists(run_id, moved.lists.items(), at=at, floors=moved.floors)
    for profile_id in moved.shorter_than(POSTINGS_SHOWN):
        jobs.enqueue("refresh-student", key=str(profile_id), profile_id=profile_id)


@dataclass(frozen=True)
class Moved:
    """Lists that have changed, and the floors that they had before, by owner."""

    lists: dict[int, RankedList] = field(default_factory=dict)
    floors: dict[int, float] = field(default_factory=dict)

    def shorter_than(self, shown: int) -> list[int]:
        """Whose list has room for somebody who is not known."""
        return [
            owner
            for owner, ranked in self.lists.items()
            if len(ranked) < shown and self.floors[owner]
        ]


def _moved(every: ListQuerySet, owner: str, found: Refreshed, kept: int) -> Moved:
    """The lists that the subject is in, or comes into, as they are with its new score."""
    moved = Moved()
    for some in [every.holding(found.subject_id), *_of(every, owner, found.scores)]:
        for each, packed, floor in some.values_list(owner, "packed", "last_score"):
            ranked = moved_in(unpack_list(packed), found, each, floor, kept=kept)
            if ranked is not None:
                moved.lists[each], moved.floors[each] = ranked, floor
    return moved


def _of(every: ListQuerySet, owner: str, ids: Iterable[int]) -> Iterator[ListQuerySet]:
    """The lists of these owners, some at a time: a query takes only so many numbers."""
    waiting = iter(sorted(ids))
    while some := list(islice(waiting, AT_A_TIME)):
        yield every.filter(**{f"{owner}__in": some})


def moved_in(
    ranked: RankedList, found: Refreshed, owner_id: int, lowest: float, *, kept: int
) -> RankedList | None:
    """The list of `owner_id` with the subject at its new place or without it; None if the same."""
    before, after = ranked.score_of(found.subject_id), found.scores.get(owner_id)
    if after is not None and after < lowest:
        after = None
    if before == after:
        return None
    without = ranked.without(found.subject_id)
    return without if after is None else _inserted(without, found.subject_id, after).first(kept)


def _inserted(ranked: RankedList, each: int, score: float) -> RankedList:
    """The list with one more entry, behind those of the same score."""
    place = int(np.searchsorted(-ranked.scores, -np.float32(score), side="right"))
    return RankedList.of(
        np.insert(ranked.ids, place, each), np.insert(ranked.scores, place, np.float32(score))
    )


def _is_fresh(run_id: int, side: Side, found: Refreshed) -> bool:
    """Whether the run is still shown, and nothing was written since `found` was computed."""
    shown = RankingRun.objects.current().select_for_update().filter(pk=run_id)
    return shown.exists() and latest_seen(run_id, side, found.subject_id) == found.seen


def _keep_vector(run_id: int, side: Side, found: Refreshed) -> None:
    """Under a new number each time, by which `latest_seen` notices it."""
    key: dict[str, Any] = {"run_id": run_id, "side": side, "subject_id": found.subject_id}
    MatchVector.objects.filter(**key).delete()
    MatchVector.objects.create(**key, packed=found.vector or b"")
