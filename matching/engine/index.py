"""Who has a column: an index by column, to score one vector against everybody.

A vector meets few of the others' values; the index leads to those alone. It is made once, mapped by
every process, and never changed: what is newer has an index of its own.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from scipy import sparse

from matching.engine.arrays import Floats, Ints, SmallInts, spans
from matching.engine.matrices import Matrix
from matching.engine.rows import Row, Rows

try:
    from matching.engine.compiled import add_up_columns
except (ImportError, RuntimeError):  # numba is not installed, or has nowhere to keep its work
    add_up_columns = None  # type: ignore[assignment]


@dataclass(frozen=True)
class InvertedIndex:
    """The vectors of one side by column.

    Attributes
    ----------
    columns : Rows
        For each column, the rows that have it and their values.
    size : int
        How many vectors there are.

    Examples
    --------
    >>> from matching.engine.matrices import from_triplets
    >>> side = from_triplets(np.array([0, 1]), np.array([1, 1]), np.array([0.5, 1.0]), shape=(2, 2))
    >>> one = Row(np.array([1], dtype=np.int32), np.array([0.5], dtype=np.float32))
    >>> InvertedIndex.of(side).scores(one).tolist()
    [0.25, 0.5]
    """

    columns: Rows
    size: int

    @classmethod
    def of(cls, matrix: Matrix) -> Self:
        turned = sparse.csc_array(matrix)
        columns = Rows(
            starts=turned.indptr.astype(np.int64),
            columns=turned.indices.astype(np.int32, copy=False),
            values=turned.data.astype(np.float32, copy=False),
        )
        return cls(columns=columns, size=matrix.shape[0])

    def scores(self, one: Row) -> Floats:
        """Exact scores with everybody, of shape (size,), not rounded; values are on the grid."""
        scores = np.zeros(self.size)
        add = _add_up if add_up_columns is None else add_up_columns
        add(scores, one, self.columns)
        return scores

    def save(self, folder: Path, *, name: str) -> None:
        self.columns.save(folder, name=name)

    @classmethod
    def load(cls, folder: Path, *, name: str, size: int) -> Self:
        """Map an index of `size` vectors; raises ValueError if its files do not fit together."""
        columns = Rows.load(folder, name=name)
        if not int(columns.starts[-1]) == columns.columns.size == columns.values.size:
            raise ValueError(f"the files of {name} do not fit together")
        return cls(columns=columns, size=size)


def _add_up(scores: Floats, one: Row, index: Rows) -> None:
    starts: Ints | SmallInts = index.starts
    first = starts[one.columns].astype(np.int64)
    counts = starts[one.columns + 1].astype(np.int64) - first
    entries = spans(first, counts)
    products = np.repeat(one.values, counts).astype(np.float64) * index.values[entries]
    scores += np.bincount(index.columns[entries], weights=products, minlength=scores.size)
