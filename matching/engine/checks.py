"""What speaks against a pair: one function for each reason, for some students and all postings."""

from collections.abc import Callable, Mapping

import numpy as np

from matching.engine.arrays import Bools, Ints, ints
from matching.engine.inputs import UNSAID, Audience, Conditions, Facts, Mode, Terms, Ties, Wishes
from matching.engine.overlaps import single, touches, touches_each
from matching.engine.reasons import Reason

HOURS_TOO_MANY = 1.5  # times the student's most hours


def _in_audience(who: Facts, what: Conditions, ties: Ties, rows: Ints) -> Bools:
    university = who.university[rows]
    known, place = np.unique(university, return_inverse=True)
    listed = touches(what.universities, [ints([one]) for one in known])[place.reshape(-1)]
    home = (university != UNSAID)[:, None]
    named = what.audience <= Audience.LISTED_UNIVERSITIES
    anyone = (what.audience == Audience.PUBLIC) | home
    return np.asarray(np.where(named, listed & home, anyone))


def _accepted(who: Facts, what: Conditions, ties: Ties, rows: Ints) -> Bools:
    university, company = who.university[rows], what.company
    free = (university == UNSAID)[:, None] | (company == UNSAID)[None, :]
    if not ties.accepted.size:
        return np.asarray(free)
    return np.asarray(free | ties.accepted[university[:, None], company[None, :]])


def _far_enough(who: Facts, what: Conditions, ties: Ties, rows: Ints) -> Bools:
    return np.asarray(who.degree[rows][:, None] >= what.min_degree)


def _old_enough(who: Facts, what: Conditions, ties: Ties, rows: Ints) -> Bools:
    return np.asarray(who.year[rows][:, None] >= what.min_year)


def _has_a_seat(who: Facts, what: Conditions, ties: Ties, rows: Ints) -> Bools:
    seats = what.seat_disciplines
    admitted = touches_each(seats, who.disciplines.take(rows))
    return np.asarray((seats.lengths == 0) | admitted)


def _is_free(wishes: Wishes, terms: Terms, rows: Ints) -> Bools:
    start, end = wishes.free_from[rows][:, None], wishes.free_until[rows][:, None]
    begins_in_time = (end == UNSAID) | (terms.starts_on == UNSAID) | (terms.starts_on <= end)
    ends_late_enough = (start == UNSAID) | (terms.ends_on == UNSAID) | (terms.ends_on >= start)
    return np.asarray(begins_in_time & ends_late_enough)


def _has_the_hours(wishes: Wishes, terms: Terms, rows: Ints) -> Bools:
    most = wishes.hours_per_week[rows][:, None] * HOURS_TOO_MANY
    return np.logical_not(terms.hours_per_week > most)


def _is_near(wishes: Wishes, terms: Terms, rows: Ints) -> Bools:
    regions = wishes.regions.take(rows)
    strict = np.flatnonzero(wishes.only_these_regions[rows] & (regions.lengths > 0))
    near = np.ones((rows.size, terms.region.size), dtype=bool)
    anywhere = (terms.mode == Mode.REMOTE) | (terms.region == UNSAID)
    near[strict] = anywhere | touches_each(single(terms.region), regions.take(strict))
    return near


def _speaks(who: Facts, what: Conditions, ties: Ties, rows: Ints) -> Bools:
    missing = what.languages & ~who.languages[rows][:, None]
    return np.asarray(missing == 0)


def _may_work(who: Facts, what: Conditions, ties: Ties, rows: Ints) -> Bools:
    country = what.permit_country
    permitted = touches_each(single(country), who.permits.take(rows))
    return np.asarray((country == UNSAID) | permitted)


COARSE: Mapping[Reason, Callable[[Facts, Conditions, Ties, Ints], Bools]] = {
    Reason.AUDIENCE: _in_audience,
    Reason.ACCEPTANCE: _accepted,
    Reason.DEGREE: _far_enough,
    Reason.YEAR: _old_enough,
    Reason.DISCIPLINE: _has_a_seat,
    Reason.LANGUAGE: _speaks,
    Reason.WORK_PERMIT: _may_work,
}
# These differ from student to student.
FINE: Mapping[Reason, Callable[[Wishes, Terms, Ints], Bools]] = {
    Reason.DATES: _is_free,
    Reason.HOURS: _has_the_hours,
    Reason.PLACE: _is_near,
}
