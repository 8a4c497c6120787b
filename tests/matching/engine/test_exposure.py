from dataclasses import dataclass
from math import floor, log2

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.exposure import (
    PARTS_OF_A_PRICE,
    STRETCH,
    UNIT,
    Bound,
    order,
    priced,
    seen,
    worth,
)

LENGTH, SHOWN = 8, 5
LOSSES = st.sampled_from([0.0, 0.0001, 0.01, 0.05, 0.2, 0.5])


@dataclass
class Some:
    """Lists as (row, score in millionths), gone through `at_a_time`."""

    lists: list
    at_a_time: int = 3

    def parts(self):
        for start in range(0, len(self.lists), self.at_a_time):
            some = self.lists[start : start + self.at_a_time]
            rows = np.full((len(some), LENGTH), -1, dtype=np.int32)
            scores = np.zeros((len(some), LENGTH), dtype=np.int64)
            for number, each in enumerate(some):
                for place, (row, score) in enumerate(each):
                    rows[number, place], scores[number, place] = row, score
            yield rows, scores


def best_first(scores):
    return sorted(scores, reverse=True)


falling = st.lists(st.integers(1, 1_000_000), max_size=LENGTH).map(best_first)
# Close together, as the scores of long lists are.
close = st.lists(st.integers(400_000, 440_000), max_size=LENGTH).map(best_first)


@st.composite
def one_list(draw):
    scores = draw(falling | close)
    loss = draw(LOSSES)
    bound = Bound.of(loss, shown=SHOWN)
    prices = draw(
        st.lists(st.integers(0, bound.highest_price), min_size=len(scores), max_size=len(scores))
    )
    return scores, prices, bound


@st.composite
def many_lists(draw):
    n_postings = draw(st.integers(1, 9))
    rows = st.lists(st.integers(0, n_postings - 1), unique=True, max_size=LENGTH)
    lists = []
    for each in draw(st.lists(rows, max_size=12)):
        scores = draw(st.lists(st.integers(1, 900), min_size=len(each), max_size=len(each)))
        lists.append(list(zip(each, best_first(scores), strict=True)))
    return lists, n_postings


def naive_worth(scores):
    return sum(floor(2**16 / log2(rank + 1)) * s for rank, s in enumerate(scores[:SHOWN], 1))


def naive_order(scores, prices, bound):
    """The most of the prices with which the list keeps what it must; a quarter always will do."""
    for part in PARTS_OF_A_PRICE:
        keys = [
            score * (STRETCH * UNIT + part * price)
            for score, price in zip(scores, prices, strict=True)
        ]
        places = sorted(range(len(scores)), key=lambda place: (-keys[place], place))
        kept = naive_worth([scores[place] for place in places]) * UNIT
        if kept >= naive_worth(scores) * (UNIT - bound.loss):
            return places
    raise AssertionError("a quarter of the prices gives up too much")


def ordered(scores, prices, bound):
    return order(np.array([scores]), np.array([prices]), bound=bound)[0].tolist()


@given(one=one_list())
def test_no_list_gives_up_more_than_it_may(one):
    scores, prices, bound = one
    if not scores:
        return

    places = ordered(scores, prices, bound)

    kept = naive_worth([scores[place] for place in places])
    assert kept * UNIT >= naive_worth(scores) * (UNIT - bound.loss)
    assert sorted(places) == list(range(len(scores)))


@given(one=one_list())
def test_a_quarter_of_the_prices_is_within_the_bound_at_every_rank(one):
    """Why the bound holds for any list and any prices."""
    scores, prices, bound = one
    keys = [s * (STRETCH * UNIT + p) for s, p in zip(scores, prices, strict=True)]
    places = sorted(range(len(scores)), key=lambda place: -keys[place])

    for rank, place in enumerate(places):
        assert scores[place] * UNIT >= scores[rank] * (UNIT - bound.loss)


@given(one=one_list())
def test_lists_are_ordered_as_one_by_one_in_plain_python(one):
    scores, prices, bound = one
    if scores:
        assert ordered(scores, prices, bound) == naive_order(scores, prices, bound)


@given(lists=st.lists(one_list(), min_size=1, max_size=5), loss=LOSSES)
def test_a_list_is_ordered_the_same_alone_and_among_others(lists, loss):
    bound = Bound.of(loss, shown=SHOWN)
    scores = np.zeros((len(lists), LENGTH), dtype=np.int64)
    prices = np.zeros_like(scores)
    for number, (some, of_each, _) in enumerate(lists):
        scores[number, : len(some)] = some
        prices[number, : len(some)] = np.minimum(of_each, bound.highest_price)

    together = order(scores, prices, bound=bound)

    for number, (some, _, _) in enumerate(lists):
        alone = order(scores[number : number + 1], prices[number : number + 1], bound=bound)
        assert together[number].tolist() == alone[0].tolist()
        end = together[number, len(some) :].tolist()
        assert end == list(range(len(some), LENGTH))


@given(one=one_list(), price=st.integers(0, 100))
def test_equal_prices_change_nothing(one, price):
    scores, _, bound = one
    if scores:
        prices = [min(price, bound.highest_price)] * len(scores)
        assert ordered(scores, prices, bound) == list(range(len(scores)))


