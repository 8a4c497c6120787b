from collections import defaultdict
from math import log

import numpy as np
import pytest

from matching.engine.learning import PositionBias


@pytest.mark.parametrize("eta", [0.0, 0.5, 1.0, 1.5])
def test_the_exponent_is_recovered(simulate, eta):
    shown = simulate(people=1500, runs=6, eta=eta, seed=1)

    assert PositionBias().fit(shown).exponent_ == pytest.approx(eta, abs=0.15)


def test_it_is_the_best_one_by_a_plain_count(simulate):
    """The likelihood written out: given its choices, a match's fall on its positions."""
    shown = simulate(people=60, runs=4, eta=1.0, seed=2)
    seen = defaultdict(list)
    for owner, other, position, chosen in zip(
        shown.owner, shown.other, shown.position, shown.chosen, strict=True
    ):
        seen[owner, other].append((int(position), bool(chosen)))

    def likelihood(eta):
        total = 0.0
        for places in seen.values():
            for position, chosen in places:
                if chosen:
                    total += log(position**-eta / sum(p**-eta for p, _ in places))
        return total

    grid = np.linspace(0, 3, 301)
    best = grid[np.argmax([likelihood(eta) for eta in grid])]

    assert PositionBias().fit(shown).exponent_ == pytest.approx(best, abs=0.01)


def test_what_is_worth_more_is_no_sign_of_bias(rows):
    """At the top because it is good: only what moved tells anything."""
    lines = [(owner, 1, 1, 1, 0.9, 1) for owner in range(50)]
    lines += [(owner, 2, 1, 9, 0.1, 0) for owner in range(50)]
    lines += [(owner, 3, 1, 2, 0.5, owner % 2) for owner in range(50)]
    lines += [(owner, 3, 2, 4, 0.5, (owner + 1) % 2) for owner in range(50)]

    assert PositionBias().fit(rows(*lines)).exponent_ == pytest.approx(0.0, abs=1e-3)


def test_without_movement_nothing_can_be_said(rows):
    with pytest.raises(ValueError, match="several positions"):
        PositionBias().fit(rows((1, 1, 1, 1, 0.5, 1)))
