"""Refusals of arrays that do not fit together."""

from collections.abc import Sized

from matching.engine.arrays import Array

UNSAID = -1


def same_length(length: int, **columns: Sized) -> None:
    for name, column in columns.items():
        if len(column) != length:
            raise ValueError(f"{name} has {len(column)} entries where {length} are expected")


def between(name: str, values: Array, low: float, high: float) -> None:
    if values.size and not (values.min() >= low and values.max() <= high):
        raise ValueError(f"{name} must lie between {low} and {high}")