@given(one=one_list())
def test_what_stands_higher_never_scores_far_less(one):
    scores, prices, bound = one
    if not scores:
        return
    places = ordered(scores, prices, bound)

    for rank, place in enumerate(places):
        for overtaken in places[rank + 1 :]:
            most = UNIT + bound.highest_price
            assert scores[place] * most >= scores[overtaken] * UNIT


@given(world=many_lists(), loss=LOSSES)
def test_attention_is_counted_as_one_by_one(world, loss):
    lists, n_postings = world
    bound = Bound.of(loss, shown=SHOWN)
    prices = np.arange(n_postings) * bound.highest_price // n_postings
    found = seen(Some(lists), prices, bound=bound)

    attention, places, losses = [0] * n_postings, [0] * n_postings, []
    for each in lists:
        scores = [score for _, score in each]
        new = naive_order(scores, [int(prices[row]) for row, _ in each], bound) if each else []
        for rank, place in enumerate(new[:SHOWN], 1):
            attention[each[place][0]] += floor(2**16 / log2(rank + 1))
            places[each[place][0]] += 1
        if each:
            losses.append(1 - naive_worth([scores[p] for p in new]) / naive_worth(scores))
    assert found.attention.tolist() == attention
    assert found.places.tolist() == places
    assert found.losses == losses


@given(world=many_lists(), loss=LOSSES, at_a_time=st.integers(1, 12), data=st.data())
def test_prices_do_not_depend_on_how_the_lists_come(world, loss, at_a_time, data):
    lists, n_postings = world
    bound = Bound.of(loss, shown=SHOWN)
    shuffled = data.draw(st.permutations(lists))

    one = priced(Some(lists), n_postings=n_postings, bound=bound)
    other = priced(Some(shuffled, at_a_time), n_postings=n_postings, bound=bound)

    assert one.prices.tolist() == other.prices.tolist()
    assert one.after.mean_loss == pytest.approx(other.after.mean_loss, abs=1e-15)


@given(world=many_lists(), loss=LOSSES)
def test_attention_is_never_spread_less_evenly(world, loss):
    lists, n_postings = world
    bound = Bound.of(loss, shown=SHOWN)

    found = priced(Some(lists), n_postings=n_postings, bound=bound)

    assert found.after.unevenness <= found.before.unevenness
    assert found.after.largest_loss <= bound.loss / UNIT
    assert found.after.attention.sum() == found.before.attention.sum()
    assert 0 <= found.prices.min() <= found.prices.max() <= bound.highest_price


def test_a_posting_that_nobody_saw_enters_where_it_scores_nearly_as_well():
    crowd = [(row, 900_000) for row in range(SHOWN)]
    lists = [[*crowd, (SHOWN, 690_000 + 20_000 * number)] for number in range(10)]

    found = priced(Some(lists), n_postings=SHOWN + 1, bound=Bound.of(0.05, shown=SHOWN))

    assert found.before.places.tolist() == [10] * SHOWN + [0]
    assert 0 < found.after.places[SHOWN] < 10
    assert found.after.unevenness < found.before.unevenness


def test_a_posting_that_scores_far_less_stays_where_it_is():
    crowd = [(row, 900_000) for row in range(SHOWN)]
    lists = [[*crowd, (SHOWN, 300_000)] for _ in range(10)]

    found = priced(Some(lists), n_postings=SHOWN + 1, bound=Bound.of(0.05, shown=SHOWN))

    assert found.after.places.tolist() == found.before.places.tolist() == [10] * SHOWN + [0]


def test_a_list_with_little_to_give_takes_a_part_of_the_prices():
    bound = Bound.of(0.05, shown=1)
    prices = np.full((2, 2), bound.highest_price)
    prices[:, 0] = 0
    scores = np.array([[500_000, 480_000], [500_000, 420_000]])

    assert order(scores, prices, bound=bound).tolist() == [[1, 0], [0, 1]]


def test_the_worth_of_a_list_is_its_discounted_score():
    bound = Bound.of(0.05, shown=2)

    found = worth(np.array([[900_000, 500_000, 400_000]]), bound=bound)

    assert found[0] / 2**16 == pytest.approx(900_000 + 500_000 / log2(3), rel=1e-4)


@pytest.mark.parametrize("n_postings", [0, 3])
def test_without_lists_there_is_nothing_to_spread(n_postings):
    found = priced(Some([]), n_postings=n_postings, bound=Bound.of(0.05, shown=SHOWN))

    assert found.prices.tolist() == [0] * n_postings
    assert (found.after.mean_loss, found.after.largest_loss) == (0.0, 0.0)
    assert found.after.measures()["gini_of_attention"] == 0.0


@pytest.mark.parametrize("share", [-0.01, 0.51, float("nan"), float("inf")])
def test_a_bound_that_is_no_share_is_refused(share):
    with pytest.raises(ValueError, match="is a share"):
        Bound.of(share, shown=SHOWN)


def test_prices_and_lists_that_do_not_fit_are_refused():
    bound = Bound.of(0.05, shown=SHOWN)
    with pytest.raises(ValueError, match="prices run from"):
        order(np.array([[5]]), np.array([[bound.highest_price + 1]]), bound=bound)
    with pytest.raises(ValueError, match="as many"):
        order(np.array([[5]]), np.array([[0, 0]]), bound=bound)
    with pytest.raises(ValueError, match="no longer than 256"):
        order(np.zeros((1, 257), dtype=np.int64), np.zeros((1, 257), dtype=np.int64), bound=bound)
