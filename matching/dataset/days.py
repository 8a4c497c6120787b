"""Dates as the engine counts them."""

from collections.abc import Iterable
from datetime import date

import numpy as np

from matching.engine.arrays import Floats, Ints, ints
from matching.engine.inputs import UNSAID

EPOCH = date(1970, 1, 1).toordinal()


def day_number(day: date | None) -> int:
    """Days since 1970-01-01, -1 for none."""
    return day.toordinal() - EPOCH if day else UNSAID


def days(dates: Iterable[date | None]) -> Ints:
    return ints([day_number(each) for each in dates])


def amounts(values: Iterable[float | None]) -> Floats:
    """Numbers, NaN where none was said."""
    return np.array([np.nan if each is None else each for each in values], dtype=np.float64)
