"""The same meaning in the other language: skills found in texts, whatever they are written in.

A student's and a posting's texts, and the skills they state, become one cloud of skills each; the
part is the cosine of the two clouds, lessened where a cloud is thin: one skill found in passing
says little.
"""

from typing import Self

import numpy as np
from sklearn.base import BaseEstimator

from matching.engine.arrays import Floats, Ints
from matching.engine.flow import Flow
from matching.engine.inputs import FoundSkills
from matching.engine.matrices import (
    Matrix,
    from_triplets,
    inverse_frequency,
    row_sums,
    scaled,
)
from matching.engine.weights import BridgeWeights


class BridgeModel(BaseEstimator):  # type: ignore[misc]
    """Clouds of skills.

    Parameters
    ----------
    flow : Flow
        Which broader skills each skill reaches.
    weights : BridgeWeights

    Attributes
    ----------
    idf_ : array of shape (n_skills,), >= 1
        Rarity of each skill among the texts it was found in.
    """

    def __init__(self, flow: Flow, weights: BridgeWeights) -> None:
        self.flow = flow
        self.weights = weights

    def fit(self, *found: FoundSkills, total: int) -> Self:
        """Count how rare each skill is in `total` texts."""
        frequency = np.zeros(self.flow.n_skills, dtype=np.int64)
        for each in found:
            once = np.unique(np.stack([each.row, each.skill]), axis=1)[1]
            frequency += np.bincount(once, minlength=self.flow.n_skills)
        self.idf_: Floats = inverse_frequency(frequency, total=total)
        return self

    def transform(self, found: FoundSkills, row: Ints, skill: Ints, *, length: int) -> Matrix:
        """Clouds from found skills, and from stated ones given as (row, skill).

        Returns
        -------
        sparse matrix of shape (length, n_skills), rows shorter than 1, the nearer to it the more
        and the rarer the skills
        """
        value = np.concatenate(
            [1.0 + np.log(found.count), np.full(row.size, float(self.weights.stated))]
        )
        rows = np.concatenate([found.row, row])
        entry, reached, steps = self.flow.spread(np.concatenate([found.skill, skill]))
        value = value[entry] * np.array([1.0, *self.weights.decay])[steps]
        shape = (length, self.flow.n_skills)
        cloud = from_triplets(rows[entry], reached, value, shape=shape, repeated="max")
        return self._doubted(scaled(cloud, columns=self.idf_))

    def _doubted(self, cloud: Matrix) -> Matrix:
        """Rows divided by their length as if `doubt` of the rarest skills were in them, too."""
        unseen = self.weights.doubt * float(self.idf_.max(initial=1.0)) ** 2
        lengths = np.sqrt(row_sums(cloud.power(2)) + unseen)
        return scaled(
            cloud, rows=np.divide(1.0, lengths, out=np.ones_like(lengths), where=lengths > 0)
        )
