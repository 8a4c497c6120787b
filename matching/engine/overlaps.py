"""Which lists share a member with which sets."""

import numpy as np

from matching.engine.arrays import Bools, Ints, Ragged, ints

FEW = 4  # lists, that are better looked for one after the other


def single(values: Ints) -> Ragged:
    """Lists of one value each."""
    return Ragged(starts=np.arange(values.size + 1), values=values)


def touches_each(lists: Ragged, sets: Ragged) -> Bools:
    """Whether each list (columns) shares a value with each set (rows)."""
    if len(lists) <= FEW:
        return touches(sets, [lists[each] for each in range(len(lists))]).T
    numbers = numbered(sets)
    _, first, place = np.unique(numbers, return_index=True, return_inverse=True)
    return touches(lists, [sets[int(row)] for row in first])[place.reshape(-1)]


def touches(lists: Ragged, sets: list[Ints]) -> Bools:
    """Whether each list (columns) shares a value with each of a few sets (rows)."""
    touched = np.zeros((len(sets), len(lists)), dtype=bool)
    for row, members in enumerate(sets):
        touched[row, lists.rows[np.isin(lists.values, members)]] = True
    return touched


def numbered(lists: Ragged) -> Ints:
    """A number for each list; lists with the same members have the same.

    Examples
    --------
    >>> numbered(Ragged.of([[3, 1], [], [1, 3, 3], [1]])).tolist()
    [2, 0, 2, 1]
    """
    order = np.lexsort((lists.values, lists.rows))
    row, value = lists.rows[order], lists.values[order]
    fresh = np.ones(row.size, dtype=bool)
    fresh[1:] = (np.diff(row) > 0) | (np.diff(value) > 0)
    row, value = row[fresh], value[fresh]
    counts = np.bincount(row, minlength=len(lists))
    place = np.arange(row.size) - np.repeat(np.cumsum(counts) - counts, counts)
    table = np.full((len(lists), int(counts.max(initial=0)) + 1), np.iinfo(np.int64).min)
    table[row, place] = value
    _, numbers = np.unique(table, axis=0, return_inverse=True)
    return ints(numbers)


def classed(*columns: Ints) -> Ints:
    """A number for each row; rows with the same values have the same."""
    _, classes = np.unique(np.stack(columns, axis=1), axis=0, return_inverse=True)
    return ints(classes)
