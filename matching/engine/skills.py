"""How much of what a posting asks for does a student bring?

Two columns a skill. In *direct* a student holds a skill by level and evidence, and a decaying
share of it in each broader skill; in *broader* the same without decay. A posting puts most of a
skill's weight on its direct column and the rest on the broader columns of the skills above it.
So who brings a skill in full meets its whole weight, and who brings a sibling meets the rest.
"""

from typing import Self

import numpy as np
from sklearn.base import BaseEstimator

from matching.engine.arrays import Bools, Floats, Ints, totals
from matching.engine.flow import Flow
from matching.engine.inputs import AskedSkills, FoundSkills, StatedSkills
from matching.engine.matrices import (
    Matrix,
    from_triplets,
    inverse_frequency,
    row_sums,
    scaled,
    side_by_side,
)
from matching.engine.weights import SkillWeights


class SkillModel(BaseEstimator):  # type: ignore[misc]
    """Vectors over the taxonomy whose product is the skill part of a score.

    Parameters
    ----------
    flow : Flow
        Which broader skills each skill reaches.
    weights : SkillWeights

    Attributes
    ----------
    idf_ : array of shape (n_skills,), >= 1
        Rarity of each skill among the students who state it and the postings that ask for it.

    Examples
    --------
    >>> from matching.engine.inputs import SkillGraph
    >>> from matching.engine.weights import Weights
    >>> graph = SkillGraph.flat(2)
    >>> one = np.array([0])
    >>> stated = StatedSkills(row=one, skill=one, level=one + 5, evidence=one + 4)
    >>> asked = AskedSkills(row=one, skill=one, weight=one + 3, must=one == 0)
    >>> model = SkillModel(Flow.up(graph, depth=2), Weights.packaged().skills)
    >>> model = model.fit(stated, asked, total=2)
    >>> student = model.students(stated, FoundSkills.none(), length=1)
    >>> (student @ model.postings(asked, length=1).T).toarray().round(6)
    array([[0.4]])
    """

    def __init__(self, flow: Flow, weights: SkillWeights) -> None:
        self.flow = flow
        self.weights = weights

    def fit(self, stated: StatedSkills, asked: AskedSkills, *, total: int) -> Self:
        """Count how rare each skill is among `total` students and postings."""
        frequency = self._frequency(stated.row, stated.skill)
        frequency += self._frequency(asked.row, asked.skill)
        self.idf_: Floats = inverse_frequency(frequency, total=total)
        return self

    def _frequency(self, row: Ints, skill: Ints) -> Ints:
        once = np.unique(np.stack([row, skill]), axis=1)[1]
        return np.bincount(once, minlength=self.flow.n_skills)

    def students(self, stated: StatedSkills, found: FoundSkills, *, length: int) -> Matrix:
        """Vectors of students, of shape (length, 2 × n_skills), in [0, 1]."""
        level = np.array(self.weights.level)[stated.level - 1]
        worth = level * np.array(self.weights.evidence)[stated.evidence]
        row = np.concatenate([stated.row, found.row])
        skill = np.concatenate([stated.skill, found.skill])
        value = np.concatenate([worth, np.full(found.row.size, self.weights.mentioned)])
        entry, reached, steps = self.flow.spread(skill)
        share = np.array([1.0, *self.weights.decay])[steps]
        shape = (length, self.flow.n_skills)
        return side_by_side(
            [
                from_triplets(row[entry], reached, worths, shape=shape, repeated="max")
                for worths in (value[entry] * share, value[entry])
            ]
        )

    def postings(self, asked: AskedSkills, *, length: int) -> Matrix:
        """Vectors of postings, of shape (length, 2 × n_skills).

        A row sums to n / (n + doubt) for n skills asked for: who meets the only skill of a short
        list has shown less than who meets five of five.
        """
        necessity = np.where(asked.must, self.weights.must, 1.0)
        value = asked.weight * necessity * self.idf_[asked.skill]
        entry, reached, steps = self.flow.spread(asked.skill)
        shares = self._shares(entry, steps, length=asked.skill.size)
        shape = (length, self.flow.n_skills)
        row, value = asked.row[entry], value[entry] * shares
        rows = side_by_side(
            [
                from_triplets(row[kind], reached[kind], value[kind], shape=shape)
                for kind in (steps == 0, steps > 0)
            ]
        )
        return scaled(rows, rows=self._believed(asked.row, row_sums(rows)))

    def _believed(self, asked_row: Ints, sums: Floats) -> Floats:
        """What each posting's row is multiplied by, so that it sums to n / (n + doubt)."""
        number = np.bincount(asked_row, minlength=sums.size)
        belief = number / (number + self.weights.doubt)
        return np.divide(belief, sums, out=np.zeros_like(sums), where=sums > 0)

    def _shares(self, entry: Ints, steps: Ints, *, length: int) -> Floats:
        """Of each asked skill's weight: what goes to itself and to each broader skill."""
        decay = np.array([0.0, *self.weights.decay])[steps]
        above = totals(entry, decay, length=length)
        broader = np.where(above > 0, self.weights.broader_share, 0.0)
        own = np.where(steps == 0, 1.0 - broader[entry], 0.0)
        per_decay = np.divide(broader, above, out=np.zeros_like(above), where=above > 0)
        return np.asarray(own + decay * per_decay[entry])

    def musts(self, asked: AskedSkills, *, length: int) -> Matrix:
        """Which skills each posting must have: ones, of shape (length, n_skills)."""
        kept: Bools = asked.must.astype(bool)
        ones = np.ones(int(kept.sum()), dtype=np.float32)
        shape = (length, self.flow.n_skills)
        return from_triplets(asked.row[kept], asked.skill[kept], ones, shape=shape, repeated="max")
