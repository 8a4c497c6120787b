"""What a student hopes for, met as a fraction, each wish in columns of its own.

Every wish ends in the same two columns. In *any* stand the students who did not say what they
wish and the postings that say what they offer: 1 × 1, met in full. In *open* stands a posting that
does not say; there a student who wished for something is met by a fixed fraction.
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator

from matching.engine.arrays import Bools, Floats, Ints, ints
from matching.engine.inputs import UNSAID, Mode, Terms, Wishes
from matching.engine.matrices import (
    Matrix,
    from_dense,
    members,
    one_hot,
    positions,
    side_by_side,
)
from matching.engine.weights import WishWeights

HOURS = np.arange(1.0, 60.0, 2.0)  # middles of buckets two hours wide
HOURS_OVER = 0.5  # above a student's most hours by this share, nothing is left of the wish
PAY = np.array(  # lower ends of buckets, a day
    [
        0,
        20,
        40,
        60,
        80,
        100,
        120,
        150,
        180,
        200,
        220,
        250,
        280,
        300,
        350,
        400,
        500,
        600,
        800,
        1000.0,
    ]
)
DAYS = 30  # of a stretch, by which dates are compared
SPARE = 12  # stretches after the last known day, for postings to come
MOST = 60  # stretches in a layout; later days count to the last one
ON_SITE = {Mode.ON_SITE: 1.0, Mode.HYBRID: 0.5, Mode.REMOTE: 0.0}


class WishModel(BaseEstimator):  # type: ignore[misc]
    """Vectors whose product is the share of a student's wishes that a posting meets.

    Parameters
    ----------
    weights : WishWeights

    Attributes
    ----------
    regions_, fields_ : sorted arrays of ids
        A place or field first seen after fitting has no column: nobody's wish until the next run.
    first_day_ : int
    stretches_ : int

    Examples
    --------
    >>> from matching.engine.weights import Weights
    >>> model = WishModel(Weights.packaged().wishes).fit(Wishes.unsaid(1), Terms.unsaid(1))
    >>> met = model.students(Wishes.unsaid(1)) @ model.postings(Terms.unsaid(1)).T
    >>> met.toarray().round(6)
    array([[1.]])
    """

    def __init__(self, weights: WishWeights) -> None:
        self.weights = weights

    def fit(self, wishes: Wishes, terms: Terms) -> Self:
        """Learn which places, fields and days occur."""
        said = terms.region[terms.region != UNSAID]
        self.regions_: Ints = np.union1d(wishes.regions.values, said)
        self.fields_: Ints = np.union1d(wishes.fields.values, terms.fields.values)
        dated = _dated(terms)
        self.first_day_ = int(terms.starts_on[dated].min()) if dated.any() else 0
        last = int(terms.ends_on[dated].max()) if dated.any() else 0
        self.stretches_ = min((last - self.first_day_) // DAYS + 1 + SPARE, MOST)
        return self

    def sizes(self) -> dict[str, int]:
        """Columns of each wish, in order."""
        return {
            "place": self.regions_.size + 4,
            "dates": self.stretches_ + 2,
            "hours": HOURS.size + 2,
            "pay": PAY.size + 2,
            "field": self.fields_.size + 2,
        }

    def students(self, wishes: Wishes) -> Matrix:
        """Vectors of students, in [0, 1]."""
        named, chose = wishes.regions.lengths > 0, wishes.fields.lengths > 0
        minimum, maximum = wishes.pay_per_day, wishes.hours_per_week
        dated = (wishes.free_from != UNSAID) | (wishes.free_until != UNSAID)
        return side_by_side(
            [
                self._wished(self._places_wished(wishes), named | (wishes.remote != UNSAID)),
                self._wished(from_dense(self._freedom(wishes)), dated),
                self._wished(from_dense(_hours_met(maximum)), ~np.isnan(maximum)),
                self._wished(from_dense(_pay_met(minimum)), ~np.isnan(minimum)),
                self._wished(members(wishes.fields, self.fields_), chose),
            ]
        )

    def postings(self, terms: Terms) -> Matrix:
        """Vectors of postings; the weights of the wishes are in them."""
        weights = asdict(self.weights)
        hours = np.clip(np.ceil(terms.hours_per_week / 2.0), 1.0, float(HOURS.size)) - 1.0
        pay = np.searchsorted(PAY, terms.pay_per_day, side="right").astype(np.float64) - 1.0
        pay[np.isnan(terms.pay_per_day)] = np.nan
        blocks = {
            "place": _offered(self._places_offered(terms), _placed(terms)),
            "dates": _offered(from_dense(self._duration(terms)), _dated(terms)),
            "hours": _offered(one_hot(hours, HOURS.size), ~np.isnan(hours)),
            "pay": _offered(one_hot(pay, PAY.size), ~np.isnan(pay)),
            "field": _offered(self._fields_offered(terms), terms.fields.lengths > 0),
        }
        return side_by_side([block * weights[name] for name, block in blocks.items()])

    def _wished(self, values: Matrix, said: Bools) -> Matrix:
        silent = np.where(said, 0.0, 1.0)
        unsaid = np.where(said, self.weights.unsaid, 1.0)
        return side_by_side([values, from_dense(np.stack([silent, unsaid], axis=1))])

    def _places_wished(self, wishes: Wishes) -> Matrix:
        """Regions named, then *somewhere* for who named none, then *remote*."""
        named = wishes.regions.lengths > 0
        anywhere = np.where(wishes.remote == 1, 0.5, 1.0)
        somewhere = np.where(named | (wishes.remote == UNSAID), 0.0, anywhere)
        remote = np.where((wishes.remote == 1) | (named & (wishes.remote == UNSAID)), 1.0, 0.0)
        regions = members(wishes.regions, self.regions_)
        return side_by_side([regions, from_dense(np.stack([somewhere, remote], axis=1))])

    def _places_offered(self, terms: Terms) -> Matrix:
        """The region, *somewhere*, and *remote*, by how much of the work is done there."""
        share = np.array([ON_SITE[Mode(mode)] for mode in range(len(Mode))])[terms.mode]
        placed = _placed(terms)
        on_site, away = np.where(placed, share, 0.0), np.where(placed, 1.0 - share, 0.0)
        column = positions(terms.region, self.regions_)
        regions = one_hot(column, self.regions_.size).multiply(on_site[:, None]).tocsr()
        return side_by_side([regions, from_dense(np.stack([on_site, away], axis=1))])

    def _freedom(self, wishes: Wishes) -> Floats:
        """Per stretch: 1 where the student is free for half of it or more."""
        start = self.first_day_ + DAYS * np.arange(self.stretches_)
        until = np.where(
            wishes.free_until == UNSAID, np.iinfo(np.int64).max // 2, wishes.free_until
        )
        dated = (wishes.free_from != UNSAID) | (wishes.free_until != UNSAID)
        days = _overlap(start, start + DAYS - 1, wishes.free_from, until)
        return np.where(dated[:, None], np.minimum(days / (DAYS / 2), 1.0), 0.0)

    def _duration(self, terms: Terms) -> Floats:
        """Per stretch: which share of the posting's days falls into it."""
        start = self.first_day_ + DAYS * np.arange(self.stretches_)
        end = start + DAYS - 1
        start[0], end[-1] = UNSAID, np.iinfo(np.int64).max // 2
        days = _overlap(start, end, terms.starts_on, terms.ends_on)
        days[~_dated(terms)] = 0.0
        total = days.sum(axis=1, keepdims=True)
        shares: Floats = np.divide(days, total, out=days, where=total > 0)
        return shares

    def _fields_offered(self, terms: Terms) -> Matrix:
        share = 1.0 / np.maximum(terms.fields.lengths, 1)
        shares: Matrix = members(terms.fields, self.fields_).multiply(share[:, None]).tocsr()
        return shares

    def to_dict(self) -> dict[str, Any]:
        return {
            "regions": self.regions_.tolist(),
            "fields": self.fields_.tolist(),
            "first_day": self.first_day_,
            "stretches": self.stretches_,
        }

    @classmethod
    def from_dict(cls, weights: WishWeights, state: Mapping[str, Any]) -> Self:
        model = cls(weights)
        model.regions_ = ints(state["regions"])
        model.fields_ = ints(state["fields"])
        model.first_day_ = state["first_day"]
        model.stretches_ = state["stretches"]
        return model


