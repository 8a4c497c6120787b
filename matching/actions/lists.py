"""Writing lists: many at a time, each as one packed row; writing the same twice changes nothing.

`last_score` of a list is its floor: whoever scores below it may be missing from the list. It is 0
while the list holds everybody who is eligible. A list that loses an entry keeps its floor: who
comes next below it is not known.

Who was erased while their list was computed has none. Whoever is erased between the question and
the writing makes the writing fail, and the job that is done again finds them gone.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice

from accounts.models import StudentProfile
from foundation.bulk import Target, upsert
from internships.postings.models import Posting
from matching.codec import RankedList, pack_list
from matching.models import PostingMatches, StudentMatches
from matching.models.lists import POSTINGS_KEPT, STUDENTS_KEPT

Lists = Iterable[tuple[int, RankedList]]
Floors = Mapping[int, float]
NO_FLOORS: Floors = {}
AT_A_TIME = 20_000

REST = ("packed", "last_score", "refreshed_at")
STUDENTS = Target(StudentMatches, ("run_id", "profile_id", *REST), unique=("run_id", "profile_id"))
POSTINGS = Target(PostingMatches, ("run_id", "posting_id", *REST), unique=("run_id", "posting_id"))


def write_student_lists(
    run_id: int, lists: Lists, *, at: datetime, floors: Floors = NO_FLOORS
) -> None:
    """Write lists of postings, by student; `floors` are those that the lists had before."""
    for some in _pieces(lists):
        there = StudentProfile.objects.filter(pk__in=[profile_id for profile_id, _ in some])
        known = set(there.values_list("pk", flat=True))
        rows = (
            (run_id, profile_id, *_stored(ranked, POSTINGS_KEPT, floors.get(profile_id, 0.0)), at)
            for profile_id, ranked in some
            if profile_id in known
        )
        upsert(rows, STUDENTS)


def write_posting_lists(
    run_id: int, lists: Lists, *, at: datetime, floors: Floors = NO_FLOORS
) -> None:
    """Write lists of students, by posting; `floors` are those that the lists had before."""
    for some in _pieces(lists):
        there = Posting.objects.filter(pk__in=[posting_id for posting_id, _ in some])
        known = set(there.values_list("pk", flat=True))
        rows = (
            (run_id, posting_id, *_stored(ranked, STUDENTS_KEPT, floors.get(posting_id, 0.0)), at)
            for posting_id, ranked in some
            if posting_id in known
        )
        upsert(rows, POSTINGS)


def _pieces(lists: Lists) -> Iterator[list[tuple[int, RankedList]]]:
    """Few enough for one question to the database: who of them is still there?"""
    waiting = iter(lists)
    while some := list(islice(waiting, AT_A_TIME)):
        yield some


def _stored(ranked: RankedList, kept: int, before: float) -> tuple[bytes, float]:
    """The packed list and its floor."""
    return pack_list(ranked), max(floor(ranked, kept=kept), before)


def floor(ranked: RankedList, *, kept: int) -> float:
    return float(ranked.scores[-1]) if len(ranked) >= kept else 0.0
