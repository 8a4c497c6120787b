from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal
from scipy import sparse

from matching.engine import groups, product
from matching.engine.kernels import CompiledKernel, SparseKernel
from matching.engine.lattice import snap
from matching.engine.ranking import Machine, joined, merged, rank
from matching.engine.sides import Side
from matching.engine.tables import MOST_MUSTS, Lengths, Tables
from tests.matching.engine.naive import naive, side

ARRAYS = ("starts", "rows", "scores", "keys")


no_numba = pytest.mark.skipif(CompiledKernel is None, reason="numba is not installed")
MACHINES = [
    pytest.param(Machine(SparseKernel), id="sparse"),
    pytest.param(Machine(SparseKernel, threads=3), id="sparse-threads"),
    pytest.param(Machine(CompiledKernel), id="compiled", marks=no_numba),
    pytest.param(Machine(CompiledKernel, threads=3), id="compiled-threads", marks=no_numba),
]


@pytest.fixture(scope="module", params=MACHINES)
def machine(request):
    return request.param


class Chosen:
    """A mask given as a table."""

    def __init__(self, table):
        self.table = table

    def mask(self, rows):
        return self.table[rows]


def both(seed, n_students, n_postings):
    random = np.random.default_rng(seed)
    table = random.random((n_students, n_postings)) < 0.7
    return side(random, n_students), side(random, n_postings), Chosen(table)


def as_lists(matches):
    return [list(zip(*matches[i], strict=True)) for i in range(len(matches))]


sizes = (st.integers(0, 10_000), st.integers(1, 14), st.integers(1, 14), st.integers(1, 16))


@settings(deadline=None)
@given(*sizes)
def test_lists_are_those_of_sorting_all_pairs(machine, seed, n_students, n_postings, length):
    students, postings, mask = both(seed, n_students, n_postings)
    lengths = Lengths(postings=length, students=length)

    shard = rank(students, postings, eligibility=mask, lengths=lengths, machine=machine)

    assert as_lists(shard.for_students) == naive(students, postings, mask.table, length)
    assert as_lists(shard.for_postings) == naive(postings, students, mask.table.T, length)


@settings(deadline=None)
@given(*sizes, st.tuples(st.integers(1, 5), st.integers(1, 3)))
def test_any_cut_into_shards_and_blocks_gives_the_same_bytes(
    machine, seed, n_students, n_postings, length, cut
):
    size, block = cut
    students, postings, mask = both(seed, n_students, n_postings)
    lengths = Lengths(postings=length, students=length)
    whole = rank(students, postings, eligibility=mask, lengths=lengths)
    cuts = [*range(0, n_students, size), n_students]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(product, "BLOCK_BYTES", 8 * n_postings * block)
        shards = [
            rank(
                students,
                postings,
                eligibility=mask,
                rows=range(*part),
                lengths=lengths,
                machine=machine,
            )
            for part in pairwise(cuts)
        ]

    for name in ARRAYS:
        assert_array_equal(
            getattr(merged([each.for_postings for each in shards], length=length), name),
            getattr(whole.for_postings, name),
        )
        assert_array_equal(
            getattr(joined([each.for_students for each in shards]), name),
            getattr(whole.for_students, name),
        )


def test_the_same_pair_has_the_same_score_in_both_lists(make_world):
    world = make_world(seed=2, students=30, postings=20)
    model = world.fitted()
    shard = rank(model.students(world.students), model.postings(world.postings))

    of_students = {(s, p): x for s, one in enumerate(as_lists(shard.for_students)) for p, x in one}
    of_postings = {(s, p): x for p, one in enumerate(as_lists(shard.for_postings)) for s, x in one}

    assert of_students == of_postings
    assert all(0 < score <= 1 for score in of_students.values())


def test_nobody_who_is_ineligible_is_listed(make_world):
    world = make_world(seed=4, students=30, postings=20)
    model, rule = world.fitted(), world.eligibility()

    shard = rank(model.students(world.students), model.postings(world.postings), eligibility=rule)

    for student, matches in enumerate(as_lists(shard.for_students)):
        assert {p for p, _ in matches} == set(np.flatnonzero(rule.mask(np.array([student]))[0]))


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10_000), st.integers(1, 4))
def test_students_in_groups_have_the_lists_of_each_alone(machine, make_world, seed, small):
    world = make_world(seed=seed, students=40, postings=20)
    model, rule = world.fitted(), world.eligibility()
    students, postings = model.students(world.students), model.postings(world.postings)
    table = Chosen(rule.mask(np.arange(40)))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(groups, "SMALL", small)
        found = rank(students, postings, eligibility=rule, machine=machine)

    assert as_lists(found.for_students) == naive(students, postings, table.table, 64)
    assert as_lists(found.for_postings) == naive(postings, students, table.table.T, 128)


def test_lists_come_in_the_order_of_the_rows(machine, make_world):
    world = make_world(seed=6, students=30, postings=20)
    model, rule = world.fitted(), world.eligibility()
    students, postings = model.students(world.students), model.postings(world.postings)
    rows = np.random.default_rng(1).permutation(30)[:17]

    some = rank(students, postings, eligibility=rule, rows=rows, machine=machine).for_students

    every = as_lists(rank(students, postings, eligibility=rule).for_students)
    assert as_lists(some) == [every[row] for row in rows]


