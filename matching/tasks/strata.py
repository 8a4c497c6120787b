"""One side as it stands: the run's files, and over them who was refreshed since."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, fields, replace
from typing import Generic, TypeVar

import numpy as np

from matching.archive import concatenate
from matching.engine.arrays import Bools, Floats, ints, taken
from matching.engine.inputs import Conditions, Facts, Terms, Wishes
from matching.engine.sides import Side
from matching.engine.single import Layer


@dataclass(frozen=True)
class StudentSide:
    vectors: Side
    facts: Facts
    wishes: Wishes


@dataclass(frozen=True)
class PostingSide:
    vectors: Side
    conditions: Conditions
    terms: Terms


Known = TypeVar("Known", StudentSide, PostingSide)
Floors = Callable[[Collection[int] | None], Mapping[int, float]]


@dataclass(frozen=True)
class Stratum(Generic[Known]):
    """Some of one side, indexed.

    Attributes
    ----------
    known : StudentSide or PostingSide
    layer : Layer
        The vectors of `known`.
    there : array of shape (n_rows,)
        False where a newer stratum tells what became of it.
    floors : array of shape (n_rows,)
        Not above the `last_score` of each list as it is now. A list's floor falls only when its
        owner is refreshed, and whoever is refreshed comes into the newer stratum.
    """

    known: Known
    layer: Layer
    there: Bools
    floors: Floats


class Strata(Generic[Known]):
    """The stratum of the run's files, and one of those who were refreshed since.

    Parameters
    ----------
    known, layer : of the run's files
    floors : function
        The `last_score` of the lists of some owners, or of all.
    """

    def __init__(self, known: Known, layer: Layer, *, floors: Floors) -> None:
        self._floors = floors
        self._base: Stratum[Known] = _stratum(known, layer, floors(None))
        self._newer: Stratum[Known] | None = None

    def both(self) -> list[Stratum[Known]]:
        return [self._base] if self._newer is None else [self._base, self._newer]

    def lay_over(self, refreshed: Collection[int], known: Known) -> None:
        """Take `known` for those refreshed; whom it lacks of them, is not matched any more."""
        known = known if self._newer is None else _merged(self._newer.known, refreshed, known)
        floors = self._floors(known.vectors.ids.tolist())
        self._newer = _stratum(known, Layer.of(known.vectors), floors)
        there = self._base.there & ~np.isin(self._base.layer.side.ids, list(refreshed))
        self._base = replace(self._base, there=there)


def _merged(before: Known, refreshed: Collection[int], now: Known) -> Known:
    kept = ints(np.flatnonzero(~np.isin(before.vectors.ids, list(refreshed))))
    parts = {
        name: concatenate(taken(getattr(before, name), kept), getattr(now, name))
        for name in (each.name for each in fields(before))
        if name != "vectors"
    }
    return type(before)(vectors=before.vectors.taken(kept).and_also(now.vectors), **parts)


def _stratum(known: Known, layer: Layer, floors: Mapping[int, float]) -> Stratum[Known]:
    ids = layer.side.ids
    return Stratum(
        known=known,
        layer=layer,
        there=np.ones(ids.size, dtype=bool),
        floors=np.array([floors.get(each, 0.0) for each in ids.tolist()], dtype=np.float64),
    )
