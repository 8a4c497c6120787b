from dataclasses import astuple
from math import log2

import numpy as np
import pytest

from matching.engine.learning import compared
from matching.engine.learning.comparing import gains


def test_better_weights_are_found_better_on_people_left_out(simulate, present):
    shown = simulate(people=500, runs=5, eta=1.0, seed=1)

    found = compared(shown, present, seed=0)

    assert found.difference.low > 0
    assert found.difference.mean == pytest.approx(found.learnt.mean - found.present.mean)
    assert found.present.low < found.present.mean < found.present.high < 1


def test_where_the_present_weights_are_right_nothing_better_is_claimed(simulate, present):
    shown = simulate(people=300, runs=4, eta=1.0, seed=2, true=present)

    found = compared(shown, present, seed=0)

    assert found.difference.low < 0.005
    assert found.difference.mean < 0.01


def test_the_same_seed_says_the_same(simulate, present):
    shown = simulate(people=120, runs=4, eta=0.5, seed=3)

    assert compared(shown, present, seed=4) == compared(shown, present, seed=4)


def test_gains_are_those_of_a_plain_count(simulate, present):
    shown = simulate(people=15, runs=2, eta=0.5, seed=5)
    score = np.round(shown.parts @ np.array(astuple(present)), 9)
    expected = []
    for i in np.flatnonzero(shown.chosen):
        there = [
            score[j]
            for j in range(len(shown))
            if (shown.owner[j], shown.run[j]) == (shown.owner[i], shown.run[i])
        ]
        above, same = sum(s > score[i] for s in there), sum(s == score[i] for s in there)
        expected.append(1 / log2(1 + above + (same + 1) / 2))

    assert gains(shown, present).tolist() == pytest.approx(expected)


def test_equal_scores_share_their_ranks(rows, present):
    shown = rows((1, 1, 1, 1, 0.5, 1), (1, 2, 1, 2, 0.5, 0), (1, 3, 1, 3, 0.5, 1))

    assert gains(shown, present).tolist() == pytest.approx([1 / log2(3)] * 2)