def test_a_student_is_not_ranked_twice():
    students, postings, _ = both(1, 3, 4)

    with pytest.raises(ValueError, match="twice"):
        rank(students, postings, rows=[1, 1])


def test_a_machine_has_a_thread():
    with pytest.raises(ValueError, match="one thread"):
        Machine(threads=0)


def tied(*, musts, age):
    """A student, and postings that all score the same."""
    length = len(age)
    same = sparse.csr_array(snap(np.full((length, 1), 0.5)))
    postings = Side(
        ids=np.arange(length)[::-1],
        age=np.array(age),
        matrix=same,
        keen=sparse.csr_array(np.array(musts, dtype=np.float32)),
    )
    student = Side(
        ids=np.array([1]),
        age=np.array([0]),
        matrix=same[[0]],
        keen=sparse.csr_array(np.ones((1, 2), dtype=np.float32)),
    )
    return student, postings


def test_ties_go_to_more_musts_met_then_to_the_older_then_to_the_lower_id():
    student, postings = tied(musts=[[0, 0], [1, 1], [1, 0], [0, 1], [1, 0]], age=[5, 9, 7, 7, 6])

    matches = rank(student, postings).for_students

    assert matches.rows.tolist() == [1, 4, 3, 2, 0]


def test_a_tie_at_the_end_of_the_list_is_cut_the_same_way():
    student, postings = tied(musts=[[0, 0]] * 4, age=[3, 1, 2, 0])

    matches = rank(student, postings, lengths=Lengths(postings=2)).for_students

    assert matches.rows.tolist() == [3, 1]


def test_more_must_haves_than_a_key_can_count_are_all_the_most(machine):
    student, postings = tied(musts=[[1, 0], [1, 1], [1, 0]], age=[0, 1, 2])
    many = sparse.csr_array(np.ones((1, MOST_MUSTS + 2), dtype=np.float32))
    needs = np.ones((3, MOST_MUSTS + 2), dtype=np.float32)
    needs[0, MOST_MUSTS:] = 0
    needs[2, 1:] = 0
    student = replace(student, keen=many)
    postings = replace(postings, keen=sparse.csr_array(needs))

    assert rank(student, postings, machine=machine).for_students.rows.tolist() == [0, 1, 2]


def test_pairs_that_score_nothing_are_in_no_list():
    students, postings, _ = both(1, 3, 4)
    nothing = replace(postings, matrix=sparse.csr_array(postings.matrix.shape, dtype=np.float32))

    shard = rank(students, nothing)

    assert shard.for_students.rows.size == 0
    assert len(shard.for_students) == 3
    assert len(shard.for_postings) == 4


@pytest.mark.parametrize(("n_students", "n_postings"), [(0, 3), (3, 0), (0, 0)])
def test_an_empty_side_gives_empty_lists(n_students, n_postings):
    students, postings, _ = both(1, n_students, n_postings)

    shard = rank(students, postings)

    assert len(shard.for_students) == n_students
    assert len(shard.for_postings) == n_postings
    assert shard.for_students.rows.size == shard.for_postings.rows.size == 0


def test_the_last_score_says_what_a_new_match_must_reach():
    students, postings, _ = both(3, 4, 6)
    matches = rank(students, postings).for_students

    last = matches.last_scores(length=2)

    lists = as_lists(matches)
    assert last.tolist() == [one[1][1] if len(one) >= 2 else 0 for one in lists]


@pytest.mark.parametrize("rows", [range(9), range(-1, 2), np.array([3])])
def test_rows_that_are_not_there_are_refused(rows):
    students, postings, _ = both(1, 3, 4)

    with pytest.raises(ValueError, match="not within"):
        rank(students, postings, rows=rows)


def test_sides_of_different_runs_are_refused():
    students, postings, _ = both(1, 3, 4)
    other = replace(postings, matrix=postings.matrix[:, :5].tocsr())

    with pytest.raises(ValueError, match="same columns"):
        rank(students, other)


@pytest.mark.parametrize("length", [0, -1])
def test_lists_of_nothing_are_refused(length):
    with pytest.raises(ValueError, match="one match"):
        Lengths(postings=length)


@no_numba
def test_the_loops_take_mapped_vectors_as_those_they_were_compiled_for(tmp_path):
    typeof = pytest.importorskip("numba", reason="numba is not installed").typeof
    students, postings, _ = both(1, 5, 4)
    students.save(tmp_path, name="student")
    postings.save(tmp_path, name="posting")
    mapped = [Side.load(tmp_path, name=name) for name in ("student", "posting")]

    def types(*sides):
        tables = Tables.of(*sides, Lengths())
        kernel = CompiledKernel(tables, for_students=np.zeros((5, 4), dtype=np.int64))
        arrays = (*kernel._students, *kernel._postings, *kernel._brought, *kernel._musts)
        return [typeof(array) for array in arrays]

    assert types(*mapped) == types(students, postings)
