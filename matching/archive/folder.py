"""Where a run keeps what it computed with."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
from django.conf import settings

from matching.archive.damage import FilesNotWritten, VectorsMissing, damage_is_absence
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

    @contextmanager
    def begin(self) -> Iterator[Path]:
        """A folder that only this attempt knows, to build in; it goes again if that fails.

        Raises FilesNotWritten where a file cannot be written. Another attempt, even one that was
        given up for dead, builds in a folder of its own: `put_in_place` says whose counts.
        """
        self.built = self.path.with_name(f"{self.path.name}.{uuid4().hex}")
        try:
            with self.writing():
                self.built.mkdir(parents=True)
                yield self.built
        except BaseException:
            shutil.rmtree(self.built, ignore_errors=True)
            raise

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Within it, FilesNotWritten says what OSError does not: that a disk may be full."""
        try:
            yield
        except OSError as error:
            where, why = self.path.name, f"{type(error).__name__}: {error}"
            raise FilesNotWritten(f"no room or no right to write {where} ({why})") from error

    def finish(self, frame: Frame) -> None:
        """Write the numbering, and that all files are there."""
        text = json.dumps(frame.to_dict())
        with self.writing():
            (self.built / "frame.json").write_text(text, encoding="utf-8")
            (self.built / COMPLETE).touch()

    def put_in_place(self) -> None:
        """Make what was built the files of the run; what other attempts left goes."""
        shutil.rmtree(self.path, ignore_errors=True)
        self.built.rename(self.path)
        self._remove_attempts()

    def drop(self) -> None:
        """Nobody wants what was built."""
        shutil.rmtree(self.built, ignore_errors=True)

    def remove(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)
        self._remove_attempts()

    def _remove_attempts(self) -> None:
        for attempt in self.path.parent.glob(f"{self.path.name}.*"):
            shutil.rmtree(attempt, ignore_errors=True)

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
