"""What nobody means to send, and sides that are as odd as they may be."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import sparse

from matching.engine.arrays import ints
from matching.engine.eligibility import Eligibility
from matching.engine.explanation import explain
from matching.engine.inputs import (
    Conditions,
    Facts,
    FoundSkills,
    SkillGraph,
    StatedSkills,
    Terms,
    Ties,
    Wishes,
)
from matching.engine.metrics import bootstrap
from matching.engine.ranking import Machine, rank
from matching.engine.sides import Side
from matching.engine.tables import Lengths
from matching.engine.vectors import Vectoriser
from matching.engine.weights import Weights
from tests.matching.engine.test_ranking import MACHINES, Chosen, as_lists, both, naive, side

MANY = 2000


@pytest.fixture(scope="module", params=MACHINES)
def machine(request):
    return request.param


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("which", ["students", "postings"])
def test_vectors_that_hold_no_numbers_are_not_ranked(which, value):
    sides = dict(zip(("students", "postings"), both(1, 6, 5)[:2], strict=True))
    spoilt = sides[which].matrix.copy()
    spoilt.data[3] = value
    sides[which] = replace(sides[which], matrix=spoilt)

    with pytest.raises(ValueError, match=f"vectors of {which}"):
        rank(**sides)


def test_weights_that_overflow_make_no_vectors(make_world):
    world = make_world(seed=2)
    fitted = world.fitted()
    fitted.skills_.idf_ = np.full(world.graph.n_skills, np.nan)

    with pytest.raises(ValueError, match="not a finite number"):
        fitted.postings(world.postings)


def test_empty_vectors_among_others_are_in_no_list(machine):
    one, other, allowed = both(5, 9, 8)
    one, other = emptied(one, rows=[0, 4, 8]), emptied(other, rows=[0, 7])

    found = rank(one, other, eligibility=allowed, machine=machine)

    assert as_lists(found.for_students) == naive(one, other, allowed.table, 64)
    assert as_lists(found.for_postings) == naive(other, one, allowed.table.T, 128)
    assert [len(as_lists(found.for_students)[row]) for row in (0, 4, 8)] == [0, 0, 0]
    assert [len(as_lists(found.for_postings)[row]) for row in (0, 7)] == [0, 0]


def test_sides_without_any_column_give_empty_lists(machine):
    one, other, _ = both(5, 4, 3)
    one, other = emptied(one, rows=range(4)), emptied(other, rows=range(3))

    found = rank(one, other, machine=machine)

    assert as_lists(found.for_students) == [[]] * 4
    assert as_lists(found.for_postings) == [[]] * 3


def emptied(one, *, rows):
    dense = one.matrix.toarray()
    dense[list(rows)] = 0
    return replace(one, matrix=sparse.csr_array(dense))


def test_who_says_nothing_is_matched_by_what_is_left_open(make_world):
    world = make_world(seed=3)
    nobody = replace(
        world.students,
        stated=StatedSkills.none(),
        found=FoundSkills.none(),
        texts=[""] * len(world.students),
        wishes=Wishes.unsaid(len(world.students)),
    )
    fitted = Vectoriser(world.graph, Weights.packaged()).fit(nobody, world.postings)
    vectors, postings = fitted.students(nobody), fitted.postings(world.postings)

    found = rank(vectors, postings)

    parts = [
        explain(vectors.rows()[0], postings.rows()[row], layout=fitted.layout_, musts=[]).parts
        for row in range(len(postings))
    ]
    assert all(part["skills"] == part["text"] == part["bridge"] == 0 for part in parts)
    assert (found.for_students.scores <= np.float32(0.2)).all()


def test_a_posting_that_asks_for_nothing_gets_nothing_for_skills(make_world):
    world = make_world(seed=4)
    lines = world.postings.asked
    kept = lines.row != 0
    asked = replace(
        lines,
        row=lines.row[kept],
        skill=lines.skill[kept],
        weight=lines.weight[kept],
        must=lines.must[kept],
    )
    postings = replace(world.postings, asked=asked)
    fitted = Vectoriser(world.graph, Weights.packaged()).fit(world.students, postings)
    students, vectors = fitted.students(world.students), fitted.postings(postings)

    found = explain(students.rows()[0], vectors.rows()[0], layout=fitted.layout_, musts=[])

    assert found.parts["skills"] == 0
    assert not found.missing
    assert np.isfinite(rank(students, vectors).for_students.scores).all()


def test_a_student_with_two_thousand_skills_is_ranked_and_explained(make_world):
    """They bring everything that is asked for, in full."""
    world = make_world(seed=5, students=1, skills=MANY)
    row, skill = np.zeros(MANY, dtype=np.int64), np.arange(MANY)
    students = replace(
        world.students,
        stated=StatedSkills(row, skill, np.full(MANY, 5), np.full(MANY, 4)),
    )
    fitted = Vectoriser(SkillGraph.flat(MANY), Weights.packaged()).fit(students, world.postings)
    one, postings = fitted.students(students), fitted.postings(world.postings)

    rows, scores = rank(one, postings).for_students[0]

    assert len(rows) == len(postings)
    for posting, score in zip(rows.tolist(), scores.tolist(), strict=True):
        asked = world.postings.asked
        musts = asked.skill[(asked.row == posting) & asked.must]
        found = explain(one.rows()[0], postings.rows()[posting], layout=fitted.layout_, musts=musts)
        assert found.score == pytest.approx(score, abs=1e-6)
        assert not found.missing
        n = int((asked.row == posting).sum())
        assert found.parts["skills"] == pytest.approx(0.4 * n / (n + 1.5), abs=1e-4)


def test_when_everybody_may_take_everything_there_is_one_group(make_world, machine):
    world = make_world(seed=6, students=40)
    everybody = Eligibility(
        facts=Facts.plain(40),
        wishes=Wishes.unsaid(40),
        conditions=Conditions.plain(len(world.postings)),
        terms=Terms.unsaid(len(world.postings)),
        ties=Ties.none(),
        today=0,
    )
    fitted = world.fitted()
    one, other = fitted.students(world.students), fitted.postings(world.postings)

    assert np.unique(everybody.groups).size == 1
    found = rank(one, other, eligibility=everybody, machine=machine)
    assert as_lists(found.for_students) == as_lists(rank(one, other).for_students)
    all_pairs = np.ones((40, len(other)), dtype=bool)
    assert as_lists(found.for_students) == naive(one, other, all_pairs, 64)


def test_lists_longer_than_there_are_candidates_hold_them_all(machine):
    one, other, allowed = both(8, 5, 4)
    lengths = Lengths(postings=1000, students=1000)

    found = rank(one, other, eligibility=allowed, lengths=lengths, machine=machine)

    assert as_lists(found.for_students) == naive(one, other, allowed.table, 1000)
    assert as_lists(found.for_postings) == naive(other, one, allowed.table.T, 1000)


def test_ids_and_ages_beyond_32_bits_break_ties_too(machine):
    random = np.random.default_rng(9)
    one, other = side(random, 7), side(random, 6)
    one = replace(one, ids=one.ids + 2**40, age=one.age + 2**33)
    other = replace(other, ids=other.ids + 2**62, age=other.age + 2**33)

    found = rank(one, other, machine=machine)

    table = np.ones((7, 6), dtype=bool)
    assert as_lists(found.for_students) == naive(one, other, table, 64)
    assert as_lists(found.for_postings) == naive(other, one, table.T, 128)


def test_ids_beyond_32_bits_survive_a_save(tmp_path):
    one = replace(side(np.random.default_rng(1), 3), ids=ints([2**31, 2**40, 2**63 - 1]))

    one.save(tmp_path, name="student")

    assert Side.load(tmp_path, name="student").ids.tolist() == [2**31, 2**40, 2**63 - 1]


@pytest.mark.parametrize("threads", [0, -1])
def test_a_machine_without_threads_is_refused(threads):
    with pytest.raises(ValueError, match="one thread"):
        Machine(threads=threads)


@pytest.mark.parametrize("length", [0, -1])
def test_lists_without_a_place_are_refused(length):
    with pytest.raises(ValueError, match="one match"):
        Lengths(postings=length)
    with pytest.raises(ValueError, match="one match"):
        Lengths(students=length)


def test_a_seed_below_zero_is_refused_and_zero_is_one_like_others():
    assert bootstrap([0.0, 1.0], seed=0) == bootstrap([0.0, 1.0], seed=0)
    with pytest.raises(ValueError, match="non-negative"):
        bootstrap([0.0, 1.0], seed=-1)


def test_nobody_is_eligible(machine):
    one, other, _ = both(3, 5, 4)
    nobody = Chosen(np.zeros((5, 4), dtype=bool))

    found = rank(one, other, eligibility=nobody, machine=machine)

    assert as_lists(found.for_students) == [[]] * 5
