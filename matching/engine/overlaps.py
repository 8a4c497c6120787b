"""Which lists share a member with which sets."""

import numpy as np

from matching.engine.arrays import Bools, Ints, Ragged, ints


def single(values: Ints) -> Ragged:
    """Lists of one value each."""
    return Ragged(starts=np.arange(values.size + 1), values=values)


def touches_each(lists: Ragged, sets: Ragged) -> Bools:
    """Whether each list (columns) shares a value with each set (rows)."""
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
    """A number for each list; lists with the same members have the same."""
    numbers: dict[bytes, int] = {}
    return ints(
        [
            numbers.setdefault(np.unique(lists[row]).tobytes(), len(numbers))
            for row in range(len(lists))
        ]
    )
