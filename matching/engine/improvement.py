"""What would raise a score most: computed from the vectors that made it. NumPy only."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from matching.engine.arrays import Array, Ints, ints
from matching.engine.flow import Flow
from matching.engine.inputs import Evidence
from matching.engine.lattice import snap
from matching.engine.rows import Row
from matching.engine.space import Layout
from matching.engine.weights import SkillWeights

LEARNT = (3, Evidence.PROJECT)  # what is supposed of a skill yet to be learnt
Stated = Mapping[int, tuple[int, int]]


class Step(StrEnum):
    """What a student can do about a skill."""

    EVIDENCE = "evidence"  # have it confirmed, at the level that is stated
    LEARN = "learn"  # to level 3, and show it in a project


@dataclass(frozen=True)
class Improvement:
    """A step, and the score that it would lead to."""

    skill: int
    step: Step
    score: float


@dataclass(frozen=True)
class Ladder:
    """What the steps are computed with: all of one run.

    Attributes
    ----------
    layout : Layout
    flow : Flow
        Of the run's skills, as deep as `weights.decay` is long.
    weights : SkillWeights
    """

    layout: Layout
    flow: Flow
    weights: SkillWeights


def improvements(
    student: Row, posting: Row, *, stated: Stated, ladder: Ladder
) -> list[Improvement]:
    """Steps for each skill that the posting asks for, those that raise the score most first.

    Parameters
    ----------
    student, posting : Row
        Their vectors in the run.
    stated : from skill to (level, `Evidence`), of the student, as in the run
    ladder : Ladder

    Returns
    -------
    list of Improvement
        Without those that change nothing. A step changes the skill part alone; stating a new
        skill may raise the bridge a little as well.
    """
    score = float(student.at(posting.columns) @ posting.values.astype(np.float64))
    direct = ladder.layout["direct"]
    here = (posting.columns >= direct.start) & (posting.columns < direct.stop)
    steps = []
    for skill in ints(posting.columns[here] - direct.start).tolist():
        step, value = _step(skill, stated=stated, weights=ladder.weights)
        gained = _gain(student, posting, skill=skill, value=value, ladder=ladder)
        if gained > 0:
            steps.append(Improvement(skill=skill, step=step, score=score + gained))
    return sorted(steps, key=lambda each: (-each.score, each.skill))


def rank_of(score: float, *, others: Array) -> int:
    """The rank that a score takes among those of others: behind those that score as much.

    Examples
    --------
    >>> rank_of(0.5, others=np.array([0.9, 0.5, 0.1]))
    3
    """
    return int(np.sum(np.asarray(others) >= round(score, 6))) + 1


def _step(skill: int, *, stated: Stated, weights: SkillWeights) -> tuple[Step, float]:
    if skill in stated:
        level, _ = stated[skill]
        return Step.EVIDENCE, weights.worth(level=level, evidence=Evidence.EVIDENCED)
    level, evidence = LEARNT
    return Step.LEARN, weights.worth(level=level, evidence=evidence)


def _gain(student: Row, posting: Row, *, skill: int, value: float, ladder: Ladder) -> float:
    """What the score gains when the student's hold on a skill rises to a value."""
    reached, steps = ladder.flow.reached[skill], ladder.flow.steps_of(skill)
    decay = np.array([1.0, *ladder.weights.decay])[steps]
    columns: Ints = np.concatenate(
        [reached + ladder.layout["direct"].start, reached + ladder.layout["broader"].start]
    )
    risen = snap(np.concatenate([value * decay, np.full(reached.size, value)]))
    more = np.maximum(risen - student.at(columns), 0.0)
    return float(more @ posting.at(columns))
