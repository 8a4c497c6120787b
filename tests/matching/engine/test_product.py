import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from matching.engine import product
from matching.engine.lattice import STEP, snap
from matching.engine.product import Product, scores_of


def vectors(seed, rows, *, columns=30, density=0.3):
    random = np.random.default_rng(seed)
    dense = random.random((rows, columns)) * (random.random((rows, columns)) < density) / columns
    return sparse.csr_array(snap(dense))


def by_hand(students, postings):
    """In whole numbers, so without any rounding."""
    units = [
        (each.toarray().astype(np.float64) / STEP).astype(object) for each in (students, postings)
    ]
    return (units[0] @ units[1].T * STEP * STEP).astype(np.float64)


@settings(deadline=None)
@given(st.integers(0, 1000), st.integers(1, 8), st.integers(1, 8), st.sampled_from([-1, 0.2, 2]))
def test_scores_are_exact_however_columns_are_split(seed, n_students, n_postings, common):
    students, postings = vectors(seed, n_students), vectors(seed + 1, n_postings)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(product, "COMMON", common)
        scores = Product(postings).block(students)

    assert np.array_equal(scores, by_hand(students, postings))


def test_a_block_is_the_same_cut_into_rows():
    students, postings = vectors(1, 9), vectors(2, 7)
    whole = Product(postings)

    rows = [whole.block(students[[row]]) for row in range(9)]

    assert np.array_equal(np.vstack(rows), whole.block(students))


def test_one_against_all_is_a_row_of_the_whole():
    students, postings = vectors(1, 9), vectors(2, 7)

    scores = scores_of(students[[4]], postings)

    assert np.array_equal(scores, np.round(by_hand(students, postings)[4], 6))


def test_one_posting_against_all_students_is_a_column():
    students, postings = vectors(1, 9), vectors(2, 7)

    scores = scores_of(postings[[2]], students)

    assert np.array_equal(scores, np.round(by_hand(students, postings)[:, 2], 6))


def test_empty_vectors_score_nothing():
    nothing, postings = vectors(1, 2, density=0), vectors(2, 3)

    assert Product(postings).block(nothing).tolist() == [[0, 0, 0], [0, 0, 0]]
    assert Product(nothing).block(postings).shape == (3, 2)
    assert scores_of(nothing[[0]], postings).tolist() == [0, 0, 0]


@pytest.mark.parametrize("rows", [0, 2])
def test_more_or_less_than_one_row_is_refused(rows):
    with pytest.raises(ValueError, match="one row"):
        scores_of(vectors(1, 3)[:rows], vectors(2, 3))


def test_blocks_stay_small():
    wide = sparse.csr_array((20_000, 5), dtype=np.float32)

    rows = Product(wide).rows_at_a_time

    assert rows * 20_000 * 8 <= product.BLOCK_BYTES
