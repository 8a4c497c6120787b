"""Where a run keeps what it computed with."""

import json
import shutil
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings

from matching.archive.damage import VectorsMissing, damage_is_absence
from matching.dataset import Frame
from matching.engine.arrays import Ints
from matching.engine.names import Names
from matching.engine.rows import Row, Rows
from matching.engine.space import Layout
from matching.enums import Side

COMPLETE = "complete"
PRICES = "prices.npz"


class RunFolder:
    """The files of one run, below `settings.MATCHING_ROOT`.

    Whatever reads raises VectorsMissing if the files are gone, cut off, or do not fit together.
    """

    def __init__(self, run_id: int) -> None:
        self.path = Path(settings.MATCHING_ROOT) / f"run-{run_id}"

    def begin(self) -> Path:
        """An empty folder to build in."""
        self.remove()
        self.path.mkdir(parents=True)
        return self.path

    def finish(self, frame: Frame) -> None:
        """Write the numbering, and that all files are there."""
        text = json.dumps(frame.to_dict())
        (self.path / "frame.json").write_text(text, encoding="utf-8")
        (self.path / COMPLETE).touch()

    def remove(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)

    def require(self) -> Path:
        if not (self.path / COMPLETE).exists():
            raise VectorsMissing(f"no complete vectors in {self.path.name}")
        return self.path

    def finished_at_ns(self) -> int:
        """When the folder was completed; raises VectorsMissing if it is not."""
        return (self.require() / COMPLETE).stat().st_mtime_ns

    @cached_property
    def frame(self) -> Frame:
        with damage_is_absence():
            return Frame.from_dict(self._json("frame.json"))

    @cached_property
    def state(self) -> dict[str, Any]:
        """What the vectoriser learnt, its arrays aside: weights, layout, ranges of wishes."""
        with damage_is_absence():
            found: dict[str, Any] = self._json("vectoriser.json")
            return found

    @cached_property
    def layout(self) -> Layout:
        with damage_is_absence():
            return Layout.from_dict(self.state["layout"])

    @cached_property
    def terms(self) -> Names:
        with damage_is_absence():
            names = Names.load(self.require(), name="terms")
            _require(int(names.starts[-1]) == names.letters.size)
            return names

    def row(self, side: Side, subject_id: int) -> Row | None:
        """The vector of a student or posting, None where the run did not know it."""
        folder = self.require()
        with damage_is_absence():
            ids = np.load(folder / f"{side}.ids.npy", mmap_mode="r")
            rows = Rows.load(folder, name=str(side))
            _require(len(rows) == ids.size)
            _require(int(rows.starts[-1]) == rows.columns.size == rows.values.size)
        place = int(np.searchsorted(ids, subject_id))
        if place == ids.size or ids[place] != subject_id:
            return None
        return rows[place]

    def save_prices(self, ids: Ints, prices: Ints) -> None:
        """Keep the prices of postings (`engine.exposure`), by ascending id; replaced as a whole."""
        new = self.path / f"new-{PRICES}"
        with new.open("wb") as file:
            np.savez(file, ids=ids, prices=prices)
        new.replace(self.path / PRICES)

    def prices(self) -> tuple[Ints, Ints]:
        """The ids and prices that were kept."""
        file = self.require() / PRICES
        with damage_is_absence(), file.open("rb") as opened:
            arrays = np.load(opened, allow_pickle=False)
            ids, prices = arrays["ids"], arrays["prices"]
        _require(ids.shape == prices.shape)
        return ids, prices

    def _json(self, name: str) -> Any:
        return json.loads((self.require() / name).read_text(encoding="utf-8"))


def _require(fits: bool) -> None:
    if not fits:
        raise VectorsMissing("the files of a run do not fit together")
