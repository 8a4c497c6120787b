"""What a ranking reads, and how a pair becomes one integer.

The key of a pair: the score in millionths, then the must-haves met, then who wins a tie. No two
candidates of a list have the same, so every list has one order, whatever was cut where.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from matching.engine.arrays import Ints
from matching.engine.matrices import Matrix
from matching.engine.sides import Side

MUST_BITS, TIE_BITS = 8, 32
MOST_MUSTS = 2**MUST_BITS - 1
TIES = 2**TIE_BITS - 1


@dataclass(frozen=True)
class Lengths:
    """How many matches to keep: postings for a student, students for a posting."""

    postings: int = 64
    students: int = 128

    def __post_init__(self) -> None:
        if min(self.postings, self.students) < 1:
            raise ValueError("lists keep one match at least")


@dataclass(frozen=True)
class Tables:
    """What every kernel reads.

    Attributes
    ----------
    students, postings : sparse matrices of shapes (n_students, n_columns), (n_postings, n_columns)
    brought, musts : sparse matrices of ones; skills of students, must-haves of postings
    student_ties, posting_ties : arrays
        For each row a number that is larger the earlier it wins a tie.
    lengths : Lengths
    """

    students: Matrix
    postings: Matrix
    brought: Matrix
    musts: Matrix
    student_ties: Ints
    posting_ties: Ints
    lengths: Lengths

    @classmethod
    def of(cls, students: Side, postings: Side, lengths: Lengths) -> Self:
        return cls(
            students=students.matrix,
            postings=postings.matrix,
            brought=students.keen,
            musts=postings.keen,
            student_ties=_ties(students.order),
            posting_ties=_ties(postings.order),
            lengths=Lengths(
                postings=max(1, min(lengths.postings, len(postings))),
                students=max(1, min(lengths.students, len(students))),
            ),
        )


def _ties(order: Ints) -> Ints:
    ties = np.empty(order.size, dtype=np.int64)
    ties[order] = TIES - np.arange(order.size)
    return ties
