import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from matching.engine.arrays import Ragged, ints
from matching.engine.matrices import (
    from_dense,
    from_triplets,
    inverse_frequency,
    members,
    one_hot,
    unit_rows,
)

SHAPE = (3, 4)
entries = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3), st.floats(0.1, 1)), max_size=12)


@pytest.mark.parametrize(("repeated", "combine"), [("max", max), ("sum", sum)])
@given(entries=entries)
def test_entries_of_one_place_are_combined(entries, repeated, combine):
    places = {}
    for row, column, value in entries:
        places.setdefault((row, column), []).append(value)
    dense = np.zeros(SHAPE)
    for place, values in places.items():
        dense[place] = combine(values)

    matrix = from_triplets(
        ints([row for row, _, _ in entries]),
        ints([column for _, column, _ in entries]),
        np.array([value for _, _, value in entries]),
        shape=SHAPE,
        repeated=repeated,
    )

    assert_allclose(matrix.toarray(), dense)
    assert matrix.has_canonical_format
    matrix.check_format()


@pytest.mark.parametrize("shape", [(0, 0), (2, 0), (0, 2), (2, 2)])
def test_no_entries_make_an_empty_matrix(shape):
    nothing = from_triplets(ints([]), ints([]), np.array([]), shape=shape)

    assert nothing.shape == shape
    assert nothing.nnz == 0
    assert unit_rows(nothing).shape == shape


def test_rarity_is_that_of_scikit_learn():
    assert_allclose(inverse_frequency(ints([0, 4]), total=4), [np.log(5) + 1, 1.0])


def test_ids_become_columns_where_they_are_known():
    lists = Ragged.of([[7, 3], [], [5, 3, 3]])

    assert members(lists, ints([3, 7])).toarray().tolist() == [[1, 1], [0, 0], [1, 0]]
    assert members(lists, ints([])).shape == (3, 0)


def test_a_row_without_a_column_stays_empty():
    assert one_hot(np.array([1, np.nan]), 2).toarray().tolist() == [[0, 1], [0, 0]]


def test_zeros_are_not_stored():
    assert from_dense(np.array([[0.0, 0.5]])).nnz == 1
