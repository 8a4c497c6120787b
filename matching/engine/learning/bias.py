"""How much less is looked at what stands further down."""

from typing import Self

import numpy as np
from scipy.optimize import minimize_scalar

from matching.engine.arrays import Array, Floats, Ints
from matching.engine.learning.shown import Shown, moved

STEEPEST = 3.0  # of the exponent: at 3 the second place gets an eighth of the first one's looks


class PositionBias:
    r"""The chance that a match is looked at, :math:`1 / position^\eta` of that of the first place.

    :math:`\eta` is found by comparing a match with itself: shown at one position in one run and at
    another in the next, it is chosen more often where it is looked at more often, whatever it is
    worth (intervention harvesting). How often a match is chosen at position :math:`k` is
    :math:`r k^{-\eta}` on average, with a worth :math:`r` of its own; given how often it was chosen
    at all, its choices fall on its positions in proportion to :math:`k^{-\eta}`. The product of
    these multinomials is the likelihood of a Poisson model with fixed effects, whose maximum is
    consistent where just those averages are right (Wooldridge 1999): no worth needs to be known,
    nor small.

    It takes it that positions change for reasons which have nothing to do with the match itself
    (other postings come and go), and that a match is worth the same each time.

    Attributes
    ----------
    exponent_ : float in [0, 3]

    References
    ----------
    Agarwal, Zaitsev, Wang, Li, Najork, Joachims, "Estimating Position Bias without Intrusive
    Interventions" (WSDM 2019). Wooldridge, "Distribution-free estimation of some nonlinear panel
    data models" (Journal of Econometrics 90, 1999).
    """

    exponent_: float

    def fit(self, shown: Shown) -> Self:
        """Learn from the matches that were shown at several positions and chosen.

        Raises
        ------
        ValueError
            If there is none.
        """
        found = shown.rows(moved(shown))
        if not len(found):
            raise ValueError("no match was shown at several positions and chosen")
        order = np.argsort(found.pairs(), kind="stable")
        pair = found.pairs()[order]
        logs, chosen = np.log(found.position[order]), found.chosen[order].astype(np.float64)
        times = np.bincount(pair, weights=chosen)

        def loss(exponent: float) -> float:
            total = np.bincount(pair, weights=np.exp(-exponent * logs))
            return float(exponent * (chosen @ logs) + times @ np.log(total))

        best = minimize_scalar(loss, bounds=(0.0, STEEPEST), method="bounded")
        self.exponent_ = float(best.x)
        return self

    @classmethod
    def known(cls, exponent: float) -> Self:
        """A bias that is known already; 0 is none.

        Examples
        --------
        >>> PositionBias.known(1.0).propensity(np.array([1, 2, 4]))
        array([1.  , 0.5 , 0.25])
        """
        bias = cls()
        bias.exponent_ = exponent
        return bias

    def propensity(self, position: Ints) -> Floats:
        """The chance of being looked at, against the first place; in (0, 1]."""
        found: Floats = np.asarray(position, dtype=np.float64) ** -self.exponent_
        return found


def weights_of_choices(shown: Shown, bias: PositionBias, *, most: float) -> Array:
    """One divided by the propensity of each match that was chosen; `most` bounds the variance."""
    inverse: Floats = 1.0 / bias.propensity(shown.position[shown.chosen])
    return np.minimum(inverse, most)
