"""Sparse vectors on disk and one at a time: NumPy only, so that a web process can read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Self

import numpy as np
from numpy.lib.format import open_memmap

from matching.engine.arrays import Array, Floats, Ints, Singles, SmallInts


@dataclass(frozen=True)
class Row:
    """One sparse vector: ascending columns and their values."""

    columns: SmallInts
    values: Singles

    def at(self, columns: Array) -> Floats:
        """Its values at some columns, 0 where nothing is stored."""
        wanted = np.asarray(columns)
        if not self.columns.size:
            return np.zeros(wanted.shape)
        place = np.minimum(np.searchsorted(self.columns, wanted), self.columns.size - 1)
        return np.where(self.columns[place] == wanted, self.values[place], 0.0).astype(np.float64)


@dataclass(frozen=True)
class Rows:
    """Many sparse vectors: the three arrays of a CSR matrix.

    Examples
    --------
    >>> starts, columns = np.array([0, 1, 3]), np.array([2, 0, 1], dtype=np.int32)
    >>> rows = Rows(starts, columns, np.array([0.5, 0.25, 0.75], dtype=np.float32))
    >>> rows[1].at(np.array([0, 2])).tolist()
    [0.25, 0.0]
    """

    starts: Ints | SmallInts
    columns: SmallInts
    values: Singles

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Self:
        lengths = [each.columns.size for each in rows]
        return cls(
            starts=np.cumsum([0, *lengths]),
            columns=np.concatenate([np.zeros(0, np.int32), *(each.columns for each in rows)]),
            values=np.concatenate([np.zeros(0, np.float32), *(each.values for each in rows)]),
        )

    def __len__(self) -> int:
        return self.starts.size - 1

    def __getitem__(self, row: int) -> Row:
        here = slice(int(self.starts[row]), int(self.starts[row + 1]))
        return Row(columns=self.columns[here], values=self.values[here])

    def save(self, folder: Path, *, name: str) -> None:
        for part in ("starts", "columns", "values"):
            np.save(folder / f"{name}.{part}.npy", getattr(self, part), allow_pickle=False)

    @classmethod
    def load(cls, folder: Path, *, name: str) -> Self:
        """Map the arrays from the files; nothing is read before it is used."""
        return cls(
            **{
                part: np.load(folder / f"{name}.{part}.npy", mmap_mode="r", allow_pickle=False)
                for part in ("starts", "columns", "values")
            }
        )

    @classmethod
    def join(cls, folder: Path, parts: Sequence[str], *, name: str) -> None:
        """Make one set of files of several, in order, which are removed; none is read whole."""
        loaded = [cls.load(folder, name=part) for part in parts]
        ends = np.cumsum([0, *(each.values.size for each in loaded)])
        starts = [
            each.starts[:-1].astype(np.int64) + end
            for each, end in zip(loaded, ends[:-1], strict=True)
        ]
        np.save(folder / f"{name}.starts.npy", np.concatenate([*starts, ends[-1:]]))
        for array, kind in (("columns", np.int32), ("values", np.float32)):
            file = folder / f"{name}.{array}.npy"
            whole = open_memmap(file, mode="w+", dtype=kind, shape=(int(ends[-1]),))
            for each, (start, stop) in zip(loaded, pairwise(ends.tolist()), strict=True):
                whole[start:stop] = getattr(each, array)
        for part in parts:
            for array in ("starts", "columns", "values"):
                (folder / f"{part}.{array}.npy").unlink()
