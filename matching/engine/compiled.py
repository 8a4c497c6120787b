"""The ranking of a group by compiled loops over an inverted index. Needs numba.

Of the postings that a group may take, an index by column is made. A student's columns are walked,
and products added up for every posting that has the column; values lie on the grid of `lattice`, so
the sums are those of every other order. Each list is a heap with its smallest key on top.
"""

from typing import Any

import numpy as np
from numba import njit

from matching.engine.arrays import Array, Floats, Ints, Singles, SmallInts
from matching.engine.groups import Group
from matching.engine.lattice import MILLIONTHS
from matching.engine.matrices import Matrix
from matching.engine.rows import Row, Rows
from matching.engine.tables import MOST_MUSTS, MUST_BITS, TIE_BITS, Tables

SCORE_SHIFT = MUST_BITS + TIE_BITS
HALF_AND_SOME = 0.5 + 2.0**-20  # below what rounds to a millionth


class CompiledKernel:
    """The fast kernel; see `kernels.Kernel`."""

    def __init__(self, tables: Tables, *, for_students: Ints) -> None:
        n_postings, n_columns = tables.postings.shape
        self.for_students = for_students
        self.for_postings: Ints = np.zeros((n_postings, tables.lengths.students), dtype=np.int64)
        self._ties = tables.student_ties, tables.posting_ties
        self._students = _arrays(tables.students)
        self._postings = _arrays(tables.postings)
        self._brought = _arrays(tables.brought)[:2]
        self._musts = _arrays(tables.musts)[:2]
        self._starts = np.zeros(n_columns, dtype=np.int32)
        self._counts = np.zeros(n_columns, dtype=np.int32)
        self._seen = np.full(max(tables.brought.shape[1], 1), -1, dtype=np.int64)

    def add(self, group: Group) -> None:
        if not group.postings.size:
            return
        touched, posting_of, value_of = _indexed(
            group.postings, *self._postings, self._starts, self._counts
        )
        mask = np.ones((1, group.postings.size), dtype=bool) if group.mask is None else group.mask
        _walk(
            (group.rows, group.places, group.postings, mask),
            self._students,
            (self._starts, self._counts, posting_of, value_of),
            (self._brought, self._musts, self._seen),
            (self.for_students, self.for_postings, *self._ties),
        )
        self._counts[touched] = 0


def _arrays(matrix: Matrix) -> tuple[Ints, SmallInts, Singles]:
    """Start of each row, columns, values, in the types the loops are compiled for.

    All are read-only, as mapped ones are: else the loops would be compiled once more for these.
    """
    return (
        _read_only(matrix.indptr, np.int64),
        _read_only(matrix.indices, np.int32),
        _read_only(matrix.data, np.float32),
    )


def _read_only(array: Array, kind: type[Any]) -> Any:
    seen = np.asarray(array, dtype=kind).view()
    seen.flags.writeable = False
    return seen


def add_up_columns(scores: Floats, one: Row, index: Rows) -> None:
    """Add to `scores` the products of one vector with everybody in an index by column."""
    _add_up_columns(
        scores,
        _read_only(one.columns, np.int32),
        _read_only(one.values, np.float32),
        _read_only(index.starts, np.int64),
        _read_only(index.columns, np.int32),
        _read_only(index.values, np.float32),
    )


@njit(cache=True, nogil=True)
def _indexed(postings, starts, columns, values, column_start, column_count):  # type: ignore[no-untyped-def]
    """Postings and values by column; counts must be 0 before, and are those of the index after."""
    total = 0
    for posting in postings:
        total += starts[posting + 1] - starts[posting]
    touched = np.empty(min(total, column_count.size), np.int32)
    n_touched = 0
    for posting in postings:
        for entry in range(starts[posting], starts[posting + 1]):
            column = columns[entry]
            if column_count[column] == 0:
                touched[n_touched] = column
                n_touched += 1
            column_count[column] += 1
    end = 0
    for number in range(n_touched):
        column = touched[number]
        column_start[column] = end
        end += column_count[column]
        column_count[column] = 0
    posting_of = np.empty(total, np.int32)
    value_of = np.empty(total, np.float32)
    for number in range(postings.size):
        posting = postings[number]
        for entry in range(starts[posting], starts[posting + 1]):
            column = columns[entry]
            place = column_start[column] + column_count[column]
            posting_of[place] = number
            value_of[place] = values[entry]
            column_count[column] += 1
    return touched[:n_touched], posting_of, value_of


