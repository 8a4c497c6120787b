import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.arrays import Ragged, ints
from matching.engine.overlaps import numbered, single, touches_each

lists = st.lists(st.lists(st.integers(0, 4), max_size=3), max_size=6)


@given(lists, lists)
def test_a_list_touches_a_set_when_they_share_a_member(columns, rows):
    shared = touches_each(Ragged.of(columns), Ragged.of(rows))

    expected = [[bool(set(column) & set(row)) for column in columns] for row in rows]
    assert np.array_equal(shared, np.array(expected, dtype=bool).reshape(len(rows), len(columns)))


@given(lists)
def test_lists_with_the_same_members_have_the_same_number(lists):
    numbers = numbered(Ragged.of(lists))

    for one, number in zip(lists, numbers, strict=True):
        for other, another in zip(lists, numbers, strict=True):
            assert (number == another) == (set(one) == set(other))


def test_single_values_are_lists_of_one():
    assert [each.tolist() for each in map(single(ints([4, 2])).__getitem__, (0, 1))] == [[4], [2]]
