"""How much each part of a score should count, learnt from choices."""

from dataclasses import astuple, dataclass
from typing import Self

import numpy as np
from scipy.optimize import minimize, minimize_scalar

from matching.engine.arrays import Floats, Ints
from matching.engine.learning.bias import PositionBias, weights_of_choices
from matching.engine.learning.shown import NAMES, Shown
from matching.engine.weights import PartWeights

LARGEST_WEIGHT = 20.0  # of a choice: without a bound, one far down would outweigh all others
PRIOR_STRENGTH = 100.0
LEAST_SHARE = 0.01  # a part without weight would never be seen again, and never learnt again
STEEPEST = 200.0  # of the curve from difference in score to chance


@dataclass(frozen=True)
class Contests:
    """Each choice against each other match of its list, at which it might have been made.

    Attributes
    ----------
    difference : floats of shape (m, 4): parts of the chosen match less those of the other
    weight : floats of shape (m,); those of one choice sum to its own, these to their number
    """

    difference: Floats
    weight: Floats

    @classmethod
    def between(cls, shown: Shown, bias: PositionBias) -> Self:
        winner, loser = _contests(shown)
        choice = np.zeros(len(shown))
        choice[shown.chosen] = weights_of_choices(shown, bias, most=LARGEST_WEIGHT)
        rivals = np.bincount(winner, minlength=len(shown))
        weight = choice[winner] / rivals[winner]
        n = np.unique(winner).size
        return cls(
            difference=shown.parts[winner] - shown.parts[loser],
            weight=weight * (n / weight.sum()) if n else weight,
        )

    def loss(self, slope: Floats) -> tuple[float, Floats]:
        """Of the logistic model, and its gradient."""
        margin = self.difference @ slope
        wrong = 0.5 * (1 - np.tanh(margin / 2))
        gradient: Floats = -(self.weight * wrong) @ self.difference
        return float(self.weight @ np.logaddexp(0, -margin)), gradient


class PartLearner:
    """The parts' weights under which what was chosen stands high in its list.

    A choice at a place that few look at stands for many that were not made there, so it weighs one
    divided by the propensity of its position (at most `LARGEST_WEIGHT`). Over many choices, that
    makes up for the position: the loss is on average the one over all that would have been chosen,
    had it been looked at. The loss of a choice is that of a pairwise logistic model, averaged over
    the other matches of its list; it bounds the choice's rank there.

    A penalty holds the weights to the present ones, as strongly as some hundreds of choices would:
    little feedback moves them little.

    Parameters
    ----------
    present : the weights there are
    bias : of the positions

    Attributes
    ----------
    weights_ : PartWeights, none below `LEAST_SHARE` unless it is there already

    References
    ----------
    Joachims, Swaminathan, Schnabel, "Unbiased Learning-to-Rank with Biased Feedback" (WSDM 2017).
    """

    weights_: PartWeights

    def __init__(self, present: PartWeights, bias: PositionBias) -> None:
        self.present = present
        self.bias = bias

    def fit(self, shown: Shown) -> Self:
        """Raises ValueError if nothing was chosen from a list of several."""
        contests = Contests.between(shown.without_repeats(), self.bias)
        if not contests.weight.size:
            raise ValueError("nothing was chosen from a list of several")
        prior = np.array(astuple(self.present))
        scale = _scale(contests, prior)

        def loss(share: Floats) -> tuple[float, Floats]:
            value, gradient = contests.loss(scale * share)
            away = share - prior
            held = 0.5 * PRIOR_STRENGTH * float(away @ away)
            return value + held, scale * gradient + PRIOR_STRENGTH * away

        found = minimize(
            loss, prior, jac=True, method="L-BFGS-B", bounds=[(0.0, None)] * len(NAMES)
        )
        self.weights_ = _shares(found.x, least=np.minimum(prior, LEAST_SHARE))
        return self


def _scale(contests: Contests, prior: Floats) -> float:
    """How steeply chances follow the present score."""
    found = minimize_scalar(
        lambda scale: contests.loss(scale * prior)[0], bounds=(0.0, STEEPEST), method="bounded"
    )
    return float(found.x)


def _shares(found: Floats, *, least: Floats) -> PartWeights:
    """Of a sum of 1, none below the least; in thousandths, which is all that can be told."""
    total = found.sum()
    shares = np.maximum(found / total if total else np.full(found.size, 1 / found.size), least)
    rounded = np.round(shares / shares.sum(), 3)
    rounded[np.argmax(rounded)] += 1 - rounded.sum()
    return PartWeights(**dict(zip(NAMES, np.round(rounded, 3).tolist(), strict=True)))


def _contests(shown: Shown) -> tuple[Ints, Ints]:
    """Rows of each choice and of each other match in the same list."""
    lists = shown.lists()
    order = np.argsort(lists, kind="stable")
    starts = np.searchsorted(lists[order], np.arange(lists.max(initial=-1) + 2))
    winners = np.flatnonzero(shown.chosen)
    sizes = np.diff(starts)[lists[winners]]
    winner = np.repeat(winners, sizes)
    within = np.arange(winner.size) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    loser = order[np.repeat(starts[lists[winners]], sizes) + within]
    others = winner != loser
    return winner[others], loser[others]
