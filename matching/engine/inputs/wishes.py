"""What students hope for, and what postings offer."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Self

import numpy as np

from matching.engine.arrays import Bools, Floats, Ints, Ragged
from matching.engine.inputs.checks import UNSAID, between, same_length


class Mode(IntEnum):
    """Where the work of a posting is done."""

    ON_SITE = 0
    HYBRID = 1
    REMOTE = 2


def _not_negative(name: str, values: Floats) -> None:
    if np.any(values < 0) or np.any(np.isinf(values)):
        raise ValueError(f"{name} must be a number from 0, or NaN where it was not said")


@dataclass(frozen=True)
class Wishes:
    """What students hope for; all arrays of shape (n_students,).

    Attributes
    ----------
    regions : Ragged
        Region ids, their member regions included; an empty list is "anywhere".
    only_these_regions : bool
        Other places are out of the question, not just less liked.
    remote : 1 wants it, 0 does not, -1 did not say
    free_from, free_until : days, both included, -1 not said
    hours_per_week : most hours, NaN not said
    pay_per_day : least pay, NaN not said
    fields : Ragged
        Ids of broad disciplines of interest; an empty list is "any".
    """

    regions: Ragged
    only_these_regions: Bools
    remote: Ints
    free_from: Ints
    free_until: Ints
    hours_per_week: Floats
    pay_per_day: Floats
    fields: Ragged

    def __post_init__(self) -> None:
        same_length(len(self.regions), **vars(self))
        between("remote", self.remote, UNSAID, 1)
        _not_negative("hours_per_week", self.hours_per_week)
        _not_negative("pay_per_day", self.pay_per_day)

    def __len__(self) -> int:
        return len(self.regions)

    @classmethod
    def unsaid(cls, length: int) -> Self:
        return cls(
            regions=Ragged.empty(length),
            only_these_regions=np.zeros(length, dtype=bool),
            remote=np.full(length, UNSAID),
            free_from=np.full(length, UNSAID),
            free_until=np.full(length, UNSAID),
            hours_per_week=np.full(length, np.nan),
            pay_per_day=np.full(length, np.nan),
            fields=Ragged.empty(length),
        )


@dataclass(frozen=True)
class Terms:
    """What postings offer; all arrays of shape (n_postings,).

    Attributes
    ----------
    region : region id, -1 not said
    mode : `Mode` codes
    starts_on, ends_on : days, both included, -1 not said
    hours_per_week, pay_per_day : NaN not said
    fields : Ragged
        Ids of the broad disciplines the work belongs to; an empty list is "not said".
    """

    region: Ints
    mode: Ints
    starts_on: Ints
    ends_on: Ints
    hours_per_week: Floats
    pay_per_day: Floats
    fields: Ragged

    def __post_init__(self) -> None:
        same_length(len(self.region), **vars(self))
        between("mode", self.mode, min(Mode), max(Mode))
        dated = (self.starts_on != UNSAID) & (self.ends_on != UNSAID)
        if np.any(dated & (self.starts_on > self.ends_on)):
            raise ValueError("a posting ends before it starts")
        _not_negative("hours_per_week", self.hours_per_week)
        _not_negative("pay_per_day", self.pay_per_day)

    def __len__(self) -> int:
        return len(self.region)

    @classmethod
    def unsaid(cls, length: int) -> Self:
        return cls(
            region=np.full(length, UNSAID),
            mode=np.full(length, int(Mode.ON_SITE)),
            starts_on=np.full(length, UNSAID),
            ends_on=np.full(length, UNSAID),
            hours_per_week=np.full(length, np.nan),
            pay_per_day=np.full(length, np.nan),
            fields=Ragged.empty(length),
        )
