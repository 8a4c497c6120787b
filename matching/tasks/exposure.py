"""How evenly the lists of a run spread attention, and the prices that spread it more evenly."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib.format import open_memmap

from matching.archive import RunFolder
from matching.codec import millionths, unpack_lists
from matching.engine.arrays import Array, Ints
from matching.engine.exposure import Bound, Priced, priced
from matching.models import RankingRun, StudentMatches
from matching.models.lists import POSTINGS_KEPT, POSTINGS_SHOWN

AT_A_TIME = 8192  # lists that are in memory


@dataclass(frozen=True)
class StoredLists:
    """The students' lists of a run, side by side in two files: -1 and 0 behind the end of each.

    Attributes
    ----------
    rows, scores : arrays of shape (n_lists, POSTINGS_KEPT), mapped
        Rows of the postings, and their scores in millionths.
    """

    rows: Array
    scores: Array

    def parts(self) -> Iterator[tuple[Array, Ints]]:
        for start in range(0, len(self.rows), AT_A_TIME):
            here = slice(start, start + AT_A_TIME)
            yield np.array(self.rows[here]), self.scores[here].astype(np.int64)


def spread(run: RankingRun, folder: RunFolder, *, postings: Ints) -> Priced:
    """Find the prices that the run's bound allows, and keep them where lists are read.

    `postings` are the ids of all postings of the run, ascending.
    """
    bound = Bound.of(run.exposure_loss, shown=POSTINGS_SHOWN)
    with _stored(run.pk, folder.path, postings=postings) as lists:
        found = priced(lists, n_postings=postings.size, bound=bound)
    if bound.loss:
        dear = found.prices > 0
        folder.save_prices(postings[dear], found.prices[dear])
    return found


def measures(found: Priced, *, loss: float) -> dict[str, Any]:
    """For people: what is shown, and where it was re-ranked, how it was before and what it cost."""
    shown = found.after.measures()
    if not loss:
        return shown
    return {
        **shown,
        "as_scored": found.before.measures(),
        "exposure_loss": loss,
        "mean_loss": round(found.after.mean_loss, 6),
        "largest_loss": round(found.after.largest_loss, 6),
    }


@contextmanager
def _stored(run_id: int, path: Path, *, postings: Ints) -> Iterator[StoredLists]:
    """The lists are read once from the database, and often from files of the run's folder."""
    stored = StudentMatches.objects.filter(run=run_id)
    files = path / "kept-rows.npy", path / "kept-scores.npy"
    shape = (stored.count(), POSTINGS_KEPT)
    rows, scores = (open_memmap(file, mode="w+", dtype=np.int32, shape=shape) for file in files)
    packed = stored.order_by("pk").values_list("packed", flat=True).iterator(chunk_size=2000)
    filled = 0
    while some := list(islice(packed, min(AT_A_TIME, shape[0] - filled))):
        here = slice(filled, filled + len(some))
        rows[here], scores[here] = _side_by_side(some, postings=postings)
        filled += len(some)
    try:
        yield StoredLists(rows[:filled], scores[:filled])
    finally:
        for file in files:
            file.unlink()


def _side_by_side(packed: Sequence[bytes | memoryview], *, postings: Ints) -> tuple[Array, Array]:
    lengths, entries = unpack_lists(packed)
    rows = np.full((lengths.size, POSTINGS_KEPT), -1, dtype=np.int32)
    scores = np.zeros((lengths.size, POSTINGS_KEPT), dtype=np.int32)
    there = np.arange(POSTINGS_KEPT) < lengths[:, None]
    rows[there] = np.searchsorted(postings, entries.ids)
    scores[there] = millionths(entries.scores)
    return rows, scores
