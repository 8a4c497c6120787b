"""Who is seen: postings that few lists show stand higher where they suit nearly as well.

Each posting has a price, and a list is ordered by score × (1 + price). Nothing else changes: who is
in a list, and every score, stay. NumPy only, and whole numbers only: every process that orders a
list gets the same order, and sums do not depend on how lists are divided into parts.

How much a list gives up is measured as in Biega et al.: rank r gets 1 / log2(r + 1) of a reader's
attention (here in 65,536ths, rounded down), the worth of an order is the sum of attention × score
over the ranks that are shown, and the loss is the share of the worth of the list's own order.

The prices come from a proportional controller (Morik et al.): a posting that gets no attention has
the highest price there is, one with twice the mean has none, with a straight line between.

References
----------
Singh and Joachims, "Fairness of exposure in rankings" (2018).
Biega, Gummadi and Weikum, "Equity of attention: amortizing individual fairness in rankings" (2018).
Morik, Singh, Hong and Joachims, "Controlling fairness and bias in dynamic learning-to-rank" (2020).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import fsum
from typing import Protocol, Self

import numpy as np

from matching.engine import metrics
from matching.engine.arrays import Array, Bools, Ints, ints

UNIT = 10_000  # prices and losses are whole ten-thousandths
HIGHEST_LOSS = 0.5
STRETCH = 4  # the highest price, in prices with which no list can lose too much
PARTS_OF_A_PRICE = (4, 2, 1)  # quarters of the prices; the last is always within the bound
ATTENTION = 2**16  # of the first rank
PLACE_BITS = 8
FEW = 10  # the ranks that most readers look at
ROUNDS = 4


@dataclass(frozen=True)
class Bound:
    """How much of its worth a list may give up, and how many of its matches are shown.

    Attributes
    ----------
    loss : ten-thousandths of the worth of the list's own order
    shown : the first matches of a list, the ones that readers see
    """

    loss: int
    shown: int

    @classmethod
    def of(cls, share: float, *, shown: int) -> Self:
        """Raises ValueError unless the share is a number from 0 to 0.5.

        Examples
        --------
        >>> Bound.of(0.05, shown=50).highest_price
        2105
        """
        if not 0 <= share <= HIGHEST_LOSS:
            raise ValueError(f"the loss of a list is a share from 0 to {HIGHEST_LOSS}, not {share}")
        return cls(loss=int(share * UNIT + 1e-6), shown=shown)

    @property
    def highest_price(self) -> int:
        """In ten-thousandths.

        With prices up to loss / (1 - loss) no list can lose too much: sorted by s(1 + p) it is
        worth at least 1 / (1 + p) of any other order. Most lists lose far less, so prices go
        beyond, and a list that would lose too much takes a part of them: see `order`.
        """
        return STRETCH * UNIT * self.loss // (UNIT - self.loss)

    def attention(self, length: int) -> Ints:
        """What each of `length` places gets of a reader's attention."""
        each = np.zeros(length, dtype=np.int64)
        shown = min(length, self.shown)
        each[:shown] = ATTENTION / np.log2(np.arange(2, shown + 2))
        return each


def order(scores: Ints, prices: Ints, *, bound: Bound) -> Ints:
    """The order in which lists are shown.

    Parameters
    ----------
    scores : array of shape (n_lists, length), in millionths, falling, 0 behind the end of a list
    prices : array of shape (n_lists, length), in ten-thousandths, up to `bound.highest_price`
    bound : Bound

    Returns
    -------
    array of shape (n_lists, length)
        Places in the list as it came; equals keep their order. A list uses its prices in full, or
        else half or a quarter of each: the most with which it loses no more than it may.

    Examples
    --------
    >>> bound = Bound.of(0.05, shown=2)
    >>> order(np.array([[500_000, 480_000, 300_000]]), np.array([[0, 900, 900]]), bound=bound)
    array([[1, 0, 2]])
    """
    _check(scores, prices, bound)
    wanted, *lesser = PARTS_OF_A_PRICE
    places = _sorted(scores, prices * wanted)
    for part in lesser:
        over = _loses_too_much(scores, places, bound=bound)
        if not over.any():
            break
        places[over] = _sorted(scores[over], prices[over] * part)
    return places


def _check(scores: Ints, prices: Ints, bound: Bound) -> None:
    if scores.shape != prices.shape or scores.shape[1] > 2**PLACE_BITS:
        raise ValueError("scores and prices must be as many, and lists no longer than 256")
    if prices.size and not 0 <= prices.min() <= prices.max() <= bound.highest_price:
        raise ValueError(f"prices run from 0 to {bound.highest_price}")


def _sorted(scores: Ints, quarters: Ints) -> Ints:
    """Sorted by price and score; the place is part of the key, so no two are equal."""
    last = 2**PLACE_BITS - 1
    keys = scores * (STRETCH * UNIT + quarters) << PLACE_BITS
    keys += last - np.arange(scores.shape[1])
    keys.sort(axis=1)
    places: Ints = last - (keys[:, ::-1] & last)
    return places


