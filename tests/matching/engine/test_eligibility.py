from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.arrays import Ragged, ints
from matching.engine.checks import COARSE, FINE
from matching.engine.eligibility import Eligibility
from matching.engine.inputs import UNSAID, Audience, Conditions, Facts, Mode, Terms, Ties, Wishes
from matching.engine.reasons import Reason

TODAY = 20_000


def against(rule, s, p):
    """Everything that speaks against a pair, by hand."""
    facts, wishes, conditions, terms = rule.facts, rule.wishes, rule.conditions, rule.terms
    university, company = facts.university[s], conditions.company[p]
    audience = conditions.audience[p]
    listed = university != UNSAID and university in conditions.universities[p]
    seats = set(conditions.seat_disciplines[p].tolist())
    regions = set(wishes.regions[s].tolist())
    needed, spoken = int(conditions.languages[p]), int(facts.languages[s])
    free_from, free_until = wishes.free_from[s], wishes.free_until[s]
    strict = wishes.only_these_regions[s] and regions and terms.mode[p] != Mode.REMOTE
    broken = {
        Reason.AUDIENCE: (audience < Audience.NETWORK and not listed)
        or (audience == Audience.NETWORK and university == UNSAID),
        Reason.ACCEPTANCE: UNSAID not in {university, company}
        and not rule.ties.accepted[university, company],
        Reason.DEGREE: facts.degree[s] < conditions.min_degree[p],
        Reason.YEAR: facts.year[s] < conditions.min_year[p],
        Reason.DISCIPLINE: seats and not seats & set(facts.disciplines[s].tolist()),
        Reason.DATES: (free_until != UNSAID and UNSAID != terms.starts_on[p] > free_until)
        or (free_from != UNSAID and terms.ends_on[p] != UNSAID and terms.ends_on[p] < free_from),
        Reason.HOURS: terms.hours_per_week[p] > 1.5 * wishes.hours_per_week[s],
        Reason.PLACE: strict and terms.region[p] != UNSAID and terms.region[p] not in regions,
        Reason.LANGUAGE: needed & spoken != needed,
        Reason.WORK_PERMIT: conditions.permit_country[p] != UNSAID
        and conditions.permit_country[p] not in facts.permits[s],
        Reason.DEADLINE: conditions.deadline[p] != UNSAID and conditions.deadline[p] < rule.today,
        Reason.ALREADY_APPLIED: (s, p)
        in zip(rule.ties.applied_student, rule.ties.applied_posting, strict=True),
        Reason.NOT_OPEN: not conditions.is_open[p],
        Reason.RULES: not conditions.passes_rules[p],
    }
    return Reason(sum(reason for reason, applies in broken.items() if applies))


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 10_000))
def test_mask_and_reasons_agree_with_each_condition_tried_by_hand(make_world, seed):
    rule = make_world(seed=seed, students=6, postings=5).eligibility()
    students, postings = rule.shape
    rows = np.arange(students)

    mask = rule.mask(rows)

    for s in range(students):
        for p in range(postings):
            expected = against(rule, s, p)
            assert rule.reasons(s, p) == expected
            assert mask[s, p] == (not expected)


def test_rows_come_in_the_order_asked_for_and_as_often(make_world):
    rule = make_world(seed=5).eligibility()

    mask = rule.mask(ints([4, 0, 4]))

    assert np.array_equal(mask, rule.mask(np.arange(12))[[4, 0, 4]])


def test_nobody_and_nothing_are_no_problem(make_world):
    rule = make_world(seed=5).eligibility()
    none = Eligibility(
        facts=Facts.plain(2),
        wishes=Wishes.unsaid(2),
        conditions=Conditions.plain(0),
        terms=Terms.unsaid(0),
        ties=Ties.none(),
        today=TODAY,
    )

    assert rule.mask(ints([])).shape == (0, 9)
    assert none.mask(ints([0, 1])).shape == (2, 0)


def plain(**changed):
    parts = {
        "facts": Facts.plain(1),
        "wishes": Wishes.unsaid(1),
        "conditions": Conditions.plain(1),
        "terms": Terms.unsaid(1),
        "ties": Ties(np.ones((1, 1), dtype=bool), ints([]), ints([])),
    }
    return Eligibility(**{**parts, **changed}, today=TODAY)


def test_who_fits_is_eligible_for_no_reason():
    assert plain().reasons(0, 0) == Reason(0)


@pytest.mark.parametrize(("deadline", "fine"), [(TODAY, True), (TODAY - 1, False), (-1, True)])
def test_the_day_of_the_deadline_is_still_in_time(deadline, fine):
    rule = plain(conditions=replace(Conditions.plain(1), deadline=ints([deadline])))

    assert rule.mask(ints([0])).tolist() == [[fine]]


@pytest.mark.parametrize(("hours", "fine"), [(30.0, True), (30.5, False), (np.nan, True)])
def test_half_above_the_most_hours_is_the_limit(hours, fine):
    rule = plain(
        wishes=replace(Wishes.unsaid(1), hours_per_week=np.array([20.0])),
        terms=replace(Terms.unsaid(1), hours_per_week=np.array([hours])),
    )

    assert rule.mask(ints([0])).tolist() == [[fine]]


@pytest.mark.parametrize(
    ("strict", "mode", "fine"),
    [(True, Mode.ON_SITE, False), (True, Mode.REMOTE, True), (False, Mode.ON_SITE, True)],
)
def test_another_place_rules_out_only_for_those_who_said_so(strict, mode, fine):
    wishes = replace(
        Wishes.unsaid(1), regions=Ragged.of([[1]]), only_these_regions=np.array([strict])
    )
    terms = replace(Terms.unsaid(1), region=ints([2]), mode=ints([int(mode)]))

    assert plain(wishes=wishes, terms=terms).mask(ints([0])).tolist() == [[fine]]


def test_a_company_without_acceptance_takes_nobody_from_there():
    ties = Ties(np.zeros((1, 1), dtype=bool), ints([]), ints([]))
    conditions = replace(Conditions.plain(1), company=ints([0]))

    rule = plain(ties=ties, conditions=conditions)

    assert rule.reasons(0, 0) == Reason.ACCEPTANCE


def test_a_company_or_university_without_a_place_in_the_table_is_refused():
    with pytest.raises(ValueError, match="column"):
        plain(conditions=replace(Conditions.plain(1), company=ints([1])))
    with pytest.raises(ValueError, match="row"):
        plain(facts=replace(Facts.plain(1), university=ints([1])))


def test_every_reason_has_its_check():
    of_pairs_and_postings = {
        Reason.DEADLINE,
        Reason.ALREADY_APPLIED,
        Reason.NOT_OPEN,
        Reason.RULES,
    }

    assert set(Reason) == set(COARSE) | set(FINE) | of_pairs_and_postings
