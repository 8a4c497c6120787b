"""Single vectors of a run: from its files, with what was refreshed since laid over them."""

from collections.abc import Collection
from functools import lru_cache

import numpy as np

from matching.archive import RunFolder
from matching.codec import unpack_row
from matching.engine.flow import Flow
from matching.engine.improvement import Ladder
from matching.engine.inputs import SkillGraph
from matching.engine.names import Names
from matching.engine.rows import Row
from matching.engine.weights import Weights
from matching.enums import Side
from matching.models import MatchVector, RankingRun


class Vectors:
    """What one process keeps of the run that is shown: small, and the same for all requests."""

    def __init__(self, run_id: int) -> None:
        self.run_id = run_id
        self.folder = RunFolder(run_id)
        self.layout = self.folder.layout
        self.terms: Names = self.folder.terms
        self.skill_ids = np.asarray(self.folder.frame.skill_ids, dtype=np.int64)
        self.number_of = {skill_id: i for i, skill_id in enumerate(self.skill_ids.tolist())}
        self.ladder = self._ladder()

    def rows(self, side: Side, ids: Collection[int]) -> dict[int, Row]:
        """The vectors of these students or postings, without those that have none."""
        return stored_rows(self.run_id, side, ids)

    def _ladder(self) -> Ladder:
        weights = Weights.from_dict(self.folder.state["weights"]).skills
        graph: SkillGraph = self.folder.frame.graph
        flow = Flow.up(graph, depth=len(weights.decay))
        return Ladder(layout=self.layout, flow=flow, weights=weights)


def vectors_of(run: RankingRun) -> Vectors:
    """Raises VectorsMissing if the run's files are gone."""
    return _kept(run.pk, RunFolder(run.pk).finished_at_ns())


@lru_cache(maxsize=2)
def _kept(run_id: int, finished_at_ns: int) -> Vectors:
    """`finished_at_ns` tells folders apart that were built twice under one number."""
    return Vectors(run_id)


def stored_rows(run_id: int, side: Side, ids: Collection[int]) -> dict[int, Row]:
    """The vectors that made what the lists say: refreshed ones, else those of the run's files."""
    newer = MatchVector.objects.filter(run=run_id, side=side, subject_id__in=ids)
    packed = dict(newer.values_list("subject_id", "packed"))
    found = {each: _row(packed[each]) for each in ids if packed.get(each)}
    folder = RunFolder(run_id)
    for each in ids:
        if each not in packed and (row := folder.row(side, each)) is not None:
            found[each] = row
    return found


def _row(packed: bytes | memoryview) -> Row:
    columns, values = unpack_row(packed)
    return Row(columns=columns, values=values)
