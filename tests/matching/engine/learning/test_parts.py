from dataclasses import astuple
from math import exp, log

import numpy as np
import pytest

from matching.engine.learning import PartLearner, PositionBias
from matching.engine.learning.parts import LARGEST_WEIGHT, LEAST_SHARE, Contests
from matching.engine.weights import PartWeights

TOLERANCE = 0.05  # of each part


def distance(found, wanted):
    return float(np.abs(np.array(astuple(found)) - np.array(astuple(wanted))).sum())


@pytest.mark.parametrize("eta", [0.5, 1.0])
def test_the_true_weights_are_recovered_and_naive_learning_misses_them(
    simulate, present, true, eta
):
    shown = simulate(people=1500, runs=6, eta=eta, seed=1)

    learnt = PartLearner(present, PositionBias().fit(shown)).fit(shown).weights_
    naive = PartLearner(present, PositionBias.known(0.0)).fit(shown).weights_

    assert astuple(learnt) == pytest.approx(astuple(true), abs=TOLERANCE)
    assert astuple(naive) != pytest.approx(astuple(true), abs=TOLERANCE)
    assert distance(learnt, true) < distance(naive, true) / 2


@pytest.mark.parametrize("seed", [3, 4])
def test_naive_learning_is_worse_on_moderate_feedback_too(simulate, present, true, seed):
    shown = simulate(people=300, runs=5, eta=1.0, seed=seed)

    learnt = PartLearner(present, PositionBias().fit(shown)).fit(shown).weights_
    naive = PartLearner(present, PositionBias.known(0.0)).fit(shown).weights_

    assert distance(learnt, true) < distance(naive, true)


def test_where_the_present_weights_are_right_they_stay_about_the_same(simulate, present):
    shown = simulate(people=400, runs=5, eta=1.0, seed=5, true=present)

    learnt = PartLearner(present, PositionBias().fit(shown)).fit(shown).weights_

    assert astuple(learnt) == pytest.approx(astuple(present), abs=TOLERANCE)


def test_little_feedback_moves_them_little(simulate, present, true):
    few = simulate(people=4, runs=2, eta=1.0, seed=6)
    many = simulate(people=400, runs=5, eta=1.0, seed=6)
    bias = PositionBias.known(1.0)

    after_few = PartLearner(present, bias).fit(few).weights_
    after_many = PartLearner(present, bias).fit(many).weights_

    assert 0 < few.chosen.sum() < 20
    assert distance(after_few, present) < 0.1 < distance(after_many, present)


def test_weights_sum_to_one_and_no_part_is_lost(simulate, present):
    one_part = PartWeights(skills=0.0, text=0.0, bridge=0.0, wishes=1.0)
    shown = simulate(people=400, runs=5, eta=0.5, seed=7, true=one_part)

    learnt = PartLearner(present, PositionBias.known(0.5)).fit(shown).weights_

    assert sum(astuple(learnt)) == pytest.approx(1.0, abs=1e-12)
    assert min(astuple(learnt)) >= LEAST_SHARE
    assert learnt.wishes == max(astuple(learnt))


def test_a_part_without_weight_stays_without(simulate):
    present = PartWeights(skills=0.5, text=0.3, bridge=0.0, wishes=0.2)
    shown = simulate(people=200, runs=3, eta=0.5, seed=8, present=present)
    shown.parts[:, 2] = 0.0  # as it is kept: nobody knows how well it was met

    learnt = PartLearner(present, PositionBias.known(0.5)).fit(shown).weights_

    assert learnt.bridge == 0.0


def test_the_loss_and_its_gradient_are_those_of_a_plain_count(simulate):
    shown = simulate(people=12, runs=3, eta=1.0, seed=9)
    bias, slope = PositionBias.known(1.3), np.array([3.0, 1.0, 0.5, 2.0])
    contests = Contests.between(shown, bias)

    value, gradient = contests.loss(slope)

    assert value == pytest.approx(_naive_loss(shown, 1.3, slope))
    for i in range(4):
        step = np.zeros(4)
        step[i] = 1e-6
        change = _naive_loss(shown, 1.3, slope + step) - _naive_loss(shown, 1.3, slope - step)
        assert gradient[i] == pytest.approx(change / 2e-6, rel=1e-4)


def _naive_loss(shown, eta, slope):
    total, weights = 0.0, 0.0
    choices = [i for i in range(len(shown)) if shown.chosen[i]]
    for i in choices:
        weight = min(float(shown.position[i]) ** eta, LARGEST_WEIGHT)
        rivals = [
            j
            for j in range(len(shown))
            if j != i and shown.owner[j] == shown.owner[i] and shown.run[j] == shown.run[i]
        ]
        losses = [log(1 + exp(-float((shown.parts[i] - shown.parts[j]) @ slope))) for j in rivals]
        total += weight * sum(losses) / len(losses)
        weights += weight
    return total * len(choices) / weights


def test_without_a_choice_among_several_there_is_nothing_to_learn(rows, present):
    with pytest.raises(ValueError, match="list of several"):
        PartLearner(present, PositionBias.known(1.0)).fit(rows((1, 1, 1, 1, 0.5, 1)))
