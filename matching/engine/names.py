"""The words behind columns of text, readable without loading them all."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from matching.engine.arrays import Ints, ints, starts_of


@dataclass(frozen=True)
class Names:
    """Many short texts in one array of bytes.

    Examples
    --------
    >>> names = Names.of(["ros", "机器人"])
    >>> len(names), names[1]
    (2, '机器人')
    """

    starts: Ints
    letters: npt.NDArray[np.uint8]

    @classmethod
    def of(cls, names: Sequence[str]) -> Self:
        encoded = [name.encode() for name in names]
        starts = starts_of(ints([len(each) for each in encoded]))
        return cls(starts=starts, letters=np.frombuffer(b"".join(encoded), dtype=np.uint8))

    def __len__(self) -> int:
        return self.starts.size - 1

    def __getitem__(self, number: int) -> str:
        return self.letters[self.starts[number] : self.starts[number + 1]].tobytes().decode()

    def save(self, folder: Path, *, name: str) -> None:
        np.save(folder / f"{name}.starts.npy", self.starts)
        np.save(folder / f"{name}.letters.npy", self.letters)

    @classmethod
    def load(cls, folder: Path, *, name: str) -> Self:
        return cls(
            starts=np.load(folder / f"{name}.starts.npy", mmap_mode="r"),
            letters=np.load(folder / f"{name}.letters.npy", mmap_mode="r"),
        )
