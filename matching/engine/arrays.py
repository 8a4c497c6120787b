"""Names for the arrays that the engine passes around, and lists of different lengths packed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any, Self, TypeVar

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
SmallInts = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]
Array = npt.NDArray[Any]


def ints(values: Iterable[int] | Array) -> Ints:
    """The values as a flat array of 64-bit integers."""
    flat = values if isinstance(values, np.ndarray) else list(values)
    return np.asarray(flat, dtype=np.int64).reshape(-1)


def spans(starts: Ints, counts: Ints) -> Ints:
    """The positions of several runs, one run after the other.

    Examples
    --------
    >>> spans(np.array([10, 3]), np.array([2, 3])).tolist()
    [10, 11, 3, 4, 5]
    """
    ends = np.cumsum(counts)
    first = np.repeat(starts - (ends - counts), counts)
    return ints(first + np.arange(first.size))


@dataclass(frozen=True)
class Ragged:
    """Lists of integers of different lengths, packed: list *i* is values[starts[i]:starts[i+1]].

    Examples
    --------
    >>> wanted = Ragged.of([[7, 8], [], [9]])
    >>> len(wanted), wanted[0].tolist(), wanted.lengths.tolist()
    (3, [7, 8], [2, 0, 1])
    >>> wanted.take(np.array([2, 0])).values.tolist()
    [9, 7, 8]
    """

    starts: Ints
    values: Ints

    def __post_init__(self) -> None:
        if self.starts.size == 0 or self.starts[0] != 0 or self.starts[-1] != self.values.size:
            raise ValueError("starts must run from 0 to the number of values")
        if np.any(np.diff(self.starts) < 0):
            raise ValueError("starts must not fall")

    @classmethod
    def of(cls, lists: Sequence[Sequence[int]]) -> Self:
        lengths = ints([len(each) for each in lists])
        values = ints([value for each in lists for value in each])
        return cls(starts=starts_of(lengths), values=values)

    @classmethod
    def empty(cls, length: int) -> Self:
        return cls(starts=np.zeros(length + 1, dtype=np.int64), values=ints([]))

    def __len__(self) -> int:
        return self.starts.size - 1

    def __getitem__(self, row: int) -> Ints:
        return self.values[self.starts[row] : self.starts[row + 1]]

    @cached_property
    def lengths(self) -> Ints:
        return np.diff(self.starts)

    @cached_property
    def rows(self) -> Ints:
        """The list that each value belongs to."""
        return np.repeat(np.arange(len(self)), self.lengths)

    def take(self, rows: Ints) -> "Ragged":
        counts = self.lengths[rows]
        picked = self.values[spans(self.starts[:-1][rows], counts)]
        return Ragged(starts=starts_of(counts), values=picked)


Bundle = TypeVar("Bundle", bound=Any)


def taken(bundle: Bundle, rows: Ints) -> Bundle:
    """Some rows of a dataclass whose every field is an array or a Ragged of the same length."""
    values = {each.name: getattr(bundle, each.name) for each in fields(bundle)}
    some = {
        name: value.take(rows) if isinstance(value, Ragged) else value[rows]
        for name, value in values.items()
    }
    picked: Bundle = replace(bundle, **some)
    return picked


def starts_of(lengths: Ints) -> Ints:
    """Where each of several runs begins, and where the last one ends."""
    return np.concatenate([ints([0]), np.cumsum(lengths)])


def totals(group: Ints, values: Array, *, length: int) -> Floats:
    """Sums of the values of each group, in double precision also where there are none.

    Examples
    --------
    >>> totals(np.array([0, 2, 2]), np.array([1.0, 2.0, 3.0]), length=3).tolist()
    [1.0, 0.0, 5.0]
    """
    return np.bincount(group, weights=values, minlength=length).astype(np.float64)
