"""Skills as students state them, as postings ask for them, and as texts mention them."""

from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Self

import numpy as np

from matching.engine.arrays import Bools, Ints, ints
from matching.engine.inputs.checks import between, same_length


class Evidence(IntEnum):
    """What stands behind a skill that a student states, weakest first."""

    STATED = 0
    COURSE = 1
    PROJECT = 2
    CERTIFICATE = 3
    EVIDENCED = 4


@dataclass(frozen=True)
class SkillGraph:
    """Which skill is narrower than which.

    Attributes
    ----------
    n_skills : int
    child, parent : arrays of shape (n_edges,)
        Skill indices; the parent is the broader one. Several parents are allowed.
    occupations : array
        Indices of those that are no skills but what people work as.
    """

    n_skills: int
    child: Ints
    parent: Ints
    occupations: Ints = field(default_factory=lambda: ints([]))

    def __post_init__(self) -> None:
        same_length(self.child.size, parent=self.parent)
        between("child", self.child, 0, self.n_skills - 1)
        between("parent", self.parent, 0, self.n_skills - 1)
        between("occupations", self.occupations, 0, self.n_skills - 1)

    @classmethod
    def flat(cls, n_skills: int) -> Self:
        return cls(n_skills=n_skills, child=ints([]), parent=ints([]))

    @property
    def is_occupation(self) -> Bools:
        """For each skill index whether it stands for an occupation."""
        marks = np.zeros(self.n_skills, dtype=bool)
        marks[self.occupations] = True
        return marks


@dataclass(frozen=True)
class StatedSkills:
    """What students say they can do: one entry per student and skill.

    Attributes
    ----------
    row, skill : arrays of shape (n_entries,)
    level : array of shape (n_entries,), 1 to 5
    evidence : array of shape (n_entries,), `Evidence` codes
    """

    row: Ints
    skill: Ints
    level: Ints
    evidence: Ints

    def __post_init__(self) -> None:
        same_length(self.row.size, skill=self.skill, level=self.level, evidence=self.evidence)
        between("level", self.level, 1, 5)
        between("evidence", self.evidence, min(Evidence), max(Evidence))

    @classmethod
    def none(cls) -> Self:
        return cls(row=ints([]), skill=ints([]), level=ints([]), evidence=ints([]))


@dataclass(frozen=True)
class AskedSkills:
    """What postings ask for: one entry per posting and skill.

    Attributes
    ----------
    row, skill : arrays of shape (n_entries,)
    weight : array of shape (n_entries,), 1 to 5
    must : array of shape (n_entries,), bool
    """

    row: Ints
    skill: Ints
    weight: Ints
    must: Bools

    def __post_init__(self) -> None:
        same_length(self.row.size, skill=self.skill, weight=self.weight, must=self.must)
        between("weight", self.weight, 1, 5)

    @classmethod
    def none(cls) -> Self:
        return cls(row=ints([]), skill=ints([]), weight=ints([]), must=np.zeros(0, dtype=bool))


@dataclass(frozen=True)
class FoundSkills:
    """Skills that were found in free text, in either language.

    Attributes
    ----------
    row, skill : arrays of shape (n_entries,)
    count : array of shape (n_entries,), 1 or more
    """

    row: Ints
    skill: Ints
    count: Ints

    def __post_init__(self) -> None:
        same_length(self.row.size, skill=self.skill, count=self.count)
        if self.count.size and self.count.min() < 1:
            raise ValueError("a found skill was found at least once")

    def only(self, kept: Bools) -> Self:
        """Those of the skills for which `kept`, of shape (n_skills,), holds."""
        here = kept[self.skill]
        return replace(self, row=self.row[here], skill=self.skill[here], count=self.count[here])

    @classmethod
    def none(cls) -> Self:
        return cls(row=ints([]), skill=ints([]), count=ints([]))
