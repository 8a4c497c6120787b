"""Are learnt weights better? Judged on people whom they were not learnt from."""

from dataclasses import astuple, dataclass

import numpy as np

from matching.engine.arrays import Array, Floats, Ints
from matching.engine.learning.bias import PositionBias, weights_of_choices
from matching.engine.learning.parts import LARGEST_WEIGHT, PartLearner
from matching.engine.learning.shown import Shown
from matching.engine.metrics import Interval
from matching.engine.weights import PartWeights

FOLDS = 5
ROUNDS = 1000


@dataclass(frozen=True)
class Comparison:
    """Discounted gain of what was chosen, weighed by propensity, with 95 % bootstrap intervals.

    1 if every choice stood first in its list, 0.63 if second, 0.5 if third.
    """

    present: Interval
    learnt: Interval
    difference: Interval


def compared(shown: Shown, present: PartWeights, *, seed: int) -> Comparison:
    """Learn from four fifths of the people, bias included, and judge by the fifth; five times.

    Raises
    ------
    ValueError
        If a part of the people is too few to learn from.
    """
    fold = _folds(shown.owner, seed=seed)
    people = int(np.unique(shown.owner).size)
    gained, weighed = np.zeros((people, 2)), np.zeros(people)
    number = np.unique(shown.owner, return_inverse=True)[1]
    for each in range(FOLDS):
        bias = PositionBias().fit(shown.rows(fold != each))
        learnt = PartLearner(present, bias).fit(shown.rows(fold != each)).weights_
        held = fold == each
        kept = shown.rows(held)
        weight = weights_of_choices(kept, bias, most=LARGEST_WEIGHT)
        who = number[held][kept.chosen]
        np.add.at(weighed, who, weight)
        for column, weights in enumerate((present, learnt)):
            np.add.at(gained[:, column], who, weight * gains(kept, weights))
    return _intervals(gained, weighed, seed=seed)


def gains(shown: Shown, weights: PartWeights) -> Floats:
    """Of each choice: 1 / log2(1 + rank) in its list under the weights; ties share their ranks."""
    score = np.round(shown.parts @ np.array(astuple(weights)), 9)
    lists = shown.lists()
    rank = np.empty(len(shown))
    order = np.lexsort((-score, lists))
    starts = np.searchsorted(lists[order], lists[order])
    rank[order] = np.arange(len(shown)) - starts + 1
    _kinds, same = np.unique(np.column_stack([lists, score]), axis=0, return_inverse=True)
    shared = np.bincount(same.ravel(), weights=rank) / np.bincount(same.ravel())
    found: Floats = 1.0 / np.log2(1.0 + shared[same.ravel()][shown.chosen])
    return found


def _folds(owner: Ints, *, seed: int) -> Ints:
    """All that is known of a person falls into one fold."""
    people, number = np.unique(owner, return_inverse=True)
    dealt = np.random.default_rng(seed).permutation(people.size) % FOLDS
    return dealt[number]


def _intervals(gained: Array, weighed: Array, *, seed: int) -> Comparison:
    """Of the ratio of sums over people, who are drawn again with repetition."""
    columns = np.column_stack([gained, gained[:, 1] - gained[:, 0]])
    random, people = np.random.default_rng(seed), weighed.size
    drawn = []
    for _ in range(ROUNDS):
        times = np.bincount(random.integers(people, size=people), minlength=people)
        if (total := times @ weighed) > 0:
            drawn.append(times @ columns / total)
    low, high = np.quantile(np.array(drawn), [0.025, 0.975], axis=0)
    mean = columns.sum(axis=0) / weighed.sum()
    return Comparison(
        *(Interval(float(m), float(a), float(b)) for m, a, b in zip(mean, low, high, strict=True))
    )
