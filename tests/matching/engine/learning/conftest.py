from dataclasses import astuple

import numpy as np
import pytest

from matching.engine.learning import Shown
from matching.engine.weights import PartWeights

PRESENT = PartWeights(skills=0.4, text=0.35, bridge=0.05, wishes=0.2)
TRUE = PartWeights(skills=0.2, text=0.25, bridge=0.15, wishes=0.4)
LENGTH, CANDIDATES, STEEPNESS = 20, 40, 12.0


@pytest.fixture
def present():
    return PRESENT


@pytest.fixture
def true():
    return TRUE


@pytest.fixture
def simulate():
    """Lists ordered by the present weights, with some noise from run to run, as people use them.

    A match is looked at with a chance of 1 / position^eta, and taken, if it was not before, with
    one that rises with its score under the true weights.
    """

    def run_all(*, people, runs, eta, seed, true=TRUE, present=PRESENT):
        random = np.random.default_rng(seed)
        lists = [
            line
            for person in range(people)
            for line in _lists_of(person, runs, eta, random, true=true, present=present)
        ]
        return Shown(*(np.concatenate(column) for column in zip(*lists, strict=True)))

    return run_all


def _lists_of(person, runs, eta, random, *, true, present):
    parts = random.beta(2, 3, size=(CANDIDATES, 4))
    worth = STEEPNESS * parts @ np.array(astuple(true))
    taken_if_seen = 1 / (1 + np.exp(1 + np.quantile(worth, 0.9) - worth))
    position, done = np.arange(1, LENGTH + 1), np.zeros(CANDIDATES, dtype=bool)
    for run in range(runs):
        is_open = random.random(CANDIDATES) < 0.7
        noise = random.normal(0, 0.02, CANDIDATES)
        score = np.where(is_open, parts @ np.array(astuple(present)) + noise, -1)
        top = np.argsort(-score)[:LENGTH]
        seen = random.random(LENGTH) < position**-eta
        chosen = seen & (random.random(LENGTH) < taken_if_seen[top]) & ~done[top]
        done[top[chosen]] = True
        yield np.full(LENGTH, person), top, np.full(LENGTH, run), position, parts[top], chosen


@pytest.fixture
def rows():
    """Shown matches from tuples: owner, other, run, position, first part, chosen."""

    def made(*lines):
        owner, other, run, position, skills, chosen = (
            np.array(column) for column in zip(*lines, strict=True)
        )
        parts = np.zeros((len(lines), 4))
        parts[:, 0] = skills
        return Shown(owner, other, run, position, parts, chosen.astype(bool))

    return made