@njit(cache=True, nogil=True)
def _walk(group, students, index, keen, lists):  # type: ignore[no-untyped-def]
    """Score and choose, a student at a time."""
    rows, places, postings, mask = group
    (brought_starts, brought), musts, seen = keen
    scores = np.zeros(postings.size, np.float64)
    floors = np.empty(postings.size, np.float64)
    likely = np.empty(postings.size + 1, np.int64)
    for here in range(postings.size):
        floors[here] = _floor(lists[1][postings[here]])
    for number in range(rows.size):
        row = rows[number]
        _add_up(scores, row, students, index)
        for entry in range(brought_starts[row], brought_starts[row + 1]):
            seen[brought[entry]] = row
        allowed = mask[number % mask.shape[0]]  # one row is everybody's
        scored = scores, floors, likely
        _choose(scored, (postings, allowed), (row, places[number]), (musts, seen), lists)


@njit(cache=True, nogil=True)
def _floor(heap):  # type: ignore[no-untyped-def]
    """A score that what enters the list certainly reaches, and above 0."""
    return (max(heap[0] >> SCORE_SHIFT, 1) - HALF_AND_SOME) / MILLIONTHS


@njit(cache=True, nogil=True)
def _add_up(scores, row, students, index):  # type: ignore[no-untyped-def]
    """Products of a student's values with those of every posting that has the column."""
    starts, columns, values = students
    column_start, column_count, posting_of, value_of = index
    for entry in range(starts[row], starts[row + 1]):
        column, value = columns[entry], np.float64(values[entry])
        first = column_start[column]
        for place in range(first, first + column_count[column]):
            scores[posting_of[place]] += value * value_of[place]


@njit(cache=True, nogil=True)
def _add_up_columns(scores, columns, values, starts, rows, weights):  # type: ignore[no-untyped-def]
    for number in range(columns.size):
        column, value = columns[number], np.float64(values[number])
        for entry in range(starts[column], starts[column + 1]):
            scores[rows[entry]] += value * weights[entry]


@njit(cache=True, nogil=True)
def _choose(scored, offered, student, keen, lists):  # type: ignore[no-untyped-def]
    """Put the pairs that may be into both lists; leave the scores at 0 for the next student."""
    scores, floors, likely = scored
    postings, allowed = offered
    row, place = student
    for_students, for_postings, student_ties, posting_ties = lists
    own = for_students[place]
    floor = _floor(own)
    count = 0
    for here in range(postings.size):  # without a branch that could be guessed wrong
        likely[count] = here
        count += allowed[here] & (scores[here] >= min(floor, floors[here]))
    for here in likely[:count]:
        score = scores[here]
        if score < floor and score < floors[here]:
            continue
        key = np.int64(np.rint(score * MILLIONTHS)) << SCORE_SHIFT
        if key == 0:
            continue
        posting = postings[here]
        key |= _met(posting, row, keen) << TIE_BITS
        if _keep(own, key | posting_ties[posting]):
            floor = _floor(own)
        if _keep(for_postings[posting], key | student_ties[row]):
            floors[here] = _floor(for_postings[posting])
    scores[:] = 0.0


@njit(cache=True, nogil=True)
def _met(posting, row, keen):  # type: ignore[no-untyped-def]
    """How many must-haves of the posting the student brings."""
    (starts, skills), seen = keen
    met = 0
    for entry in range(starts[posting], starts[posting + 1]):
        if seen[skills[entry]] == row:
            met += 1
    return min(met, MOST_MUSTS)


@njit(cache=True, nogil=True)
def _keep(heap, key):  # type: ignore[no-untyped-def]
    """Put the key in place of the smallest one, if it is larger; say whether it was."""
    if key <= heap[0]:
        return False
    size, hole, child = heap.size, 0, 1
    while child < size:
        if child + 1 < size and heap[child + 1] < heap[child]:
            child += 1
        if heap[child] >= key:
            break
        heap[hole] = heap[child]
        hole, child = child, 2 * child + 1
    heap[hole] = key
    return True