def _loses_too_much(scores: Ints, places: Ints, *, bound: Bound) -> Bools:
    before, after = worth(scores, bound=bound), worth(_taken(scores, places), bound=bound)
    too_much: Bools = after * UNIT < before * (UNIT - bound.loss)
    return too_much


def worth(scores: Ints, *, bound: Bound) -> Ints:
    """The attention-weighted sum of each list's scores, in the order they are given."""
    return ints(scores @ bound.attention(scores.shape[1]))


def _taken(values: Array, places: Ints) -> Array:
    return np.take_along_axis(values, places, axis=1)


class Lists(Protocol):
    """Students' lists that can be gone through again and again, some at a time.

    Each part is two arrays of shape (n, length): rows of postings, and their scores in
    millionths, falling; -1 and 0 behind the end of a list.
    """

    def parts(self) -> Iterable[tuple[Array, Ints]]: ...


@dataclass
class Seen:
    """What the postings get of all lists together, by the row of the posting.

    Attributes
    ----------
    attention : sum over the places it is shown at, see `Bound.attention`
    places : in how many lists it is shown
    first : in how many of them among the first ten
    losses : of each list that shows anything, in [0, 1]
    """

    attention: Ints
    places: Ints
    first: Ints
    losses: list[float] = field(default_factory=list)

    @classmethod
    def nothing(cls, n_postings: int) -> Self:
        attention, places, first = np.zeros((3, n_postings), dtype=np.int64)
        return cls(attention=attention, places=places, first=first)

    @property
    def mean_loss(self) -> float:
        return fsum(self.losses) / len(self.losses) if self.losses else 0.0

    @property
    def largest_loss(self) -> float:
        return max(self.losses, default=0.0)

    @property
    def unevenness(self) -> int:
        """The Gini index of attention, but for a divisor that is the same for every order."""
        values = np.sort(self.attention)
        return int((2 * np.arange(1, values.size + 1) - values.size - 1) @ values)

    def measures(self) -> dict[str, float | list[float]]:
        return {
            "postings_never_shown": round(metrics.share_never_shown(self.places), 4),
            "postings_never_in_first_ten": round(metrics.share_never_shown(self.first), 4),
            "gini_of_postings": round(metrics.gini(self.places), 4),
            "gini_of_attention": round(metrics.gini(self.attention), 4),
            "lorenz_of_postings": metrics.lorenz(self.places),
            "lorenz_of_attention": metrics.lorenz(self.attention),
        }


def seen(lists: Lists, prices: Ints, *, bound: Bound) -> Seen:
    """Who is seen how much if the lists are ordered with these prices, one for each posting."""
    n = prices.size
    total = Seen.nothing(n)
    for rows, scores in lists.parts():
        there = rows >= 0
        of_each = prices[rows] * there if n else np.zeros(rows.shape, dtype=np.int64)
        places = order(scores, of_each, bound=bound)
        shown = _taken(rows, places)[:, : bound.shown]
        real = shown >= 0
        attention = np.broadcast_to(bound.attention(shown.shape[1]), shown.shape)
        # Whole numbers below 2^53: exact in double precision.
        total.attention += np.bincount(shown[real], attention[real], n).astype(np.int64)
        total.places += np.bincount(shown[real], minlength=n)
        total.first += np.bincount(shown[:, :FEW][real[:, :FEW]], minlength=n)
        before, after = worth(scores, bound=bound), worth(_taken(scores, places), bound=bound)
        lists_with_any = before > 0
        total.losses += (1 - after[lists_with_any] / before[lists_with_any]).tolist()
    return total


@dataclass(frozen=True)
class Priced:
    """Prices, and what they do.

    Attributes
    ----------
    prices : array of shape (n_postings,), in ten-thousandths
    before, after : who is seen without them and with them; the same where nothing may be lost
    """

    prices: Ints
    before: Seen
    after: Seen


def priced(lists: Lists, *, n_postings: int, bound: Bound) -> Priced:
    """Find the prices with which attention is spread most evenly.

    Each round moves the prices towards those that answer to the attention of the last one, by
    less and less, as prices and attention follow each other. The best round counts, the first
    being without prices, so attention is never spread less evenly than before.
    """
    prices = np.zeros(n_postings, dtype=np.int64)
    before = seen(lists, prices, bound=bound)
    best, now = Priced(prices, before, before), before
    for number in range(ROUNDS if bound.loss else 0):
        prices = prices + 2 * (_answer(now.attention, bound=bound) - prices) // (number + 2)
        now = seen(lists, prices, bound=bound)
        if now.unevenness < best.after.unevenness:
            best = Priced(prices, before, now)
    return best


def _answer(attention: Ints, *, bound: Bound) -> Ints:
    """The price that a posting's attention asks for."""
    enough = 2 * int(attention.sum())  # what n postings with twice the mean have, divided by n
    if not enough:
        return np.zeros_like(attention)
    lacking = np.maximum(enough - attention * attention.size, 0)
    return ints(lacking * bound.highest_price // enough)
