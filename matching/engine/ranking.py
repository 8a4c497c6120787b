"""The best postings of each student and the best students of each posting, from the same scores.

A pair becomes one integer: the score in millionths, then the must-haves met, then who wins a tie.
No two candidates of a list have the same, so every list has one order, whatever was cut where.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from matching.engine.arrays import Bools, Floats, Ints, Singles, SmallInts, ints, starts_of
from matching.engine.lattice import MILLIONTHS, millionths
from matching.engine.product import Product
from matching.engine.sides import Side

MUST_BITS, TIE_BITS = 8, 32
MOST_MUSTS = 2**MUST_BITS - 1
_TIES = 2**TIE_BITS - 1


class Mask(Protocol):
    """Who may take what."""

    def mask(self, rows: Ints) -> Bools:
        """Of shape (len(rows), n_postings)."""


@dataclass(frozen=True)
class Lengths:
    """How many matches to keep: postings for a student, students for a posting."""

    postings: int = 64
    students: int = 128

    def __post_init__(self) -> None:
        if min(self.postings, self.students) < 1:
            raise ValueError("lists keep one match at least")


@dataclass(frozen=True)
class TopMatches:
    """Lists of matches, best first, packed.

    Attributes
    ----------
    starts : array of shape (n_lists + 1,)
        List *i* is entries starts[i] to starts[i + 1].
    rows : array of shape (n_matches,)
        Row of the match on the other side.
    scores : array of shape (n_matches,), in (0, 1]
        Rounded to millionths.
    keys : array of shape (n_matches,)
        What the lists are sorted by, descending; lists of several shards are merged by it.
    """

    starts: Ints
    rows: SmallInts
    scores: Singles
    keys: Ints

    def __len__(self) -> int:
        return self.starts.size - 1

    def __getitem__(self, number: int) -> tuple[SmallInts, Singles]:
        here = slice(int(self.starts[number]), int(self.starts[number + 1]))
        return self.rows[here], self.scores[here]

    def last_scores(self, *, length: int) -> Singles:
        """What a new match must reach to enter each list of that length: 0 if there is room."""
        lengths = np.diff(self.starts)
        last = np.zeros(lengths.size, dtype=np.float32)
        full = lengths >= length
        last[full] = self.scores[self.starts[:-1][full] + length - 1]
        return last


@dataclass(frozen=True)
class Shard:
    """What ranking some of the students gives.

    Attributes
    ----------
    for_students : lists of the shard's students
    for_postings : lists of all postings, with the shard's students only: see `merged`
    """

    for_students: TopMatches
    for_postings: TopMatches


def rank(
    students: Side,
    postings: Side,
    *,
    eligibility: Mask | None = None,
    rows: range | None = None,
    lengths: Lengths | None = None,
) -> Shard:
    """Rank some students against all postings, both ways.

    Parameters
    ----------
    students, postings : Side
        Both whole, with the same columns.
    eligibility : Mask, optional
        Pairs that may be; without it, all.
    rows : range, optional
        Rows of the students to rank; without it, all.
    lengths : Lengths, optional

    Returns
    -------
    Shard
        Pairs that are ineligible or score less than half a millionth are in no list.

    Raises
    ------
    ValueError
        If the sides do not have the same columns, or `rows` is not within the students.
    """
    rows = range(len(students)) if rows is None else rows
    _check(students, postings, rows)
    lengths = lengths or Lengths()
    block = _Blocks(students, postings, eligibility)
    lists = [np.zeros((0, min(lengths.postings, len(postings))), dtype=np.int64)]
    best = np.zeros((len(postings), 0), dtype=np.int64)
    for start in range(rows.start, rows.stop, block.product.rows_at_a_time):
        some = np.arange(start, min(start + block.product.rows_at_a_time, rows.stop))
        keys = block.keys(some)
        lists.append(_largest(keys | block.posting_ties, lengths.postings))
        candidates = np.where(keys > 0, keys | block.student_ties[some, None], 0).T
        best = _largest(np.hstack([best, candidates]), lengths.students)
    return Shard(
        for_students=_unpacked(np.vstack(lists), order=postings.order),
        for_postings=_unpacked(best, order=students.order),
    )


def merged(shards: Sequence[TopMatches], *, length: int) -> TopMatches:
    """The postings' lists of several shards as the lists of all their students.

    Examples
    --------
    >>> def one(row, key):
    ...     key = np.array([key << 40])
    ...     return TopMatches(np.array([0, 1]), np.array([row]), key, key)
    >>> merged([one(7, 1), one(3, 2)], length=2).rows.tolist()
    [3, 7]
    """
    owner = np.concatenate(
        [np.repeat(np.arange(len(each)), np.diff(each.starts)) for each in shards]
    )
    keys = np.concatenate([each.keys for each in shards])
    order = np.lexsort((-keys, owner))
    counts = np.bincount(owner, minlength=len(shards[0]))
    rank_in_list = np.arange(order.size) - np.repeat(starts_of(counts)[:-1], counts)
    kept = order[rank_in_list < length]
    return TopMatches(
        starts=starts_of(np.minimum(counts, length)),
        rows=np.concatenate([each.rows for each in shards])[kept],
        scores=np.concatenate([each.scores for each in shards])[kept],
        keys=keys[kept],
    )


def joined(shards: Sequence[TopMatches]) -> TopMatches:
    """The students' lists of several shards, one shard after the other."""
    return TopMatches(
        starts=starts_of(np.concatenate([np.diff(each.starts) for each in shards])),
        rows=np.concatenate([each.rows for each in shards]),
        scores=np.concatenate([each.scores for each in shards]),
        keys=np.concatenate([each.keys for each in shards]),
    )


