"""Students in groups that may take the same postings: what is prepared once for many."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np

from matching.engine.arrays import Bools, Ints

SMALL = 12  # students; a group of fewer costs more to prepare than it saves
AT_A_TIME = 64  # groups whose postings are looked up together
POOLED = 512  # students of small groups that are ranked at a time


class Mask(Protocol):
    """Who may take what."""

    def mask(self, rows: Ints) -> Bools:
        """Of shape (len(rows), n_postings)."""


@runtime_checkable
class Grouping(Mask, Protocol):
    """A mask that knows whose rows look alike; see `Eligibility`."""

    groups: Ints

    def of_groups(self, rows: Ints) -> Bools: ...
    def within(self, rows: Ints, postings: Ints) -> Bools: ...


@dataclass(frozen=True)
class Group:
    """Students to rank together.

    Attributes
    ----------
    places : where they stand among the rows asked for
    rows : their rows
    postings : rows, ascending, of the postings that any of them may take
    mask : array of shape (n_students, n_postings), or None where all may be
    """

    places: Ints
    rows: Ints
    postings: Ints
    mask: Bools | None


def groups_of(rows: Ints, mask: Mask | Grouping | None, *, n_postings: int) -> Iterator[Group]:
    """Divide students into groups; every row is in one.

    Examples
    --------
    >>> [one] = groups_of(np.array([4, 2]), None, n_postings=3)
    >>> one.rows.tolist(), one.postings.tolist(), one.mask
    ([4, 2], [0, 1, 2], None)
    """
    places, everything = np.arange(rows.size), np.arange(n_postings)
    if mask is None:
        yield Group(places=places, rows=rows, postings=everything, mask=None)
        return
    if not isinstance(mask, Grouping):
        yield from _pooled(places, rows, mask, everything)
        return
    order = np.argsort(mask.groups[rows], kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(mask.groups[rows][order])) + 1)
    yield from _large([part for part in parts if part.size >= SMALL], rows, mask)
    few = [part for part in parts if part.size < SMALL]
    if few:
        yield from _pooled(np.concatenate(few), rows, mask, everything)


def _large(parts: list[Ints], rows: Ints, mask: Grouping) -> Iterator[Group]:
    for some in _batches(parts, AT_A_TIME):
        allowed = mask.of_groups(rows[[part[0] for part in some]])
        for part, offered in zip(some, allowed, strict=True):
            postings = np.flatnonzero(offered)
            within = mask.within(rows[part], postings)
            yield Group(places=part, rows=rows[part], postings=postings, mask=within)


def _batches(parts: list[Ints], size: int) -> Iterator[list[Ints]]:
    for start in range(0, len(parts), size):
        yield parts[start : start + size]


def _pooled(places: Ints, rows: Ints, mask: Mask, postings: Ints) -> Iterator[Group]:
    for start in range(0, places.size, POOLED):
        some = places[start : start + POOLED]
        yield Group(places=some, rows=rows[some], postings=postings, mask=mask.mask(rows[some]))
