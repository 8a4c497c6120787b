from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose

from matching.engine.arrays import ints
from matching.engine.bridge import BridgeModel
from matching.engine.flow import Flow
from matching.engine.inputs import FoundSkills, SkillGraph

NOTHING = ints([])
GRAPH = SkillGraph(4, child=ints([0, 1]), parent=ints([2, 2]))


def found(*skills, count=1):
    return FoundSkills(ints([0] * len(skills)), ints(skills), ints([count] * len(skills)))


@pytest.fixture
def bridge(weights):
    return BridgeModel(Flow.up(GRAPH, depth=2), weights.bridge).fit(found(0, 3), found(0), total=4)


@pytest.fixture
def similarity(bridge):
    def of(one, other):
        clouds = [bridge.transform(each, NOTHING, NOTHING, length=1) for each in (one, other)]
        return float((clouds[0] @ clouds[1].T).toarray()[0, 0])

    return of


def test_the_same_skills_are_nearest_and_siblings_near(similarity):
    assert similarity(found(0), found(0)) > similarity(found(0), found(1)) > 0


def test_unrelated_skills_have_nothing_in_common(similarity):
    assert similarity(found(0), found(3)) == 0


def test_a_stated_skill_meets_a_found_one(bridge):
    stated = bridge.transform(FoundSkills.none(), ints([0]), ints([3]), length=1)

    mentioned = bridge.transform(found(3), NOTHING, NOTHING, length=1)

    assert_allclose(stated.toarray(), mentioned.toarray())


def test_a_thin_cloud_is_doubted(similarity):
    assert similarity(found(3), found(3)) < similarity(found(0, 1, 3), found(0, 1, 3)) < 1


def test_repetition_counts_but_less_each_time(similarity):
    once, often = found(0, 3), FoundSkills(ints([0, 0]), ints([0, 3]), ints([9, 1]))

    assert similarity(often, found(0)) > similarity(once, found(0))
    assert similarity(often, found(0)) < 9 * similarity(once, found(0))


def test_the_weight_of_a_cloud_by_hand(bridge, weights):
    rare, common = np.log(5 / 2) + 1, np.log(5 / 3) + 1

    cloud = bridge.transform(found(3, count=2), NOTHING, NOTHING, length=1).toarray()[0]

    value = (1 + np.log(2)) * rare
    unseen = weights.bridge.doubt * (np.log(5) + 1) ** 2
    assert_allclose(bridge.idf_, [common, np.log(5) + 1, np.log(5) + 1, rare])
    share = np.sqrt(1 - weights.bridge.occupations)
    assert_allclose(cloud, [0, 0, 0, share * value / np.sqrt(value**2 + unseen)])


def test_texts_without_skills_have_empty_clouds(bridge):
    clouds = bridge.transform(FoundSkills.none(), NOTHING, NOTHING, length=2)

    assert clouds.shape == (2, 4)
    assert clouds.nnz == 0


def test_occupations_are_a_cloud_of_their_own(weights):
    kinds = np.array([False, False, False, True])
    flow = Flow.up(GRAPH, depth=2)
    bridge = BridgeModel(flow, weights.bridge, is_occupation=kinds).fit(found(0, 3), total=4)

    both = bridge.transform(found(0, 3), NOTHING, NOTHING, length=1).toarray()[0]
    apart = [
        bridge.transform(found(each), NOTHING, NOTHING, length=1).toarray()[0] for each in (0, 3)
    ]

    assert_allclose(both, apart[0] + apart[1])
    value = np.log(5 / 2) + 1
    rarest = value
    length = np.sqrt(value**2 + weights.bridge.occupation_doubt * rarest**2)
    assert_allclose(both[3], np.sqrt(weights.bridge.occupations) * value / length)


def test_no_cloud_is_longer_than_one(weights):
    kinds = np.array([False, False, True, True])
    none = replace(weights.bridge, doubt=0.0, occupation_doubt=0.0)
    bridge = BridgeModel(Flow.up(GRAPH, depth=2), none, is_occupation=kinds)
    cloud = bridge.fit(found(0, 3), total=4).transform(found(0, 3), NOTHING, NOTHING, length=1)

    assert_allclose(cloud.power(2).sum(), 1.0)
