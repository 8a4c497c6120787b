"""The two sides that are matched, each as one bundle of arrays."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from matching.engine.arrays import Ints, taken
from matching.engine.inputs.checks import between, same_length
from matching.engine.inputs.facts import Conditions, Facts
from matching.engine.inputs.skills import AskedSkills, FoundSkills, StatedSkills
from matching.engine.inputs.wishes import Terms, Wishes


def _unique(ids: Ints) -> None:
    if np.unique(ids).size != ids.size:
        raise ValueError("ids must be different from each other")


Lines = TypeVar("Lines", StatedSkills, FoundSkills)


def _lines(lines: Lines, start: int, stop: int) -> Lines:
    """Those of some rows, numbered from 0."""
    here = taken(lines, np.flatnonzero((lines.row >= start) & (lines.row < stop)))
    return replace(here, row=here.row - start)


@dataclass(frozen=True)
class Students:
    """Everything the engine knows about students.

    Attributes
    ----------
    ids : array of shape (n_students,)
    age : array of shape (n_students,)
        Among equals the lower comes first: a row number by date, or a time stamp.
    stated : StatedSkills
    found : FoundSkills
    texts : n_students texts, "" where there is none
    wishes : Wishes
    facts : Facts
    """

    ids: Ints
    age: Ints
    stated: StatedSkills
    found: FoundSkills
    texts: Sequence[str]
    wishes: Wishes
    facts: Facts

    def __post_init__(self) -> None:
        n = len(self.ids)
        same_length(n, age=self.age, texts=self.texts, wishes=self.wishes, facts=self.facts)
        between("rows of stated skills", self.stated.row, 0, n - 1)
        between("rows of found skills", self.found.row, 0, n - 1)
        _unique(self.ids)

    def __len__(self) -> int:
        return len(self.ids)

    def part(self, start: int, stop: int) -> "Students":
        """Those of rows start ≤ row < stop."""
        rows = np.arange(start, min(stop, len(self)))
        return Students(
            ids=self.ids[rows],
            age=self.age[rows],
            stated=_lines(self.stated, start, stop),
            found=_lines(self.found, start, stop),
            texts=self.texts[start:stop],
            wishes=taken(self.wishes, rows),
            facts=taken(self.facts, rows),
        )


@dataclass(frozen=True)
class Postings:
    """Everything the engine knows about postings.

    Attributes
    ----------
    ids : array of shape (n_postings,)
    age : array of shape (n_postings,)
        Among equals the lower comes first: a row number by date, or a time stamp.
    asked : AskedSkills
    found : FoundSkills
    texts : n_postings texts, "" where there is none
    terms : Terms
    conditions : Conditions
    """

    ids: Ints
    age: Ints
    asked: AskedSkills
    found: FoundSkills
    texts: Sequence[str]
    terms: Terms
    conditions: Conditions

    def __post_init__(self) -> None:
        n = len(self.ids)
        same_length(n, age=self.age, texts=self.texts, terms=self.terms, conditions=self.conditions)
        between("rows of asked skills", self.asked.row, 0, n - 1)
        between("rows of found skills", self.found.row, 0, n - 1)
        _unique(self.ids)

    def __len__(self) -> int:
        return len(self.ids)
