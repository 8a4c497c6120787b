"""A student's ranking, and one match of it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from accounts.models import StudentProfile
from internships.postings.enums import Necessity
from internships.postings.models import Posting, PostingSkill
from internships.postings.models.posting import PostingQuerySet
from matching.archive import VectorsMissing
from matching.engine.explanation import Explanation, explain
from matching.enums import Side
from matching.matches.explained import Explained, in_words, skill_ids_in
from matching.matches.order import shown
from matching.matches.vectors import Vectors, vectors_of
from matching.models import RankingRun, StudentMatches
from taxonomy.models import Skill


@dataclass(frozen=True)
class Match:
    """A posting for a student. `rank` is its place in the student's whole list, from 1.

    `explained` is None where the run's files are gone until the next run.
    """

    posting: Posting
    score: float
    rank: int | None
    explained: Explained | None


@dataclass(frozen=True)
class Ranking:
    """A student's list as it is now: which postings, in the order they are shown, as of when."""

    run: RankingRun
    profile: StudentProfile
    refreshed_at: datetime
    scores: Mapping[int, float]

    def ranks(self) -> dict[int, int]:
        return {posting_id: rank for rank, posting_id in enumerate(self.scores, start=1)}

    def of(self, postings: PostingQuerySet) -> list[int]:
        """The ids of those postings that are in the list, best first."""
        there = set(postings.filter(pk__in=list(self.scores)).values_list("pk", flat=True))
        return [posting_id for posting_id in self.scores if posting_id in there]

    def matches(self, postings: Iterable[Posting]) -> list[Match]:
        """The postings with score, rank and explanation, in the order they are given."""
        listed = list(postings)
        ranks = self.ranks()
        explained = _explained(self.run, self.profile, [each.pk for each in listed])
        return [
            Match(each, self.scores[each.pk], ranks[each.pk], explained.get(each.pk))
            for each in listed
        ]


def ranking_of(profile: StudentProfile) -> Ranking | None:
    """The student's list of the run that is shown; None before the first, or without consent."""
    found = StudentMatches.objects.select_related("run").of(profile=profile)
    if found is None:
        return None
    scores = shown(found).by_id()
    return Ranking(run=found.run, profile=profile, refreshed_at=found.refreshed_at, scores=scores)


def explained_match(profile: StudentProfile, posting: Posting) -> Match | None:
    """One match in full, also where the posting is not in the student's list.

    None before the first run, while either is not in it, or while its files are gone.
    """
    run = RankingRun.objects.current().first()
    if run is None:
        return None
    explained = _explained(run, profile, [posting.pk]).get(posting.pk)
    if explained is None:
        return None
    ranking = ranking_of(profile)
    rank = ranking.ranks().get(posting.pk) if ranking else None
    return Match(posting, round(explained.score, 6), rank, explained)


def _explained(
    run: RankingRun, profile: StudentProfile, posting_ids: Collection[int]
) -> dict[int, Explained]:
    try:
        vectors = vectors_of(run)
        student = vectors.rows(Side.STUDENT, [profile.pk]).get(profile.pk)
        postings = vectors.rows(Side.POSTING, posting_ids)
    except VectorsMissing:
        return {}
    if student is None:
        return {}
    musts = musts_of(posting_ids, vectors)
    taken_apart = {
        each: explain(student, row, layout=vectors.layout, musts=musts.get(each, ()))
        for each, row in postings.items()
    }
    return put_in_words(taken_apart, vectors)


def put_in_words(explanations: Mapping[int, Explanation], vectors: Vectors) -> dict[int, Explained]:
    """Names for numbers, with one query for all of them."""
    skills = Skill.objects.in_bulk(skill_ids_in(explanations.values(), vectors))
    return {each: in_words(found, vectors, skills) for each, found in explanations.items()}


def musts_of(posting_ids: Collection[int], vectors: Vectors) -> dict[int, list[int]]:
    """The must-haves of each posting, as the run numbers skills."""
    lines = PostingSkill.objects.filter(posting__in=posting_ids, necessity=Necessity.MUST)
    found: dict[int, list[int]] = {}
    for posting_id, skill_id in lines.values_list("posting_id", "skill_id"):
        if skill_id in vectors.number_of:
            found.setdefault(posting_id, []).append(vectors.number_of[skill_id])
    return found
