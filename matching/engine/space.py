"""Which column of a vector means what."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

import numpy as np

from matching.engine.arrays import Ints, SmallInts, ints


@dataclass(frozen=True)
class Block:
    """Columns start ≤ column < stop, which together can add up to `weight` of a score."""

    part: str
    name: str
    start: int
    stop: int
    weight: float

    @property
    def size(self) -> int:
        return self.stop - self.start


@dataclass(frozen=True)
class Layout:
    """The blocks of columns, side by side.

    Examples
    --------
    >>> layout = Layout.of([("skills", "direct", 3, 0.8), ("text", "words", 2, 0.2)])
    >>> layout.size, layout["words"].start
    (5, 3)
    >>> layout.block_of(np.array([0, 2, 3])).tolist()
    [0, 0, 1]
    """

    blocks: tuple[Block, ...]

    @classmethod
    def of(cls, sizes: Sequence[tuple[str, str, int, float]]) -> Self:
        """Lay (part, name, size, weight) side by side."""
        stops = np.cumsum([size for _, _, size, _ in sizes]).tolist()
        return cls(
            blocks=tuple(
                Block(part=part, name=name, start=stop - size, stop=stop, weight=weight)
                for (part, name, size, weight), stop in zip(sizes, stops, strict=True)
            )
        )

    @property
    def size(self) -> int:
        return self.blocks[-1].stop if self.blocks else 0

    def __getitem__(self, name: str) -> Block:
        return next(block for block in self.blocks if block.name == name)

    def block_of(self, columns: SmallInts | Ints) -> Ints:
        """Number of the block that each column belongs to."""
        stops = np.array([block.stop for block in self.blocks], dtype=np.int64)
        return ints(np.searchsorted(stops, columns, side="right"))

    def parts(self) -> tuple[str, ...]:
        """The parts of a score, in the order of the columns."""
        return tuple(dict.fromkeys(block.part for block in self.blocks))

    def to_dict(self) -> list[dict[str, Any]]:
        return [asdict(block) for block in self.blocks]

    @classmethod
    def from_dict(cls, blocks: Sequence[Mapping[str, Any]]) -> Self:
        return cls(blocks=tuple(Block(**block) for block in blocks))
