from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose

from matching.engine.arrays import ints
from matching.engine.improvement import LEARNT, Ladder, Step, improvements, rank_of
from matching.engine.inputs import Evidence, StatedSkills


def stated_by(students, row):
    entries = students.stated
    return {
        int(skill): (int(level), int(evidence))
        for who, skill, level, evidence in zip(
            entries.row, entries.skill, entries.level, entries.evidence, strict=True
        )
        if who == row
    }


def as_entries(row, stated):
    return StatedSkills(
        row=ints([row] * len(stated)),
        skill=ints(stated),
        level=ints([level for level, _ in stated.values()]),
        evidence=ints([evidence for _, evidence in stated.values()]),
    )


@pytest.fixture
def every_pair(make_world):
    world = make_world(seed=31, students=6, postings=5)
    model = world.fitted()
    students, postings = model.students(world.students), model.postings(world.postings)
    ladder = Ladder(layout=model.layout_, flow=model.skills_.flow, weights=model.weights.skills)
    pairs = []
    for s in range(len(students)):
        stated = stated_by(world.students, s)
        for p in range(len(postings)):
            found = improvements(
                students.rows()[s], postings.rows()[p], stated=stated, ladder=ladder
            )
            pairs.append((world, model, (s, p), stated, found))
    return pairs


def recomputed(world, model, pair, stated):
    """Scores by part, of a student whose skills have changed, by the whole way through."""
    s, p = pair
    others = world.students.stated
    kept = others.row != s
    rest = StatedSkills(
        others.row[kept], others.skill[kept], others.level[kept], others.evidence[kept]
    )
    mine = as_entries(s, stated)
    together = StatedSkills(
        **{
            name: np.concatenate([getattr(rest, name), getattr(mine, name)])
            for name in ("row", "skill", "level", "evidence")
        }
    )
    student = model.students(replace(world.students, stated=together)).matrix[[s]]
    posting = model.postings(world.postings).matrix[[p]]
    product = student.astype(np.float64).multiply(posting).toarray()[0]
    return {
        part: sum(product[b.start : b.stop].sum() for b in model.layout_.blocks if b.part == part)
        for part in model.layout_.parts()
    }


def test_the_score_promised_is_the_score_reached(every_pair):
    steps = set()
    for world, model, pair, stated, found in every_pair:
        before = recomputed(world, model, pair, stated)
        for each in found:
            steps.add(each.step)
            level, evidence = stated.get(each.skill, LEARNT)
            evidence = Evidence.EVIDENCED if each.step == Step.EVIDENCE else evidence
            after = recomputed(world, model, pair, {**stated, each.skill: (level, int(evidence))})
            assert_allclose(each.score - sum(before.values()), after["skills"] - before["skills"])
            if each.step == Step.EVIDENCE:
                assert_allclose(each.score, sum(after.values()))

    assert steps == {Step.EVIDENCE, Step.LEARN}


def test_the_best_step_comes_first_and_none_is_idle(every_pair):
    for world, model, pair, stated, found in every_pair:
        now = sum(recomputed(world, model, pair, stated).values())
        scores = [each.score for each in found]
        assert scores == sorted(scores, reverse=True)
        assert all(score > now for score in scores)


def test_a_student_who_brings_everything_has_nothing_to_improve(make_world):
    world = make_world(seed=32)
    model = world.fitted()
    best = {skill: (5, int(Evidence.EVIDENCED)) for skill in range(10)}
    perfect = replace(world.students, stated=as_entries(0, best))
    ladder = Ladder(layout=model.layout_, flow=model.skills_.flow, weights=model.weights.skills)

    student, posting = model.students(perfect).rows()[0], model.postings(world.postings).rows()[0]

    assert improvements(student, posting, stated=best, ladder=ladder) == []


@pytest.mark.parametrize(("score", "rank"), [(0.95, 1), (0.9, 2), (0.5, 3), (0.05, 4)])
def test_a_new_score_ranks_behind_those_that_reached_it_before(score, rank):
    assert rank_of(score, others=np.array([0.9, 0.6, 0.1])) == rank


def test_a_rank_among_nobody_is_the_first():
    assert rank_of(0.1, others=np.array([])) == 1
