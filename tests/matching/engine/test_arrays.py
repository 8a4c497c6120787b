import numpy as np
import pytest

from matching.engine.arrays import Ragged, ints, spans, totals


def test_lists_come_back_as_they_went_in():
    lists = [[3, 1], [], [2]]

    packed = Ragged.of(lists)

    assert [packed[row].tolist() for row in range(len(packed))] == lists


def test_lists_can_be_taken_in_any_order_and_twice():
    packed = Ragged.of([[3, 1], [], [2]])

    taken = packed.take(ints([2, 0, 2]))

    assert [taken[row].tolist() for row in range(len(taken))] == [[2], [3, 1], [2]]


def test_each_value_knows_its_list():
    assert Ragged.of([[3, 1], [], [2]]).rows.tolist() == [0, 0, 2]


def test_no_lists_are_no_lists():
    assert len(Ragged.of([])) == 0
    assert Ragged.empty(2).lengths.tolist() == [0, 0]


@pytest.mark.parametrize("starts", [[], [1, 2], [0, 1], [0, 3, 2]])
def test_starts_that_do_not_fit_are_refused(starts):
    with pytest.raises(ValueError, match="starts"):
        Ragged(starts=ints(starts), values=ints([7, 8]))


def test_spans_of_nothing_are_nothing():
    assert spans(ints([]), ints([])).tolist() == []
    assert spans(ints([5, 9]), ints([0, 1])).tolist() == [9]


def test_totals_of_nothing_are_zeros_in_double_precision():
    nothing = totals(ints([]), np.array([]), length=2)

    assert nothing.tolist() == [0.0, 0.0]
    assert nothing.dtype == np.float64
