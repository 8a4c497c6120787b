"""What would move a student up in a posting's list: computed, not written by hand."""

from dataclasses import dataclass

import numpy as np

from accounts.models import StudentProfile
from internships.postings.models import Posting
from matching.archive import VectorsMissing
from matching.engine.improvement import Improvement, improvements, rank_of
from matching.enums import Side
from matching.matches.vectors import Vectors, vectors_of
from matching.models import PostingMatches
from taxonomy.models import Skill

MOST_STEPS = 3


@dataclass(frozen=True)
class MoveUp:
    """One step: `evidence` for a skill that is stated, or to `learn` one.

    Ranks are places among the students of the posting's list, from 1; None where the list does
    not reach that far down.
    """

    skill: Skill
    step: str
    score: float
    rank_now: int | None
    rank_then: int | None


def steps_up(profile: StudentProfile, posting: Posting) -> list[MoveUp]:
    """The steps that would help most, best first; none before the first run."""
    ranked = PostingMatches.objects.of(posting=posting)
    if ranked is None:
        return []
    try:
        vectors = vectors_of(ranked.run)
        found = _computed(vectors, profile, posting)[:MOST_STEPS]
    except VectorsMissing:
        return []
    skills = Skill.objects.in_bulk([int(vectors.skill_ids[each.skill]) for each in found])
    best = ranked.ranked()
    others = best.without(profile.pk).scores
    now = best.score_of(profile.pk)
    return [
        MoveUp(
            skill=skills[int(vectors.skill_ids[each.skill])],
            step=str(each.step),
            score=each.score,
            rank_now=None if now is None else _rank(now, others, lowest=ranked.last_score),
            rank_then=_rank(each.score, others, lowest=ranked.last_score),
        )
        for each in found
        if int(vectors.skill_ids[each.skill]) in skills
    ]


def _computed(vectors: Vectors, profile: StudentProfile, posting: Posting) -> list[Improvement]:
    student = vectors.rows(Side.STUDENT, [profile.pk]).get(profile.pk)
    row = vectors.rows(Side.POSTING, [posting.pk]).get(posting.pk)
    if student is None or row is None:
        return []
    stated = {
        vectors.number_of[skill]: (level, evidence)
        for skill, level, evidence in profile.skills.values_list("skill_id", "level", "evidence")
        if skill in vectors.number_of
    }
    return improvements(student, row, stated=stated, ladder=vectors.ladder)


def _rank(score: float, others: np.ndarray, *, lowest: float) -> int | None:
    return None if score < lowest else rank_of(score, others=others)
