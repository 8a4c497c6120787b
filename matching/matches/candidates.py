"""Who suits a posting: without names until they show who they are."""

from dataclasses import dataclass

from accounts.enums import OrganisationKind
from accounts.models import StudentProfile
from internships.postings.models import Interest, Posting
from matching.archive import VectorsMissing
from matching.engine.explanation import explain
from matching.enums import Side
from matching.matches.explained import Explained
from matching.matches.reading import musts_of, put_in_words
from matching.matches.vectors import vectors_of
from matching.models import PostingMatches
from matching.models.lists import STUDENTS_SHOWN


@dataclass(frozen=True)
class Candidate:
    """A student for a posting, as its owner may see them.

    `name` and `email` are empty unless the student opted in: for all companies, or for this
    posting. Nothing else here tells who they are.
    """

    rank: int
    score: float
    profile_id: int
    name: str
    email: str
    discipline: str
    degree: str
    year: int | None
    university: str
    explained: Explained | None


class Candidates:
    """The posting's list of the run that is shown, best first: counted and sliced as a list.

    Only what is sliced is read and explained. Empty before the first run.
    """

    def __init__(self, posting: Posting) -> None:
        self.posting = posting
        self.stored = PostingMatches.objects.select_related("run").of(posting=posting)
        self.best = self.stored.ranked().first(STUDENTS_SHOWN) if self.stored else None

    def __len__(self) -> int:
        return len(self.best) if self.best else 0

    def __getitem__(self, stretch: slice) -> list[Candidate]:
        if self.stored is None or self.best is None:
            return []
        scores = dict(list(self.best.by_id().items())[stretch])
        ids = list(scores)
        profiles = _profiles(ids)
        shown = _who_shows_themselves(self.posting, ids)
        explained = _explained(self.stored, self.posting, ids)
        first = (stretch.start or 0) + 1
        return [
            _candidate(profiles[each], rank, score, shown=each in shown, why=explained.get(each))
            for rank, (each, score) in enumerate(scores.items(), start=first)
            if each in profiles
        ]


def _profiles(ids: list[int]) -> dict[int, StudentProfile]:
    matchable = StudentProfile.objects.matchable().filter(pk__in=ids)
    return {each.pk: each for each in matchable.for_listing()}


def _who_shows_themselves(posting: Posting, ids: list[int]) -> set[int]:
    """Who opted in for companies did not do so for another university, whose project it is."""
    to_this_one = Interest.objects.in_posting(posting).filter(profile__in=ids)
    shown = set(to_this_one.values_list("profile_id", flat=True))
    if posting.owner.kind == OrganisationKind.COMPANY:
        open_to_all = StudentProfile.objects.filter(pk__in=ids, open_to_companies=True)
        shown.update(open_to_all.values_list("pk", flat=True))
    return shown


def _candidate(
    profile: StudentProfile, rank: int, score: float, *, shown: bool, why: Explained | None
) -> Candidate:
    return Candidate(
        rank=rank,
        score=score,
        profile_id=profile.pk,
        name=str(profile.user) if shown else "",
        email=profile.user.email if shown else "",
        discipline=str(profile.discipline or ""),
        degree=profile.get_degree_level_display() if profile.degree_level else "",
        year=profile.year,
        university=str(profile.university or ""),
        explained=why,
    )


def _explained(ranked: PostingMatches, posting: Posting, ids: list[int]) -> dict[int, Explained]:
    try:
        vectors = vectors_of(ranked.run)
        row = vectors.rows(Side.POSTING, [posting.pk]).get(posting.pk)
        students = vectors.rows(Side.STUDENT, ids)
    except VectorsMissing:
        return {}
    if row is None:
        return {}
    musts = musts_of([posting.pk], vectors).get(posting.pk, [])
    taken_apart = {
        each: explain(student, row, layout=vectors.layout, musts=musts)
        for each, student in students.items()
    }
    return put_in_words(taken_apart, vectors)
