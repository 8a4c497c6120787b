"""The same meaning in other words: skills and occupations found in texts of either language.

A student's and a posting's texts, and the skills they state, become one cloud of skills each, and
one of occupations. The part is the sum of the two kinds' cosines, each lessened where a cloud is
thin: one skill found in passing says little, an occupation more.
"""

from typing import Self

import numpy as np
from sklearn.base import BaseEstimator

from matching.engine.arrays import Bools, Floats, Ints
from matching.engine.flow import Flow
from matching.engine.inputs import FoundSkills
from matching.engine.matrices import (
    Matrix,
    csr,
    from_triplets,
    inverse_frequency,
    row_sums,
    rows_of,
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
    is_occupation : array of shape (n_skills,), bool, optional
        Which of them are occupations; none if not given.

    Attributes
    ----------
    idf_ : array of shape (n_skills,), >= 1
        Rarity of each skill among the texts it was found in.
    """

    def __init__(
        self, flow: Flow, weights: BridgeWeights, *, is_occupation: Bools | None = None
    ) -> None:
        self.flow = flow
        self.weights = weights
        self.is_occupation = is_occupation

    def fit(self, *found: FoundSkills, total: int) -> Self:
        """Count how rare each skill is in `total` texts."""
        frequency = np.zeros(self.flow.n_skills, dtype=np.int64)
        for each in found:
            once = np.unique(np.stack([each.row, each.skill]), axis=1)[1]
            frequency += np.bincount(once, minlength=self.flow.n_skills)
        self.idf_: Floats = inverse_frequency(frequency, total=total)
        return self

    def transform(self, found: FoundSkills, row: Ints, skill: Ints, *, length: int) -> Matrix:
        """Clouds from found skills and occupations, and from stated ones given as (row, skill).

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
        """Each kind's share of a row, divided by its length.

        A kind is as long as if `doubt` of its rarest were there, too.
        """
        occupation = self.is_occupation
        if occupation is None:
            occupation = np.zeros(self.flow.n_skills, dtype=bool)
        share = self.weights.occupations
        kinds = (
            (~occupation, 1.0 - share, self.weights.doubt),
            (occupation, share, self.weights.occupation_doubt),
        )
        value = np.asarray(cloud.data, dtype=np.float64)
        squared = cloud.power(2)
        for members, part, doubt in kinds:
            rarest = float(self.idf_[members].max(initial=1.0))
            here = members.astype(np.float64)
            lengths = np.sqrt(row_sums(scaled(squared, columns=here)) + doubt * rarest**2)
            factor = np.divide(np.sqrt(part), lengths, out=np.ones_like(lengths), where=lengths > 0)
            value = np.where(members[cloud.indices], value * factor[rows_of(cloud)], value)
        return csr(value, cloud.indices, cloud.indptr, shape=cloud.shape)
