"""One side of the match as vectors, ready to be ranked."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from matching.engine.arrays import Ints, ints
from matching.engine.matrices import Matrix, csr, stacked
from matching.engine.rows import Row, Rows


@dataclass(frozen=True)
class Side:
    """Vectors of students, or of postings.

    Attributes
    ----------
    ids, age : arrays of shape (n,)
        Among equals the lower age comes first, then the lower id.
    matrix : sparse matrix of shape (n, n_columns), single precision, in [0, 1]
    keen : sparse matrix of shape (n, n_skills)
        Ones: of a student, the skills brought; of a posting, the must-haves.
    """

    ids: Ints
    age: Ints
    matrix: Matrix
    keen: Matrix

    def __post_init__(self) -> None:
        if not self.ids.size == self.age.size == self.matrix.shape[0] == self.keen.shape[0]:
            raise ValueError("ids, age and vectors must be as many")

    def __len__(self) -> int:
        return self.ids.size

    @property
    def order(self) -> Ints:
        """The rows, first who wins a tie."""
        return np.lexsort((self.ids, self.age))

    def rows(self) -> Rows:
        return _rows(self.matrix)

    def only(self, row: int) -> tuple[Row, Ints]:
        """One vector, and its keen skills."""
        return _rows(self.matrix)[row], ints(_rows(self.keen)[row].columns)

    def taken(self, rows: Ints) -> "Side":
        return Side(self.ids[rows], self.age[rows], self.matrix[rows], self.keen[rows])

    def and_also(self, other: "Side") -> "Side":
        """The rows of both, with the same columns."""
        return Side(
            ids=np.concatenate([self.ids, other.ids]),
            age=np.concatenate([self.age, other.age]),
            matrix=stacked(self.matrix, other.matrix),
            keen=stacked(self.keen, other.keen),
        )

    def save(self, folder: Path, *, name: str) -> None:
        """Write the arrays to files that every worker can map."""
        np.save(folder / f"{name}.ids.npy", self.ids)
        np.save(folder / f"{name}.age.npy", self.age)
        _rows(self.matrix).save(folder, name=name)
        _rows(self.keen).save(folder, name=f"{name}.keen")
        widths = np.array([self.matrix.shape[1], self.keen.shape[1]])
        np.save(folder / f"{name}.widths.npy", widths)

    @classmethod
    def load(cls, folder: Path, *, name: str) -> Self:
        width, n_skills = np.load(folder / f"{name}.widths.npy").tolist()
        return cls(
            ids=np.load(folder / f"{name}.ids.npy", mmap_mode="r"),
            age=np.load(folder / f"{name}.age.npy", mmap_mode="r"),
            matrix=_matrix(Rows.load(folder, name=name), width=width),
            keen=_matrix(Rows.load(folder, name=f"{name}.keen"), width=n_skills),
        )


def save_in_parts(sides: Iterable[Side], folder: Path, *, name: str) -> None:
    """Write one side of which only a part is in memory at a time; the files are those of `save`."""
    parts = []
    for number, side in enumerate(sides):
        parts.append(f"{name}.{number}")
        side.save(folder, name=parts[-1])
    widths = np.load(folder / f"{parts[0]}.widths.npy")
    np.save(folder / f"{name}.widths.npy", widths)
    for array in ("ids", "age"):
        every = [np.load(folder / f"{part}.{array}.npy") for part in parts]
        np.save(folder / f"{name}.{array}.npy", np.concatenate(every))
    Rows.join(folder, parts, name=name)
    Rows.join(folder, [f"{part}.keen" for part in parts], name=f"{name}.keen")
    for part in parts:
        for array in ("ids", "age", "widths"):
            (folder / f"{part}.{array}.npy").unlink()


def _rows(matrix: Matrix) -> Rows:
    return Rows(starts=matrix.indptr, columns=matrix.indices, values=matrix.data)


def _matrix(rows: Rows, *, width: int) -> Matrix:
    return csr(rows.values, rows.columns, rows.starts, shape=(len(rows), width))
