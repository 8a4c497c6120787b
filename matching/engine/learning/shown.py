"""Lists that were shown, and what was chosen from them."""

from dataclasses import dataclass, fields

import numpy as np

from matching.engine.arrays import Array, Floats, Ints
from matching.engine.weights import PartWeights

NAMES = tuple(each.name for each in fields(PartWeights))

# Simulated, with about 200 choices, the weights learnt were nearer to the true ones than the prior
# in 28 of 30 installations whose truth was drawn at random; where the prior was true, they left it
# by 0.03 a part.
LEAST_CHOICES = 200
# The interval is over people, and each fold judges by a fifth of them: ten are few.
LEAST_PEOPLE = 50
# A curve through fewer positions could be any.
LEAST_POSITIONS = 5
# Matches that were chosen, and seen at several positions: nothing else tells place from worth.
LEAST_MOVED = 50


class TooLittle(ValueError):
    """There is not enough feedback to learn from; what is there says nothing reliable."""


@dataclass(frozen=True)
class Shown:
    """Every match that was shown in a list of one side, one row each.

    Attributes
    ----------
    owner : ints of shape (n,): whose list it is
    other : ints of shape (n,): what stood in it
    run : ints of shape (n,), rising with time; an owner has one list in a run
    position : ints of shape (n,), from 1
    parts : floats of shape (n, 4) in [0, 1]: how well each of `NAMES` was met
    chosen : bools of shape (n,): what followed, such as a bookmark or an application
    """

    owner: Ints
    other: Ints
    run: Ints
    position: Ints
    parts: Floats
    chosen: Array

    def __post_init__(self) -> None:
        n = self.owner.size
        sizes = {each.shape[0] for each in (self.other, self.run, self.position, self.chosen)}
        if sizes != {n} or self.parts.shape != (n, len(NAMES)):
            raise ValueError("every match needs an owner, a place, parts, and what followed")
        if n and int(self.position.min()) < 1:
            raise ValueError("positions start at 1")
        if not (np.isfinite(self.parts).all() and (self.parts >= 0).all()):
            raise ValueError("parts are numbers from 0")

    def __len__(self) -> int:
        return int(self.owner.size)

    def rows(self, which: Array) -> "Shown":
        """Some of the matches: a mask, or their numbers."""
        return Shown(
            owner=self.owner[which],
            other=self.other[which],
            run=self.run[which],
            position=self.position[which],
            parts=self.parts[which],
            chosen=self.chosen[which],
        )

    def pairs(self) -> Ints:
        """A number for each owner with each other: the same match in every run."""
        return _numbered(self.owner, self.other)

    def lists(self) -> Ints:
        """A number for each list."""
        return _numbered(self.owner, self.run)

    def without_repeats(self) -> "Shown":
        """Without what had been chosen in an earlier run already: it cannot be chosen again."""
        pair = self.pairs()
        first = np.full(pair.max(initial=-1) + 1, np.iinfo(np.int64).max)
        np.minimum.at(first, pair[self.chosen], self.run[self.chosen])
        return self.rows(self.run <= first[pair])

    def require_enough(self) -> None:
        """Raises TooLittle, with what there is and what it takes."""
        chosen = self.chosen
        found = {
            "choices": (int(chosen.sum()), LEAST_CHOICES),
            "people who chose": (np.unique(self.owner[chosen]).size, LEAST_PEOPLE),
            "positions that were chosen from": (
                np.unique(self.position[chosen]).size,
                LEAST_POSITIONS,
            ),
            "choices seen at several positions": (n_moved(self), LEAST_MOVED),
        }
        lacking = [f"{name}: {n} of {least}" for name, (n, least) in found.items() if n < least]
        if lacking:
            raise TooLittle("Too little feedback to learn from. " + "; ".join(lacking) + ".")


def moved(shown: Shown) -> Array:
    """Mask of the matches that were chosen once, and shown at two positions or more."""
    pair = shown.pairs()
    n = pair.max(initial=-1) + 1
    lowest, highest = np.full(n, np.iinfo(np.int64).max), np.zeros(n, dtype=np.int64)
    np.minimum.at(lowest, pair, shown.position)
    np.maximum.at(highest, pair, shown.position)
    times_chosen = np.bincount(pair, weights=shown.chosen, minlength=n)
    mask: Array = ((lowest < highest) & (times_chosen > 0))[pair]
    return mask


def n_moved(shown: Shown) -> int:
    return int(np.unique(shown.pairs()[moved(shown)]).size)


def _numbered(first: Ints, second: Ints) -> Ints:
    _kinds, a = np.unique(first, return_inverse=True)
    kinds, b = np.unique(second, return_inverse=True)
    _pairs, number = np.unique(a.astype(np.int64) * max(kinds.size, 1) + b, return_inverse=True)
    found: Ints = number.astype(np.int64)
    return found
