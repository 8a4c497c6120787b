"""What fills the lists: two implementations behind one interface, with the same bytes out.

A list is a row of keys (see `tables`), 0 where there is none.
"""

from typing import Protocol

import numpy as np

from matching.engine.arrays import Ints
from matching.engine.groups import Group
from matching.engine.lattice import millionths
from matching.engine.matrices import Matrix
from matching.engine.product import Product
from matching.engine.tables import MOST_MUSTS, MUST_BITS, TIE_BITS, Tables

try:
    from matching.engine.compiled import CompiledKernel
except (ImportError, RuntimeError):  # numba is not installed, or has nowhere to keep its work
    CompiledKernel = None  # type: ignore[assignment, misc]


class Kernel(Protocol):
    """Fills the lists of the students it is given, and of all postings with these students.

    Parameters
    ----------
    tables : Tables
    for_students : array of shape (n_lists, lengths.postings), zeros
        Where the keys of students go, in any order; several kernels may share it.

    Attributes
    ----------
    for_postings : array of shape (n_postings, lengths.students)
        Keys in any order.
    """

    for_postings: Ints

    def __init__(self, tables: Tables, *, for_students: Ints) -> None: ...
    def add(self, group: Group) -> None:
        """Rank one group; the lists of its students are at its places."""


def fastest() -> type[Kernel]:
    """The compiled kernel where numba is installed, else the one that is always there."""
    return SparseKernel if CompiledKernel is None else CompiledKernel


class SparseKernel:
    """NumPy and SciPy alone: a dense block of scores at a time."""

    def __init__(self, tables: Tables, *, for_students: Ints) -> None:
        self.tables, self.for_students = tables, for_students
        n_postings = tables.postings.shape[0]
        self.for_postings: Ints = np.zeros((n_postings, tables.lengths.students), dtype=np.int64)

    def add(self, group: Group) -> None:
        if not group.postings.size:
            return
        everything = group.postings.size == self.tables.postings.shape[0]
        wanted = slice(None) if everything else group.postings
        product = Product(self.tables.postings[wanted])
        musts = self.tables.musts[wanted].T.tocsr()
        for start in range(0, group.rows.size, product.rows_at_a_time):
            here = slice(start, start + product.rows_at_a_time)
            keys = self._keys(group, here, product, musts)
            self._keep_for_students(group.places[here], keys, group.postings)
            self._keep_for_postings(group.rows[here], keys, group.postings)

    def _keys(self, group: Group, here: slice, product: Product, musts: Matrix) -> Ints:
        """Keys of shape (n_students, n_postings), without the last bits; 0 for no match."""
        rows = group.rows[here]
        keys = millionths(product.block(self.tables.students[rows]))
        if group.mask is not None:
            keys *= group.mask[here]
        met = (self.tables.brought[rows] @ musts).toarray()
        matched = keys > 0
        keys <<= MUST_BITS
        keys |= np.minimum(met, MOST_MUSTS).astype(np.int64)
        keys <<= TIE_BITS
        keys *= matched
        return keys

    def _keep_for_students(self, places: Ints, keys: Ints, postings: Ints) -> None:
        tied = np.where(keys > 0, keys | self.tables.posting_ties[postings], 0)
        best = largest(tied, self.for_students.shape[1])
        self.for_students[places, : best.shape[1]] = best

    def _keep_for_postings(self, rows: Ints, keys: Ints, postings: Ints) -> None:
        tied = np.where(keys > 0, keys | self.tables.student_ties[rows, None], 0).T
        both = np.hstack([self.for_postings[postings], tied])
        self.for_postings[postings] = largest(both, self.for_postings.shape[1])


def largest(keys: Ints, length: int) -> Ints:
    """The largest keys of each row. Negated: partitioning many zeros is slow else."""
    if keys.shape[1] <= length:
        return keys
    negated = -keys
    negated.partition(length - 1, axis=1)
    return -negated[:, :length]
