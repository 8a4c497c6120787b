"""Who may take what, decided before anything is scored."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from matching.engine.arrays import Bools, Floats, Ints, Ragged, ints, taken
from matching.engine.inputs import (
    UNSAID,
    Audience,
    Conditions,
    Facts,
    Mode,
    Postings,
    Students,
    Terms,
    Ties,
    Wishes,
)
from matching.engine.overlaps import numbered, single, touches, touches_each
from matching.engine.reasons import Reason

HOURS_TOO_MANY = 1.5  # times the student's most hours


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
        allowed = np.broadcast_to(self._in_season, (first.size, self.shape[1])).copy()
        for check in CHECKS.values():
            allowed &= check(self, rows[first])
        mask: Bools = allowed[of_row.reshape(-1)]
        mask[self._applied(rows)] = False
        return mask

    @cached_property
    def groups(self) -> Ints:
        """A number for each student; those of one group may take the same but for `FINE` checks."""
        return self._classed(self._coarse)

    def of_group(self, row: int) -> Ints:
        """The postings that any student of the group of `row` may take."""
        one = ints([row])
        allowed = self._in_season.copy()
        for reason in CHECKS.keys() - FINE:
            allowed &= CHECKS[reason](self, one)[0]
        return np.flatnonzero(allowed)

    def within(self, rows: Ints, postings: Ints) -> Bools:
        """Who of a group may take which of its postings: of shape (len(rows), len(postings))."""
        narrow = replace(
            self, conditions=taken(self.conditions, postings), terms=taken(self.terms, postings)
        )
        mask = np.ones((rows.size, postings.size), dtype=bool)
        for reason in FINE:
            mask &= CHECKS[reason](narrow, rows)
        row, applied = self._applied(rows)
        place = np.searchsorted(postings, applied)
        here = place < postings.size
        here[here] = postings[place[here]] == applied[here]
        mask[row[here], place[here]] = False
        return mask

    def reasons(self, student: int, posting: int) -> Reason:
        """Everything that speaks against one pair."""
        row = ints([student])
        against = Reason(0)
        for reason, check in CHECKS.items():
            if not check(self, row)[0, posting]:
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
        return self._classed([*self._coarse, *fine])

    @cached_property
    def _coarse(self) -> list[Ints]:
        facts = self.facts
        return [
            facts.university,
            facts.degree,
            facts.year,
            facts.languages.view(np.int64),
            numbered(facts.disciplines),
            numbered(facts.permits),
        ]

    @staticmethod
    def _classed(columns: list[Ints]) -> Ints:
        _, classes = np.unique(np.stack(columns, axis=1), axis=0, return_inverse=True)
        return ints(classes)

    @cached_property
    def _by_student(self) -> Ragged:
        order = np.argsort(self.ties.applied_student, kind="stable")
        counts = np.bincount(self.ties.applied_student, minlength=self.shape[0])
        starts = np.concatenate([ints([0]), np.cumsum(counts)])
        return Ragged(starts=starts, values=ints(self.ties.applied_posting[order]))

    def _applied(self, rows: Ints) -> tuple[Ints, Ints]:
        pairs = self._by_student.take(rows)
        return pairs.rows, pairs.values


def _in_audience(each: Eligibility, rows: Ints) -> Bools:
    university = each.facts.university[rows]
    conditions = each.conditions
    known, place = np.unique(university, return_inverse=True)
    listed = touches(conditions.universities, [ints([one]) for one in known])[place.reshape(-1)]
    home = (university != UNSAID)[:, None]
    named = conditions.audience <= Audience.LISTED_UNIVERSITIES
    anyone = (conditions.audience == Audience.PUBLIC) | home
    return np.asarray(np.where(named, listed & home, anyone))


def _accepted(each: Eligibility, rows: Ints) -> Bools:
    university, company = each.facts.university[rows], each.conditions.company
    free = (university == UNSAID)[:, None] | (company == UNSAID)[None, :]
    if not each.ties.accepted.size:
        return np.asarray(free)
    return np.asarray(free | each.ties.accepted[university[:, None], company[None, :]])


def _far_enough(each: Eligibility, rows: Ints) -> Bools:
    return np.asarray(each.facts.degree[rows][:, None] >= each.conditions.min_degree)


def _old_enough(each: Eligibility, rows: Ints) -> Bools:
    return np.asarray(each.facts.year[rows][:, None] >= each.conditions.min_year)


def _has_a_seat(each: Eligibility, rows: Ints) -> Bools:
    seats = each.conditions.seat_disciplines
    admitted = touches_each(seats, each.facts.disciplines.take(rows))
    return np.asarray((seats.lengths == 0) | admitted)


def _is_free(each: Eligibility, rows: Ints) -> Bools:
    wishes, terms = each.wishes, each.terms
    start, end = wishes.free_from[rows][:, None], wishes.free_until[rows][:, None]
    begins_in_time = (end == UNSAID) | (terms.starts_on == UNSAID) | (terms.starts_on <= end)
    ends_late_enough = (start == UNSAID) | (terms.ends_on == UNSAID) | (terms.ends_on >= start)
    return np.asarray(begins_in_time & ends_late_enough)


def _has_the_hours(each: Eligibility, rows: Ints) -> Bools:
    most = each.wishes.hours_per_week[rows][:, None] * HOURS_TOO_MANY
    return np.logical_not(each.terms.hours_per_week > most)


def _is_near(each: Eligibility, rows: Ints) -> Bools:
    wishes, terms = each.wishes, each.terms
    regions = wishes.regions.take(rows)
    strict = np.flatnonzero(wishes.only_these_regions[rows] & (regions.lengths > 0))
    near = np.ones((rows.size, terms.region.size), dtype=bool)
    anywhere = (terms.mode == Mode.REMOTE) | (terms.region == UNSAID)
    near[strict] = anywhere | touches_each(single(terms.region), regions.take(strict))
    return near


def _speaks(each: Eligibility, rows: Ints) -> Bools:
    missing = each.conditions.languages & ~each.facts.languages[rows][:, None]
    return np.asarray(missing == 0)


def _may_work(each: Eligibility, rows: Ints) -> Bools:
    country = each.conditions.permit_country
    permitted = touches_each(single(country), each.facts.permits.take(rows))
    return np.asarray((country == UNSAID) | permitted)


Check = Callable[[Eligibility, Ints], Bools]
CHECKS: Mapping[Reason, Check] = {
    Reason.AUDIENCE: _in_audience,
    Reason.ACCEPTANCE: _accepted,
    Reason.DEGREE: _far_enough,
    Reason.YEAR: _old_enough,
    Reason.DISCIPLINE: _has_a_seat,
    Reason.DATES: _is_free,
    Reason.HOURS: _has_the_hours,
    Reason.PLACE: _is_near,
    Reason.LANGUAGE: _speaks,
    Reason.WORK_PERMIT: _may_work,
}
FINE = frozenset({Reason.DATES, Reason.HOURS, Reason.PLACE})  # differ from student to student


def _bits(values: Floats) -> Ints:
    """Numbers that are equal where the values are, NaN included."""
    return np.ascontiguousarray(np.where(np.isnan(values), -1.0, values)).view(np.int64)
