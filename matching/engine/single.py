"""One student or posting against the whole other side: what a refresh computes.

Gives what `ranking.rank` would, entry for entry, without ranking anybody else.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from matching.engine.arrays import Bools, Ints, Singles, ints, spans, totals
from matching.engine.index import InvertedIndex
from matching.engine.lattice import MILLIONTHS, millionths
from matching.engine.matrices import Matrix
from matching.engine.rows import Row
from matching.engine.sides import Side
from matching.engine.tables import MOST_MUSTS


@dataclass(frozen=True)
class Layer:
    """Some of the other side, indexed.

    Attributes
    ----------
    side : Side
    parts : indexes of the side's rows, one stretch after the other
    """

    side: Side
    parts: Sequence[InvertedIndex]

    def __post_init__(self) -> None:
        if sum(part.size for part in self.parts) != len(self.side):
            raise ValueError("the indexes do not cover the side")

    @classmethod
    def of(cls, side: Side) -> "Layer":
        return cls(side, [InvertedIndex.of(side.matrix)])

    @classmethod
    def load(cls, folder: Path, *, name: str) -> "Layer":
        """Map a side and its indexes; raises what a missing or damaged file raises."""
        sizes = np.load(folder / f"{name}.index.sizes.npy").tolist()
        parts = [
            InvertedIndex.load(folder, name=f"{name}.index.{number}", size=size)
            for number, size in enumerate(sizes)
        ]
        return cls(Side.load(folder, name=name), parts)

    def millionths(self, one: Row | None) -> Ints:
        """Scores of one vector with every row, in millionths; 0 without one."""
        if one is None:
            return np.zeros(len(self.side), dtype=np.int64)
        return millionths(np.concatenate([part.scores(one) for part in self.parts]))


def save_indexed(sides: Iterable[Side], folder: Path, *, name: str) -> Iterator[Side]:
    """Write an index of each part of a side as it passes; see `Layer.load`."""
    sizes = []
    for number, side in enumerate(sides):
        InvertedIndex.of(side.matrix).save(folder, name=f"{name}.index.{number}")
        sizes.append(len(side))
        yield side
    np.save(folder / f"{name}.index.sizes.npy", ints(sizes))


@dataclass(frozen=True)
class Standing:
    """Where one stands with every row of the other side.

    Attributes
    ----------
    ids : array of shape (n_best,)
        Of the best, best first.
    scores : array of shape (n_best,), in (0, 1]
    marks : arrays of shape (n_rows,), one for each layer
        Its score with each row in millionths; 0 where it may not be.
    """

    ids: Ints
    scores: Singles
    marks: Sequence[Ints]


def stand(one: Row, keen: Ints, others: Sequence[tuple[Layer, Bools]], *, length: int) -> Standing:
    """Rank the other side for one.

    Parameters
    ----------
    one : Row
    keen : array
        The skills it brings, or its must-haves; see `Side.keen`.
    others : layers, each with a mask of shape (n_rows,) of who may be
    length : int
        How many of the best to list.
    """
    marks = [layer.millionths(one) * allowed for layer, allowed in others]
    sides = [layer.side for layer, _allowed in others]
    every = np.concatenate(marks)
    best = _at_least_as_good(every, length)
    ends = np.cumsum([0, *(len(side) for side in sides)]).tolist()
    rows = [best[(best >= start) & (best < end)] - start for start, end in pairwise(ends)]
    ids = np.concatenate([side.ids[some] for side, some in zip(sides, rows, strict=True)])
    age = np.concatenate([side.age[some] for side, some in zip(sides, rows, strict=True)])
    met = np.concatenate(
        [_shared(side.keen, some, keen) for side, some in zip(sides, rows, strict=True)]
    )
    order = np.lexsort((ids, age, -met, -every[best]))[:length]
    scores = (every[best][order] / MILLIONTHS).astype(np.float32)
    return Standing(ids=ids[order], scores=scores, marks=marks)


def _at_least_as_good(marks: Ints, length: int) -> Ints:
    """Places of the best, ascending, all those tied with the last one included."""
    listed = np.flatnonzero(marks)
    if listed.size <= length:
        return ints(listed)
    lowest = -np.partition(-marks[listed], length - 1)[length - 1]
    return ints(listed[marks[listed] >= lowest])


def _shared(keen: Matrix, rows: Ints, skills: Ints) -> Ints:
    """How many of the skills each row has."""
    starts = keen.indptr[rows].astype(np.int64)
    counts = keen.indptr[rows + 1] - starts
    had = np.isin(keen.indices[spans(starts, counts)], skills)
    met = totals(np.repeat(np.arange(rows.size), counts), had, length=rows.size)
    return ints(np.minimum(met.astype(np.int64), MOST_MUSTS))
