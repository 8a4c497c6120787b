"""The order in which a student's list is shown.

Stored lists are in the order of their scores, and refreshes keep them so. Where the run spreads
exposure (`engine.exposure`), the reader orders what is kept by its prices; every score stays.
"""

from functools import lru_cache

import numpy as np

from matching.archive import RunFolder, VectorsMissing
from matching.codec import RankedList
from matching.engine.arrays import Ints
from matching.engine.exposure import Bound, order
from matching.models import RankingRun, StudentMatches
from matching.models.lists import POSTINGS_SHOWN


def shown(stored: StudentMatches) -> RankedList:
    """The matches that the student sees, in order; by score alone where the prices are gone."""
    kept = stored.ranked()
    if not stored.run.exposure_loss:
        return kept.first(POSTINGS_SHOWN)
    try:
        prices = _prices_of(stored.run, kept.ids)
    except VectorsMissing:
        return kept.first(POSTINGS_SHOWN)
    bound = Bound.of(stored.run.exposure_loss, shown=POSTINGS_SHOWN)
    places = order(kept.millionths()[None], prices[None], bound=bound)[0]
    return RankedList.of(kept.ids[places], kept.scores[places]).first(POSTINGS_SHOWN)


def _prices_of(run: RankingRun, ids: Ints) -> Ints:
    """The price of each posting; who is newer than the run has none."""
    priced, prices = _kept(run.pk, RunFolder(run.pk).finished_at_ns())
    if not priced.size:
        return np.zeros_like(ids)
    places = np.minimum(np.searchsorted(priced, ids), priced.size - 1)
    return np.where(priced[places] == ids, prices[places], 0)


@lru_cache(maxsize=2)
def _kept(run_id: int, finished_at_ns: int) -> tuple[Ints, Ints]:
    """`finished_at_ns` tells folders apart that were built twice under one number."""
    return RunFolder(run_id).prices()