class _Blocks:
    """Keys of pairs, a block of students at a time."""

    def __init__(self, students: Side, postings: Side, eligibility: Mask | None) -> None:
        self.students, self.eligibility = students, eligibility
        self.product = Product(postings.matrix)
        self.musts = postings.keen.T.tocsr()
        self.student_ties = _ties(students.order)
        self.posting_ties = _ties(postings.order)

    def keys(self, rows: Ints) -> Ints:
        """Keys of shape (len(rows), n_postings), without the last bits; 0 for no match."""
        here = slice(int(rows[0]), int(rows[-1]) + 1)
        keys = millionths(self.product.block(self.students.matrix[here]))
        if self.eligibility is not None:
            keys *= self.eligibility.mask(rows)
        met = (self.students.keen[here] @ self.musts).toarray()
        matched = keys > 0
        keys <<= MUST_BITS
        keys |= np.minimum(met, MOST_MUSTS).astype(np.int64)
        keys <<= TIE_BITS
        keys *= matched
        return keys


def _check(students: Side, postings: Side, rows: range) -> None:
    if students.matrix.shape[1] != postings.matrix.shape[1]:
        raise ValueError("students and postings do not have the same columns")
    if rows.step != 1 or not 0 <= rows.start <= rows.stop <= len(students):
        raise ValueError(f"{rows} is not within the {len(students)} students")


def _ties(order: Ints) -> Ints:
    """For each row, a number that is larger the earlier it wins a tie."""
    ties = np.empty(order.size, dtype=np.int64)
    ties[order] = _TIES - np.arange(order.size)
    return ties


def _largest(keys: Ints, length: int) -> Ints:
    """The largest keys of each row, descending. Negated: partitioning many zeros is slow else."""
    keys = -keys
    if keys.shape[1] > length:
        keys.partition(length - 1, axis=1)
        keys = keys[:, :length]
    return -np.sort(keys, axis=1)


def _unpacked(keys: Ints, *, order: Ints) -> TopMatches:
    real = keys >> TIE_BITS > 0
    flat = keys[real]
    scores: Floats = (flat >> (MUST_BITS + TIE_BITS)) / MILLIONTHS
    return TopMatches(
        starts=starts_of(ints(real.sum(axis=1))),
        rows=order[_TIES - (flat & _TIES)].astype(np.int32),
        scores=scores.astype(np.float32),
        keys=flat,
    )
