import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as some

from matching.engine.lattice import STEP, millionths, snap

fractions = some.arrays(np.float64, st.integers(0, 40), elements=st.floats(0, 1))


@given(fractions)
def test_a_snapped_value_is_never_larger_and_at_most_a_step_smaller(values):
    snapped = snap(values).astype(np.float64)

    assert np.all(snapped <= values)
    assert np.all(values - snapped < STEP)


@given(fractions, st.randoms(use_true_random=False))
def test_products_add_up_to_the_same_bytes_in_any_order(values, random):
    values = snap(values).astype(np.float64)
    products = (values * values[::-1] / 40).tolist()
    products = snap(np.array(products)).astype(np.float64) * 0.5
    shuffled = products.tolist()
    random.shuffle(shuffled)

    assert sum(shuffled) == products.sum() == np.cumsum(products)[-1:].sum()


def test_snapping_twice_changes_nothing():
    once = snap(np.random.default_rng(1).random(100))

    assert np.array_equal(snap(once), once)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, -1e-9, 1.001])
def test_what_is_no_fraction_is_refused(value):
    with pytest.raises(ValueError, match=r"finite|fractions"):
        snap(np.array([0.5, value]))


def test_scores_become_whole_millionths():
    assert millionths(np.array([0.0, 4e-7, 6e-7, 0.25, 1.0])).tolist() == [
        0,
        0,
        1,
        250_000,
        1_000_000,
    ]
