from dataclasses import asdict, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from matching.engine.arrays import Ragged, ints
from matching.engine.inputs import UNSAID, Mode, Terms, Wishes
from matching.engine.wishes import DAYS, MOST, WishModel

DAY = 20_000


def wishing(**said):
    return replace(Wishes.unsaid(1), **said)


def offering(**said):
    return replace(Terms.unsaid(1), **said)


@pytest.fixture
def met(weights):
    """Per wish: the fraction that is met."""

    def fractions(wishes, terms):
        model = WishModel(weights.wishes).fit(wishes, terms)
        product = model.students(wishes).multiply(model.postings(terms)).toarray()[0]
        ends = np.cumsum(list(model.sizes().values()))
        shares = np.add.reduceat(product, np.concatenate([[0], ends[:-1]]))
        most = asdict(weights.wishes)
        return {
            name: float(share / most[name])
            for name, share in zip(model.sizes(), shares, strict=True)
        }

    return fractions


def test_who_says_nothing_is_met_in_full(met):
    terms = offering(
        region=ints([3]),
        mode=ints([int(Mode.HYBRID)]),
        starts_on=ints([DAY]),
        ends_on=ints([DAY + 90]),
        hours_per_week=np.array([40.0]),
        pay_per_day=np.array([0.0]),
        fields=Ragged.of([[1, 2]]),
    )

    for fraction in met(wishing(), terms).values():
        assert_allclose(fraction, 1)


def test_what_a_posting_leaves_open_is_half_met(met, weights):
    wishes = wishing(
        regions=Ragged.of([[1]]),
        free_from=ints([DAY]),
        hours_per_week=np.array([20.0]),
        pay_per_day=np.array([100.0]),
        fields=Ragged.of([[1]]),
    )

    for fraction in met(wishes, offering()).values():
        assert_allclose(fraction, weights.wishes.unsaid)


@pytest.mark.parametrize(
    ("regions", "remote", "region", "mode", "fraction"),
    [
        ([1, 2], UNSAID, 2, Mode.ON_SITE, 1.0),
        ([1, 2], UNSAID, 3, Mode.ON_SITE, 0.0),
        ([1, 2], UNSAID, 3, Mode.REMOTE, 1.0),
        ([1, 2], 0, 3, Mode.REMOTE, 0.0),
        ([1, 2], 0, 1, Mode.HYBRID, 0.5),
        ([1, 2], 1, 3, Mode.HYBRID, 0.5),
        ([1, 2], 1, 1, Mode.HYBRID, 1.0),
        ([], 1, 3, Mode.REMOTE, 1.0),
        ([], 1, 3, Mode.ON_SITE, 0.5),
        ([], 0, 3, Mode.ON_SITE, 1.0),
        ([], 0, UNSAID, Mode.REMOTE, 0.0),
        ([1], 1, UNSAID, Mode.HYBRID, 0.5),
    ],
)
def test_place(met, regions, remote, region, mode, fraction):
    wishes = wishing(regions=Ragged.of([regions]), remote=ints([remote]))
    terms = offering(region=ints([region]), mode=ints([int(mode)]))

    assert_allclose(met(wishes, terms)["place"], fraction)


@pytest.mark.parametrize(
    ("free_from", "free_until", "fraction"),
    [
        (DAY, DAY + 4 * DAYS - 1, 1.0),
        (DAY, UNSAID, 1.0),
        (UNSAID, DAY + 2 * DAYS - 1, 0.5),
        (DAY + 3 * DAYS, UNSAID, 0.25),
        (DAY + DAYS // 2, UNSAID, 1.0),
        (DAY + 9 * DAYS, UNSAID, 0.0),
        (UNSAID, DAY - 1, 0.0),
        (DAY + 9, DAY + 3, 0.0),
    ],
)
def test_dates_are_the_share_of_the_postings_months_that_are_free(
    met, free_from, free_until, fraction
):
    wishes = wishing(free_from=ints([free_from]), free_until=ints([free_until]))
    terms = offering(starts_on=ints([DAY]), ends_on=ints([DAY + 4 * DAYS - 1]))

    assert_allclose(met(wishes, terms)["dates"], fraction)


@pytest.mark.parametrize(
    ("most", "hours", "fraction"),
    [(40, 40, 1), (40, 8, 1), (38, 38, 1), (20, 26, 0.5), (20, 40, 0), (0, 8, 0), (60, 90, 1)],
)
def test_hours(met, most, hours, fraction):
    wishes, terms = wishing(hours_per_week=np.array([most * 1.0])), offering()
    terms = replace(terms, hours_per_week=np.array([hours * 1.0]))

    assert_allclose(met(wishes, terms)["hours"], fraction, atol=1e-9)


@pytest.mark.parametrize(
    ("least", "pay", "fraction"),
    [(100, 100, 1), (100, 300, 1), (200, 100, 0.5), (200, 0, 0), (0, 0, 1), (800, 5000, 1)],
)
def test_pay(met, least, pay, fraction):
    wishes = wishing(pay_per_day=np.array([least * 1.0]))
    terms = offering(pay_per_day=np.array([pay * 1.0]))

    assert_allclose(met(wishes, terms)["pay"], fraction)


@pytest.mark.parametrize(
    ("liked", "of_posting", "fraction"), [([1, 2], [2, 3], 0.5), ([1], [1], 1), ([1], [2], 0)]
)
def test_field_is_the_share_of_the_postings_fields(met, liked, of_posting, fraction):
    wishes, terms = wishing(fields=Ragged.of([liked])), offering(fields=Ragged.of([of_posting]))

    assert_allclose(met(wishes, terms)["field"], fraction)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10_000))
def test_the_part_is_a_fraction_for_any_input(make_world, weights, seed):
    world = make_world(seed=seed, students=5, postings=5)
    wishes, terms = world.students.wishes, world.postings.terms
    model = WishModel(weights.wishes).fit(wishes, terms)

    part = (model.students(wishes) @ model.postings(terms).T).toarray()

    assert part.min() >= 0
    assert part.max() <= 1 + 1e-9


def test_a_place_nobody_named_before_is_no_ones_wish_until_the_next_run(weights):
    wishes = wishing(regions=Ragged.of([[1]]))
    model = WishModel(weights.wishes).fit(wishes, offering(region=ints([1])))

    part = model.students(wishes) @ model.postings(offering(region=ints([9]))).T

    assert_allclose(part.toarray(), 1 - weights.wishes.place)


@pytest.mark.parametrize("later", [-1000, 1000, 100_000])
def test_dates_far_from_those_of_the_run_still_fit(weights, later):
    wishes = wishing(free_from=ints([DAY]))
    model = WishModel(weights.wishes)
    model.fit(wishes, offering(starts_on=ints([DAY]), ends_on=ints([DAY + 50])))

    posting = offering(starts_on=ints([DAY + later]), ends_on=ints([DAY + later + 50]))

    part = float((model.students(wishes) @ model.postings(posting).T).toarray()[0, 0])
    assert_allclose(part, 1, atol=1e-9)


def test_a_posting_of_centuries_does_not_make_a_layout_of_centuries(weights):
    model = WishModel(weights.wishes)

    model.fit(wishing(), offering(starts_on=ints([0]), ends_on=ints([200_000])))

    assert model.stretches_ == MOST


def test_what_was_learnt_survives_a_save(make_world, weights):
    world = make_world(seed=3)
    model = WishModel(weights.wishes).fit(world.students.wishes, world.postings.terms)

    loaded = WishModel.from_dict(weights.wishes, model.to_dict())

    before, after = (each.students(world.students.wishes).toarray() for each in (model, loaded))
    assert np.array_equal(before, after)
