import math
import random
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine import metrics

DOCUMENTS = [f"d{number}" for number in range(15)]
orders = st.permutations(DOCUMENTS).map(lambda order: order[:12])
judgements = st.dictionaries(st.sampled_from(DOCUMENTS), st.integers(-1, 3), min_size=1).filter(
    lambda gains: max(gains.values()) > 0
)


def naive_ndcg(ranked, gains, depth):
    def discounted(values):
        return sum((2**gain - 1) / math.log2(rank + 2) for rank, gain in enumerate(values))

    reached = [max(gains.get(document, 0), 0) for document in ranked][:depth]
    ideal = sorted((gain for gain in gains.values() if gain > 0), reverse=True)[:depth]
    return discounted(reached) / discounted(ideal)


@given(orders, judgements, st.integers(1, 12))
def test_ndcg_is_that_of_its_definition(ranked, gains, depth):
    assert metrics.ndcg(ranked, gains, depth=depth) == pytest.approx(
        naive_ndcg(ranked, gains, depth)
    )


@given(orders, judgements, st.integers(1, 12))
def test_recall_counts_the_relevant_ones_reached(ranked, gains, depth):
    wanted = [document for document, gain in gains.items() if gain > 0]

    reached = sum(document in ranked[:depth] for document in wanted)

    assert metrics.recall(ranked, gains, depth=depth) == reached / len(wanted)


@given(orders, judgements)
def test_reciprocal_rank_looks_for_the_first_relevant_one(ranked, gains):
    hits = [place for place, document in enumerate(ranked, 1) if gains.get(document, 0) > 0]

    assert metrics.reciprocal_rank(ranked, gains) == (1 / min(hits) if hits else 0)


@given(judgements)
def test_the_ideal_order_has_ndcg_one(gains):
    best = sorted(gains, key=lambda document: -gains[document])

    assert metrics.ndcg(best, gains) == pytest.approx(1)


def test_an_empty_list_scores_nothing():
    assert metrics.ndcg([], {"a": 1}) == 0
    assert metrics.recall([], {"a": 1}) == 0
    assert metrics.reciprocal_rank([], {"a": 1}) == 0


@pytest.mark.parametrize("measure", [metrics.ndcg, metrics.recall])
def test_a_query_without_a_relevant_document_is_refused(measure):
    with pytest.raises(ValueError, match="relevant"):
        measure(["a"], {"a": 0})


def test_the_interval_is_that_of_resampling_and_the_same_each_time():
    values = [random.Random(number).random() for number in range(200)]

    found = metrics.bootstrap(values, seed=5)

    error = 1.96 * np.std(values) / math.sqrt(len(values))
    assert found == metrics.bootstrap(values, seed=5)
    assert found != metrics.bootstrap(values, seed=6)
    assert found.mean == pytest.approx(np.mean(values))
    assert found.low == pytest.approx(found.mean - error, abs=error / 4)
    assert found.high == pytest.approx(found.mean + error, abs=error / 4)


def test_nothing_has_no_mean():
    with pytest.raises(ValueError, match="no values"):
        metrics.bootstrap([], seed=1)


@given(st.lists(st.integers(0, 50), min_size=1, max_size=20).filter(any))
def test_gini_is_the_mean_difference_over_twice_the_mean(values):
    differences = [abs(one - other) for one in values for other in values]

    naive = np.mean(differences) / (2 * np.mean(values))

    assert metrics.gini(np.array(values)) == pytest.approx(naive, abs=1e-12)


@pytest.mark.parametrize("values", [[], [0, 0]])
def test_no_exposure_is_even(values):
    assert metrics.gini(np.array(values)) == 0


def test_negative_exposure_is_refused():
    with pytest.raises(ValueError, match="never negative"):
        metrics.gini(np.array([-1, 2]))


def test_exposure_counts_lists_and_finds_those_never_shown():
    times = metrics.exposure(np.array([2, 0, 2]), total=4)

    assert times.tolist() == [1, 0, 2, 0]
    assert metrics.share_never_shown(times) == 0.5
    assert metrics.share_never_shown(np.array([], dtype=np.int64)) == 0


def test_the_curve_of_equal_shares_is_straight():
    assert metrics.lorenz(np.array([2, 2, 2, 2]), points=5) == [0.0, 0.25, 0.5, 0.75, 1.0]


def test_the_curve_of_nothing_is_straight_too():
    assert metrics.lorenz(np.zeros(3, dtype=np.int64), points=3) == [0.0, 0.5, 1.0]
    assert metrics.lorenz(np.zeros(0, dtype=np.int64), points=2) == [0.0, 1.0]


@given(st.lists(st.integers(0, 50), min_size=1, max_size=40))
def test_the_area_above_the_curve_is_half_the_gini_index(counts):
    members = len(counts)
    curve = metrics.lorenz(np.array(counts), points=members + 1)

    area = sum((one + other) / 2 for one, other in pairwise(curve)) / members

    assert 1 - 2 * area == pytest.approx(metrics.gini(np.array(counts)), abs=1e-3)