def _dated(terms: Terms) -> Bools:
    dated: Bools = (terms.starts_on != UNSAID) & (terms.ends_on != UNSAID)
    return dated


def _placed(terms: Terms) -> Bools:
    placed: Bools = (terms.region != UNSAID) | (terms.mode == Mode.REMOTE)
    return placed


def _offered(values: Matrix, said: Bools) -> Matrix:
    return side_by_side([values, from_dense(np.stack([said, ~said], axis=1).astype(np.float64))])


def _overlap(start: Ints, end: Ints, first: Ints, last: Ints) -> Floats:
    """Days of each stretch (columns) that lie between the first and last day (rows)."""
    later = np.maximum(start[None, :], first[:, None])
    earlier = np.minimum(end[None, :], last[:, None])
    return np.asarray(np.maximum(earlier - later + 1, 0), dtype=np.float64)


def _hours_met(most: Floats) -> Floats:
    """Per bucket of hours: 1 up to the student's most, falling to 0 at half as many again."""
    room = np.maximum(np.nan_to_num(most), 1e-9)[:, None] * HOURS_OVER
    met = np.clip(1.0 - (HOURS[None, :] - most[:, None]) / room, 0.0, 1.0)
    return np.asarray(np.nan_to_num(met))


def _pay_met(least: Floats) -> Floats:
    """Per bucket of pay: which share of the least pay that the student named."""
    floor = np.maximum(least, 1e-9)[:, None]
    met = np.where(least[:, None] > 0, np.minimum(PAY[None, :] / floor, 1.0), 1.0)
    return np.asarray(np.where(np.isnan(least)[:, None], 0.0, met))
