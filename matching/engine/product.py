"""Scores of students × postings, exactly, a dense block at a time.

The postings' columns are split: those that many postings use are multiplied as a dense matrix, the
others as a sparse one. On the grid of `lattice` every order of summation gives the same double, so
the split changes the time and not one bit of a score.
"""

import numpy as np

from matching.engine.arrays import Floats, ints
from matching.engine.matrices import Matrix

COMMON = 0.08  # share of the postings from which on a column is multiplied densely
BLOCK_BYTES = 16 * 2**20  # of one dense block; about four of them are alive at a time


class Product:
    """The postings, prepared to be multiplied by many students.

    Parameters
    ----------
    postings : sparse matrix of shape (n_postings, n_columns), on the grid

    Examples
    --------
    >>> from matching.engine.matrices import from_triplets
    >>> one = np.array([0])
    >>> side = from_triplets(one, one, np.array([0.5], dtype=np.float32), shape=(1, 2))
    >>> Product(side).block(side).tolist()
    [[0.25]]
    """

    def __init__(self, postings: Matrix) -> None:
        used = np.bincount(postings.indices, minlength=postings.shape[1])
        common = used > COMMON * postings.shape[0]
        self._common = np.flatnonzero(common)
        self._dense: Floats = postings[:, self._common].toarray().T.astype(np.float64)
        self._rare = np.flatnonzero(~common & (used > 0))
        self._sparse: Matrix = postings[:, self._rare].T.tocsr().astype(np.float64)

    def block(self, students: Matrix) -> Floats:
        """Scores of some students, of shape (n_students, n_postings)."""
        rare = students[:, self._rare].astype(np.float64) @ self._sparse
        scores: Floats = rare.toarray()
        scores += students[:, self._common].toarray().astype(np.float64) @ self._dense
        return scores

    @property
    def rows_at_a_time(self) -> int:
        """How many students make a block of `BLOCK_BYTES`."""
        widest = max(self._sparse.shape[1], self._common.size, 1)
        return max(BLOCK_BYTES // (8 * widest), 1)


def scores_of(one: Matrix, others: Matrix) -> Floats:
    """Scores of one vector with all of the other side, rounded to millionths.

    Parameters
    ----------
    one : sparse matrix of shape (1, n_columns), on the grid
    others : sparse matrix of shape (n_others, n_columns), on the grid

    Returns
    -------
    array of shape (n_others,)

    Raises
    ------
    ValueError
        If the two do not have the same columns, or `one` is not one row.
    """
    if one.shape != (1, others.shape[1]):
        raise ValueError(f"one row of {others.shape[1]} columns expected, got {one.shape}")
    vector = np.zeros(others.shape[1])
    vector[ints(one.indices)] = one.data
    scores: Floats = others @ vector
    return np.asarray(np.round(scores, 6), dtype=np.float64)
