import numpy as np
import pytest

from matching.engine.learning import Shown, TooLittle
from matching.engine.learning.shown import moved, n_moved


def test_a_match_is_the_same_in_every_run_and_a_list_is_of_one_run(rows):
    shown = rows(
        (7, 1, 1, 1, 0.1, 0), (7, 2, 1, 2, 0.1, 0), (7, 1, 2, 1, 0.1, 0), (8, 1, 2, 1, 0.1, 0)
    )

    pairs, lists = shown.pairs().tolist(), shown.lists().tolist()

    assert pairs[0] == pairs[2]
    assert len(set(pairs)) == 3
    assert lists[0] == lists[1]
    assert len(set(lists)) == 3


def test_moved_are_those_chosen_that_stood_at_several_positions(rows):
    shown = rows(
        (1, 1, 1, 1, 0.1, 0),  # moved, and chosen the second time
        (1, 1, 2, 3, 0.1, 1),
        (1, 2, 1, 2, 0.1, 0),  # moved, never chosen
        (1, 2, 2, 4, 0.1, 0),
        (1, 3, 1, 5, 0.1, 1),  # chosen, never moved
        (1, 3, 2, 5, 0.1, 0),
    )

    assert moved(shown).tolist() == [True, True, False, False, False, False]
    assert n_moved(shown) == 1


def test_what_was_chosen_before_is_no_rival_later(rows):
    shown = rows((1, 1, 1, 1, 0.1, 1), (1, 1, 2, 2, 0.1, 0), (1, 2, 2, 1, 0.1, 1))

    kept = shown.without_repeats()

    assert list(zip(kept.other.tolist(), kept.run.tolist(), strict=True)) == [(1, 1), (2, 2)]


def test_too_little_is_refused_with_what_it_takes(rows):
    with pytest.raises(TooLittle, match="choices: 1 of 200; people who chose: 1 of 50"):
        rows((1, 1, 1, 1, 0.5, 1)).require_enough()


def test_enough_of_everything_is_enough(simulate):
    shown = simulate(people=150, runs=4, eta=0.7, seed=1)
    assert shown.require_enough() is None


def test_nothing_at_all_is_too_little(rows):
    with pytest.raises(TooLittle, match="choices: 0 of 200"):
        rows((1, 1, 1, 1, 0.5, 0)).rows(np.zeros(0, dtype=np.int64)).require_enough()


@pytest.mark.parametrize(
    "change",
    [
        {"position": np.array([0])},
        {"parts": np.array([[0.1, np.nan, 0.1, 0.1]])},
        {"parts": np.array([[0.1, -0.1, 0.1, 0.1]])},
        {"parts": np.zeros((1, 3))},
        {"chosen": np.array([True, False])},
    ],
)
def test_what_cannot_be_is_refused(change):
    one = np.array([1])
    good = {"owner": one, "other": one, "run": one, "position": one}
    good |= {"parts": np.zeros((1, 4)), "chosen": np.array([True])}

    with pytest.raises(ValueError, match=r"position|parts|match"):
        Shown(**good | change)
