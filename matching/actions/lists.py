"""Writing lists: many at a time, each as one packed row; writing the same twice changes nothing.

`last_score` of a list is its floor: whoever scores below it may be missing from the list. It is 0
while the list holds everybody who is eligible. A list that loses an entry keeps its floor: who
comes next below it is not known.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from foundation.bulk import Target, upsert
from matching.codec import RankedList, pack_list
from matching.models import PostingMatches, StudentMatches
from matching.models.lists import POSTINGS_KEPT, STUDENTS_KEPT

Lists = Iterable[tuple[int, RankedList]]
Floors = Mapping[int, float]
NO_FLOORS: Floors = {}

REST = ("packed", "last_score", "refreshed_at")
STUDENTS = Target(StudentMatches, ("run_id", "profile_id", *REST), unique=("run_id", "profile_id"))
POSTINGS = Target(PostingMatches, ("run_id", "posting_id", *REST), unique=("run_id", "posting_id"))


def write_student_lists(
    run_id: int, lists: Lists, *, at: datetime, floors: Floors = NO_FLOORS
) -> None:
    """Write lists of postings, by student; `floors` are those that the lists had before."""
    rows = (
        (run_id, profile_id, *_stored(ranked, POSTINGS_KEPT, floors.get(profile_id, 0.0)), at)
        for profile_id, ranked in lists
    )
    upsert(rows, STUDENTS)


def write_posting_lists(
    run_id: int, lists: Lists, *, at: datetime, floors: Floors = NO_FLOORS
) -> None:
    """Write lists of students, by posting; `floors` are those that the lists had before."""
    rows = (
        (run_id, posting_id, *_stored(ranked, STUDENTS_KEPT, floors.get(posting_id, 0.0)), at)
        for posting_id, ranked in lists
    )
    upsert(rows, POSTINGS)


def _stored(ranked: RankedList, kept: int, before: float) -> tuple[bytes, float]:
    """The packed list and its floor."""
    return pack_list(ranked), max(floor(ranked, kept=kept), before)


def floor(ranked: RankedList, *, kept: int) -> float:
    return float(ranked.scores[-1]) if len(ranked) >= kept else 0.0
