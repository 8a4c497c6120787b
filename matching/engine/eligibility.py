"""Who may take what, decided before anything is scored."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from matching.engine.arrays import Bools, Floats, Ints, Ragged, ints, taken
from matching.engine.checks import COARSE, FINE
from matching.engine.inputs import (
    UNSAID,
    Conditions,
    Facts,
    Postings,
    Students,
    Terms,
    Ties,
    Wishes,
)
from matching.engine.overlaps import classed, numbered
from matching.engine.reasons import Reason


@dataclass(frozen=True)
class Eligibility:
    """Which students may take which postings.

    Students of whom everything that matters is the same form a class; a mask is computed once for
    each class that a call asks about.

    Attributes
    ----------
    facts, wishes : of the students
    conditions, terms : of the postings
    ties : what is known about pairs
    today : day since 1970-01-01
        A posting may be applied for on the day of its deadline.

    Examples
    --------
    >>> students, postings = 2, 3
    >>> rule = Eligibility(
    ...     facts=Facts.plain(students),
    ...     wishes=Wishes.unsaid(students),
    ...     conditions=Conditions.plain(postings),
    ...     terms=Terms.unsaid(postings),
    ...     ties=Ties(np.ones((1, 0), dtype=bool), np.array([1]), np.array([2])),
    ...     today=20_000,
    ... )
    >>> rule.mask(np.array([0, 1])).tolist()
    [[True, True, True], [True, True, False]]
    >>> rule.reasons(1, 2)
    <Reason.ALREADY_APPLIED: 2048>
    """

    facts: Facts
    wishes: Wishes
    conditions: Conditions
    terms: Terms
    ties: Ties
    today: int

    def __post_init__(self) -> None:
        if len(self.facts) != len(self.wishes) or len(self.conditions) != len(self.terms):
            raise ValueError("facts and wishes, conditions and terms must be as many")
        universities, companies = self.ties.accepted.shape
        if self.conditions.company.max(initial=UNSAID) >= companies:
            raise ValueError("a posting's company has no column in accepted")
        if companies and self.facts.university.max(initial=UNSAID) >= universities:
            raise ValueError("a student's university has no row in accepted")

    @classmethod
    def between(
        cls, students: Students, postings: Postings, *, ties: Ties, today: int
    ) -> "Eligibility":
        return cls(
            facts=students.facts,
            wishes=students.wishes,
            conditions=postings.conditions,
            terms=postings.terms,
            ties=ties,
            today=today,
        )

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.facts), len(self.conditions)

    def mask(self, rows: Ints) -> Bools:
        """Who of `rows` may take what: of shape (len(rows), n_postings)."""
        _, first, of_row = np.unique(self._classes[rows], return_index=True, return_inverse=True)
        allowed = self.of_groups(rows[first])
        for check in FINE.values():
            allowed &= check(self.wishes, self.terms, rows[first])
        mask: Bools = allowed[of_row.reshape(-1)]
        mask[self._applied(rows)] = False
        return mask

    @property
    def groups(self) -> Ints:
        """A number for each student; those of one group may take the same but for `FINE` checks."""
        return self.facts.kinds

    def of_student(self, row: int) -> Bools:
        """What one student may take: of shape (n_postings,)."""
        only = ints([row])
        allowed = self.of_groups(only)[0]
        for check in FINE.values():
            allowed &= check(self.wishes, self.terms, only)[0]
        allowed[self._applied(only)[1]] = False
        return np.asarray(allowed)

    def of_posting(self, posting: int) -> Bools:
        """Who may take one posting: of shape (n_students,)."""
        only = ints([posting])
        one = replace(self, conditions=taken(self.conditions, only), terms=taken(self.terms, only))
        allowed = one.of_groups(self.facts.one_of_each_kind)[self.facts.kinds]
        everybody = np.arange(self.shape[0])
        for check in FINE.values():
            allowed &= check(self.wishes, one.terms, everybody)
        allowed[self.ties.applied_student[self.ties.applied_posting == posting]] = False
        return np.asarray(allowed[:, 0])

    def of_groups(self, rows: Ints) -> Bools:
        """What any student of the group of each row may take: of shape (len(rows), n_postings)."""
        allowed = np.broadcast_to(self._in_season, (rows.size, self.shape[1])).copy()
        for check in COARSE.values():
            allowed &= check(self.facts, self.conditions, self.ties, rows)
        return np.asarray(allowed)

    def within(self, rows: Ints, postings: Ints) -> Bools:
        """Who of a group may take which of its postings: of shape (len(rows), len(postings))."""
        terms = taken(self.terms, postings)
        mask = np.ones((rows.size, postings.size), dtype=bool)
        for check in FINE.values():
            mask &= check(self.wishes, terms, rows)
        row, applied = self._applied(rows)
        if applied.size:
            place = np.minimum(np.searchsorted(postings, applied), max(postings.size - 1, 0))
            here = postings[place] == applied if postings.size else np.zeros(row.size, dtype=bool)
            mask[row[here], place[here]] = False
        return mask

    def reasons(self, student: int, posting: int) -> Reason:
        """Everything that speaks against one pair."""
        row = ints([student])
        against = Reason(0)
        for reason, check in COARSE.items():
            if not check(self.facts, self.conditions, self.ties, row)[0, posting]:
                against |= reason
        for reason, fine_check in FINE.items():
            if not fine_check(self.wishes, self.terms, row)[0, posting]:
                against |= reason
        for reason, fine in self._seasons.items():
            if not fine[posting]:
                against |= reason
        if posting in self._applied(row)[1]:
            against |= Reason.ALREADY_APPLIED
        return against

    @cached_property
    def _seasons(self) -> Mapping[Reason, Bools]:
        deadline = self.conditions.deadline
        return {
            Reason.DEADLINE: (deadline == UNSAID) | (deadline >= self.today),
            Reason.NOT_OPEN: self.conditions.is_open,
            Reason.RULES: self.conditions.passes_rules,
        }

    @cached_property
    def _in_season(self) -> Bools:
        return np.asarray(np.logical_and.reduce(list(self._seasons.values())))

    @cached_property
    def _classes(self) -> Ints:
        """The class of each student: all of one may take the same, but for who has applied."""
        wishes = self.wishes
        strict = wishes.only_these_regions
        fine = [
            wishes.free_from,
            wishes.free_until,
            _bits(wishes.hours_per_week),
            np.where(strict, numbered(wishes.regions), UNSAID),
        ]
        return classed(self.facts.kinds, *fine)

    @cached_property
    def _by_student(self) -> Ragged:
        order = np.argsort(self.ties.applied_student, kind="stable")
        counts = np.bincount(self.ties.applied_student, minlength=self.shape[0])
        starts = np.concatenate([ints([0]), np.cumsum(counts)])
        return Ragged(starts=starts, values=ints(self.ties.applied_posting[order]))

    def _applied(self, rows: Ints) -> tuple[Ints, Ints]:
        pairs = self._by_student.take(rows)
        return pairs.rows, pairs.values


def _bits(values: Floats) -> Ints:
    """Numbers that are equal where the values are, NaN included."""
    return np.ascontiguousarray(np.where(np.isnan(values), -1.0, values)).view(np.int64)
