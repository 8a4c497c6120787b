"""What decides eligibility: facts about students, conditions of postings, and what ties them."""

from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

import numpy as np
import numpy.typing as npt

from matching.engine.arrays import Bools, Ints, Ragged, ints
from matching.engine.inputs.checks import UNSAID, between, same_length
from matching.engine.overlaps import classed, numbered

Bits = npt.NDArray[np.uint64]


class Audience(IntEnum):
    """Who may apply to a posting."""

    OWN_UNIVERSITY = 0
    LISTED_UNIVERSITIES = 1
    NETWORK = 2
    PUBLIC = 3


@dataclass(frozen=True)
class Facts:
    """Facts about students; all of length n_students.

    Attributes
    ----------
    university : row of `Ties.accepted`, -1 for none
    degree : level code, higher is further
    year : year of study
    disciplines : Ragged
        Discipline ids, the broader ones above them included.
    languages : bit *b* is set where the student speaks language *b*
    permits : Ragged
        Ids of the countries the student may work in.
    """

    university: Ints
    degree: Ints
    year: Ints
    disciplines: Ragged
    languages: Bits
    permits: Ragged

    def __post_init__(self) -> None:
        same_length(len(self.university), **vars(self))

    def __len__(self) -> int:
        return len(self.university)

    @cached_property
    def kinds(self) -> Ints:
        """A number for each student; students of whom all facts are the same have the same."""
        return classed(
            self.university,
            self.degree,
            self.year,
            self.languages.view(np.int64),
            numbered(self.disciplines),
            numbered(self.permits),
        )

    @cached_property
    def one_of_each_kind(self) -> Ints:
        """A row of each kind, by the kind's number."""
        return np.unique(self.kinds, return_index=True)[1]

    @classmethod
    def plain(cls, length: int) -> "Facts":
        """Students of one university of whom nothing else is known."""
        return cls(
            university=np.zeros(length, dtype=np.int64),
            degree=np.zeros(length, dtype=np.int64),
            year=np.zeros(length, dtype=np.int64),
            disciplines=Ragged.empty(length),
            languages=np.zeros(length, dtype=np.uint64),
            permits=Ragged.empty(length),
        )


@dataclass(frozen=True)
class Conditions:
    """Conditions of postings; all of length n_postings.

    Attributes
    ----------
    audience : `Audience` codes
    universities : Ragged
        The owner's university, or the listed ones; rows of `Ties.accepted`.
    company : column of `Ties.accepted`, -1 where a university owns the posting
    min_degree, min_year : lowest that will do
    seat_disciplines : Ragged
        Disciplines of the free seats together; an empty list is "any".
    languages : the bits of every language needed
    permit_country : country id, -1 where no work permit is needed
    deadline : last day to apply, -1 for none
    is_open, passes_rules : bool
    """

    audience: Ints
    universities: Ragged
    company: Ints
    min_degree: Ints
    min_year: Ints
    seat_disciplines: Ragged
    languages: Bits
    permit_country: Ints
    deadline: Ints
    is_open: Bools
    passes_rules: Bools

    def __post_init__(self) -> None:
        same_length(len(self.audience), **vars(self))
        between("audience", self.audience, min(Audience), max(Audience))

    def __len__(self) -> int:
        return len(self.audience)

    @classmethod
    def plain(cls, length: int) -> "Conditions":
        """Open postings for everybody."""
        return cls(
            audience=np.full(length, int(Audience.PUBLIC)),
            universities=Ragged.empty(length),
            company=np.full(length, UNSAID),
            min_degree=np.zeros(length, dtype=np.int64),
            min_year=np.zeros(length, dtype=np.int64),
            seat_disciplines=Ragged.empty(length),
            languages=np.zeros(length, dtype=np.uint64),
            permit_country=np.full(length, UNSAID),
            deadline=np.full(length, UNSAID),
            is_open=np.ones(length, dtype=bool),
            passes_rules=np.ones(length, dtype=bool),
        )


@dataclass(frozen=True)
class Ties:
    """What is known about pairs.

    Attributes
    ----------
    accepted : array of shape (n_universities, n_companies), bool
        Whether the university lets its students go to the company.
    applied_student, applied_posting : arrays of shape (n_applications,)
        Rows of the pairs that need no more introduction.
    """

    accepted: Bools
    applied_student: Ints
    applied_posting: Ints

    def __post_init__(self) -> None:
        same_length(self.applied_student.size, applied_posting=self.applied_posting)
        if self.accepted.ndim != 2:  # noqa: PLR2004
            raise ValueError("accepted must be a table of universities by companies")

    @classmethod
    def none(cls) -> "Ties":
        return cls(
            accepted=np.zeros((0, 0), dtype=bool),
            applied_student=ints([]),
            applied_posting=ints([]),
        )
