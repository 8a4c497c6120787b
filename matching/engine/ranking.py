"""The best postings of each student and the best students of each posting, from the same scores.

Students are ranked in groups that may take the same postings (`groups`), by whichever kernel there
is (`kernels`); the bytes are the same with each, and for any number of shards or threads.
"""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock

import numpy as np

from matching.engine.arrays import Ints, Singles, SmallInts, ints, starts_of
from matching.engine.groups import Group, Mask, groups_of
from matching.engine.kernels import Kernel, fastest, largest
from matching.engine.lattice import MILLIONTHS
from matching.engine.matrices import csr
from matching.engine.sides import Side
from matching.engine.single import Layer
from matching.engine.tables import MUST_BITS, TIE_BITS, TIES, Lengths, Tables

AT_A_TIME = 2**18  # entries that are unpacked together


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


@dataclass(frozen=True)
class Machine:
    """What does the work: a kernel on some threads, each with tables of its own.

    Attributes
    ----------
    kernel : Kernel
        Without one the fastest there is.
    threads : int
        Each holds the lists of all postings: 10 MiB for 10,000 lists of 128.
    """

    kernel: type[Kernel] | None = None
    threads: int = 1

    def __post_init__(self) -> None:
        if self.threads < 1:
            raise ValueError("a machine has one thread at least")

    def kernels(self, tables: Tables, for_students: Ints) -> list[Kernel]:
        kind = self.kernel or fastest()
        return [kind(tables, for_students=for_students) for _ in range(self.threads)]


def rank(
    students: Side,
    postings: Side,
    *,
    eligibility: Mask | None = None,
    rows: Sequence[int] | Ints | None = None,
    lengths: Lengths | None = None,
    machine: Machine | None = None,
) -> Shard:
    """Rank some students against all postings, both ways.

    Parameters
    ----------
    students, postings : Side
        Both whole, with the same columns.
    eligibility : Mask, optional
        Pairs that may be; without it, all.
    rows : array, optional
        Rows of the students to rank, each once; without it, all in their order. The students'
        lists come in this order.
    lengths : Lengths, optional
    machine : Machine, optional
        Without it the fastest kernel on one thread; the bytes are the same with any.

    Returns
    -------
    Shard
        Pairs that are ineligible or score less than half a millionth are in no list.

    Raises
    ------
    ValueError
        If the sides do not have the same columns or hold what is no finite number, or `rows` are
        not different rows of students.
    """
    chosen = np.arange(len(students)) if rows is None else ints(list(rows))
    _check(students, postings, chosen)
    tables = Tables.of(students, postings, lengths or Lengths())
    for_students = np.zeros((chosen.size, tables.lengths.postings), dtype=np.int64)
    kernels = (machine or Machine()).kernels(tables, for_students)
    _share_out(groups_of(chosen, eligibility, n_postings=len(postings)), kernels)
    for_postings = np.hstack([each.for_postings for each in kernels])
    return Shard(
        for_students=_unpacked(for_students, order=postings.order),
        for_postings=_unpacked(
            largest(for_postings, tables.lengths.students), order=students.order
        ),
    )


def _share_out(groups: Iterable[Group], kernels: Sequence[Kernel]) -> None:
    """Every kernel takes the next group as soon as it is done with one."""
    if len(kernels) == 1:
        for group in groups:
            kernels[0].add(group)
        return
    waiting, lock = iter(groups), Lock()

    def work(kernel: Kernel) -> None:
        while True:
            with lock:
                group = next(waiting, None)
            if group is None:
                return
            kernel.add(group)

    with ThreadPoolExecutor(len(kernels)) as pool:
        list(pool.map(work, kernels))


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


def _check(students: Side, postings: Side, rows: Ints) -> None:
    if students.matrix.shape[1] != postings.matrix.shape[1]:
        raise ValueError("students and postings do not have the same columns")
    if rows.size and not 0 <= rows.min() <= rows.max() < len(students):
        raise ValueError(f"rows are not within the {len(students)} students")
    if np.unique(rows).size < rows.size:
        raise ValueError("a student is to be ranked twice")
    for name, side in (("students", students), ("postings", postings)):
        values = side.matrix.data
        # One pass and no memory: what is no finite number makes the sum of squares none.
        if not np.isfinite(np.dot(values, values)):
            raise ValueError(f"vectors of {name} hold a value that is not a finite number")


def _unpacked(keys: Ints, *, order: Ints) -> TopMatches:
    """Lists from rows of keys, which are sorted in place."""
    np.negative(keys, out=keys)
    keys.sort(axis=1)
    np.negative(keys, out=keys)
    real = keys > 0
    flat = keys.reshape(-1) if real.all() else keys[real]
    rows = np.empty(flat.size, dtype=np.int32)
    scores = np.empty(flat.size, dtype=np.float32)
    for start in range(0, flat.size, AT_A_TIME):
        some = slice(start, start + AT_A_TIME)
        rows[some] = order[TIES - (flat[some] & TIES)]
        scores[some] = (flat[some] >> (MUST_BITS + TIE_BITS)) / MILLIONTHS
    return TopMatches(starts=starts_of(ints(real.sum(axis=1))), rows=rows, scores=scores, keys=flat)


def warm_up() -> None:
    """Load the fastest kernel, and compile it where that was not done before."""
    one = csr(np.ones(1, dtype=np.float32), ints([0]), ints([0, 1]), shape=(1, 1))
    side = Side(ids=ints([1]), age=ints([0]), matrix=one, keen=one)
    rank(side, side)
    Layer.of(side).millionths(side.rows()[0])
