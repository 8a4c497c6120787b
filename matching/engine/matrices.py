"""Sparse matrices of the engine: CSR, single precision."""

from collections.abc import Sequence
from typing import Any, Literal, TypeAlias

import numpy as np
from scipy import sparse

from matching.engine.arrays import Array, Floats, Ints, Ragged, ints, starts_of, totals

Matrix: TypeAlias = "sparse.csr_array[Any, tuple[int, int]]"


def from_triplets(
    row: Ints,
    column: Ints,
    value: Array,
    *,
    shape: tuple[int, int],
    repeated: Literal["max", "sum"] = "sum",
) -> Matrix:
    """A sparse matrix from its entries, where entries of the same place are summed or the largest.

    Examples
    --------
    >>> place, value = np.array([1, 1]), np.array([0.25, 0.5])
    >>> from_triplets(place - 1, place, value, shape=(1, 2), repeated="max").toarray()
    array([[0. , 0.5]])
    """
    key = row * shape[1] + column
    order = np.argsort(key, kind="stable")
    key, value = key[order], value[order]
    first = np.flatnonzero(np.diff(key, prepend=-1))
    combine = np.maximum if repeated == "max" else np.add
    combined = combine.reduceat(value, first) if first.size else value
    lengths = np.bincount(key[first] // shape[1], minlength=shape[0]) if first.size else 0
    starts = starts_of(np.broadcast_to(lengths, (shape[0],)).astype(np.int64))
    column = (key[first] % max(shape[1], 1)).astype(np.int32)
    return csr(combined, column, starts, shape=shape)


def positions(ids: Ints, known: Ints) -> Floats:
    """Where each id stands among the known ones; NaN for others."""
    place = np.minimum(np.searchsorted(known, ids), max(known.size - 1, 0))
    same = known[place] == ids if known.size else np.zeros(ids.size, dtype=bool)
    return np.where(same, place, np.nan)


def one_hot(column: Floats, size: int) -> Matrix:
    """A 1 in the given column of each row; an empty row where it is NaN."""
    row = np.flatnonzero(~np.isnan(column))
    return from_triplets(
        row, ints(column[row].astype(np.int64)), np.ones(row.size), shape=(column.size, size)
    )


def members(lists: Ragged, known: Ints) -> Matrix:
    """Ones where a list (row) has a known id (column)."""
    column = positions(lists.values, known)
    kept = np.flatnonzero(~np.isnan(column))
    return from_triplets(
        lists.rows[kept],
        ints(column[kept].astype(np.int64)),
        np.ones(kept.size),
        shape=(len(lists), known.size),
        repeated="max",
    )


def from_dense(dense: Array) -> Matrix:
    """A sparse matrix of what is not zero."""
    row, column = np.nonzero(dense)
    return from_triplets(row, column, dense[row, column], shape=(dense.shape[0], dense.shape[1]))


def csr(values: Array, columns: Array, starts: Array, *, shape: tuple[int, int]) -> Matrix:
    """A CSR matrix from its three arrays, with 32-bit indices where they fit."""
    kind = np.int32 if starts[-1] < np.iinfo(np.int32).max else np.int64
    parts = (values, columns.astype(kind, copy=False), starts.astype(kind, copy=False))
    matrix: Matrix = sparse.csr_array(parts, shape=shape)
    return matrix


def rows_of(matrix: Matrix) -> Ints:
    """The row of each stored value."""
    return np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))


def row_sums(matrix: Matrix) -> Floats:
    """Sums of the rows, in double precision."""
    return totals(rows_of(matrix), matrix.data, length=matrix.shape[0])


def scaled(matrix: Matrix, *, rows: Floats | None = None, columns: Floats | None = None) -> Matrix:
    """The matrix with its rows and columns multiplied by factors."""
    value = np.asarray(matrix.data, dtype=np.float64)
    if rows is not None:
        value = value * rows[rows_of(matrix)]
    if columns is not None:
        value = value * columns[matrix.indices]
    return csr(value, matrix.indices, matrix.indptr, shape=matrix.shape)


def unit_rows(matrix: Matrix) -> Matrix:
    """The matrix with rows of Euclidean length 1; empty rows stay empty."""
    squared = np.asarray(matrix.data, dtype=np.float64) ** 2
    lengths = np.sqrt(totals(rows_of(matrix), squared, length=matrix.shape[0]))
    return scaled(
        matrix, rows=np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > 0)
    )


def side_by_side(matrices: Sequence[Matrix]) -> Matrix:
    joined: Matrix = sparse.csr_array(sparse.hstack(matrices, format="csr"))
    joined.sort_indices()
    return joined


def stacked(above: Matrix, below: Matrix) -> Matrix:
    both: Matrix = sparse.csr_array(sparse.vstack([above, below], format="csr"))
    return both


def inverse_frequency(documents: Ints, *, total: int) -> Floats:
    """Smoothed inverse document frequency, as in scikit-learn: ln((1 + n) / (1 + df)) + 1."""
    frequency = np.asarray(documents, dtype=np.float64)
    return np.asarray(np.log((1.0 + total) / (1.0 + frequency)) + 1.0)
