"""How good a ranking is, and how evenly it spreads attention."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matching.engine.arrays import Array, Floats, Ints

Gains = Mapping[str, int]


@dataclass(frozen=True)
class Interval:
    """A mean and the 95 % bootstrap interval around it."""

    mean: float
    low: float
    high: float


def ndcg(ranked: Sequence[str], relevant: Gains, *, depth: int = 10) -> float:
    """Normalised discounted cumulative gain: gain 2^relevance - 1, discount log2(rank + 1).

    Parameters
    ----------
    ranked : documents, best first
    relevant : relevance of each judged document; those at 0 or less count as not relevant
    depth : ranks that count

    Returns
    -------
    float in [0, 1]

    Raises
    ------
    ValueError
        If no document is relevant.

    References
    ----------
    Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques" (2002).

    Examples
    --------
    >>> ndcg(["a", "b"], {"b": 1})
    0.6309297535714575
    """
    ideal = sorted((gain for gain in relevant.values() if gain > 0), reverse=True)
    if not ideal:
        raise ValueError("a query needs a relevant document")
    reached = [max(relevant.get(document, 0), 0) for document in ranked[:depth]]
    return _discounted(reached) / _discounted(ideal[:depth])


def _discounted(gains: Sequence[int]) -> float:
    ranks = np.arange(2, len(gains) + 2)
    return float(np.sum((2.0 ** np.array(gains, dtype=np.float64) - 1) / np.log2(ranks)))


def recall(ranked: Sequence[str], relevant: Gains, *, depth: int = 50) -> float:
    """Share of the relevant documents among the first ones.

    Examples
    --------
    >>> recall(["a", "b"], {"b": 1, "c": 1}, depth=50)
    0.5
    """
    wanted = {document for document, gain in relevant.items() if gain > 0}
    if not wanted:
        raise ValueError("a query needs a relevant document")
    return len(wanted.intersection(ranked[:depth])) / len(wanted)


def reciprocal_rank(ranked: Sequence[str], relevant: Gains) -> float:
    """One divided by the rank of the first relevant document; 0 without one.

    Examples
    --------
    >>> reciprocal_rank(["a", "b"], {"b": 1})
    0.5
    """
    hits = (rank for rank, document in enumerate(ranked, 1) if relevant.get(document, 0) > 0)
    first = next(hits, None)
    return 1.0 / first if first else 0.0


def bootstrap(values: Sequence[float], *, seed: int, rounds: int = 1000) -> Interval:
    """Mean of the values with a percentile bootstrap interval.

    Raises
    ------
    ValueError
        If there is no value.

    Examples
    --------
    >>> bootstrap([0.5, 0.5], seed=0)
    Interval(mean=0.5, low=0.5, high=0.5)
    """
    sample: Floats = np.asarray(values, dtype=np.float64)
    if not sample.size:
        raise ValueError("no values to average")
    random = np.random.default_rng(seed)
    means = np.array([random.choice(sample, sample.size).mean() for _ in range(rounds)])
    low, high = np.quantile(means, [0.025, 0.975])
    return Interval(mean=float(sample.mean()), low=float(low), high=float(high))


def lorenz(counts: Ints, *, points: int = 21) -> list[float]:
    """The Lorenz curve: the share of all counts that the least counted share of members have.

    Parameters
    ----------
    counts : array of shape (n,), >= 0
    points : how many, from a share of 0 to a share of 1 of the members, evenly

    Returns
    -------
    list of `points` floats that rise from 0 to 1; equal shares where nothing was counted

    Examples
    --------
    >>> lorenz(np.array([3, 1]), points=3)
    [0.0, 0.25, 1.0]
    """
    at = np.linspace(0, 1, points)
    total = counts.sum()
    if not total:
        return [float(share) for share in at]
    reached = np.concatenate([[0], np.cumsum(np.sort(counts))]) / total
    members = np.arange(reached.size) / counts.size
    return [round(float(share), 4) for share in np.interp(at, members, reached)]


def gini(exposure: Array) -> float:
    """How unevenly exposure is spread: 0 is alike for all, near 1 is all for one.

    Examples
    --------
    >>> gini(np.array([1.0, 1.0])), gini(np.array([0.0, 0.0, 0.0, 4.0]))
    (0.0, 0.75)
    """
    values = np.sort(np.asarray(exposure, dtype=np.float64))
    if values.size and values[0] < 0:
        raise ValueError("exposure is never negative")
    if not values.sum():
        return 0.0
    rank = np.arange(1, values.size + 1)
    return float((2 * rank - values.size - 1) @ values / (values.size * values.sum()))


def exposure(rows: Ints, *, total: int) -> Ints:
    """How often each of `total` candidates is listed."""
    return np.bincount(rows, minlength=total)


def share_never_shown(times: Ints) -> float:
    """Share of the candidates that are in no list.

    Examples
    --------
    >>> share_never_shown(np.array([0, 3, 1, 0]))
    0.5
    """
    return float(np.mean(times == 0)) if times.size else 0.0
