"""What a shard of a run is ranked with, and what it leaves for the run to be finished with."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self
from uuid import uuid4

import numpy as np

from matching.archive import damage_is_absence, load_bundle
from matching.codec import RankedList
from matching.engine.arrays import Ints
from matching.engine.eligibility import Eligibility
from matching.engine.inputs import Conditions, Facts, Terms, Ties, Wishes
from matching.engine.ranking import TopMatches
from matching.engine.sides import Side
from matching.enums import Side as SideName
from matching.models import RankingRun

ORDER = "order.npy"  # rows of the students, those who may take the same postings side by side


@dataclass(frozen=True)
class Inputs:
    """The run's files."""

    students: Side
    postings: Side
    order: Ints
    eligibility: Eligibility

    @classmethod
    def load(cls, run: RankingRun, path: Path) -> Self:
        """Raises VectorsMissing if the files are gone, cut off, or do not fit together."""
        with damage_is_absence():
            students = Side.load(path, name=SideName.STUDENT)
            order = np.load(path / ORDER, mmap_mode="r")
            if order.size != len(students):
                raise ValueError(f"{ORDER} is of another number of students")
            return cls(
                students=students,
                postings=Side.load(path, name=SideName.POSTING),
                order=order,
                eligibility=_eligibility(run, path),
            )


def _eligibility(run: RankingRun, path: Path) -> Eligibility:
    """As of the day the run read its inputs, so that a resumed run is the same run."""
    return Eligibility(
        facts=load_bundle(Facts, path, name="facts"),
        wishes=load_bundle(Wishes, path, name="wishes"),
        conditions=load_bundle(Conditions, path, name="conditions"),
        terms=load_bundle(Terms, path, name="terms"),
        ties=load_bundle(Ties, path, name="ties"),
        today=int(run.parameters["today"]),
    )


def save_candidates(found: TopMatches, path: Path, *, number: int) -> None:
    """Whole or not at all: another attempt may be reading what an earlier one wrote."""
    part = path / f"shard-{number}.{uuid4().hex}"
    with part.open("wb") as file:
        np.savez(file, starts=found.starts, rows=found.rows, scores=found.scores, keys=found.keys)
    part.replace(path / f"shard-{number}.npz")


def load_candidates(path: Path, *, number: int) -> TopMatches:
    with (path / f"shard-{number}.npz").open("rb") as file:
        arrays = np.load(file, allow_pickle=False)
        return TopMatches(**{name: arrays[name] for name in arrays.files})


def as_lists(found: TopMatches, *, ids: Ints) -> list[RankedList]:
    return [
        RankedList.of(ids[rows], scores) for rows, scores in (found[i] for i in range(len(found)))
    ]
