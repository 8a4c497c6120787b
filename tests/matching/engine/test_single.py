import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from matching.engine import index
from matching.engine.index import InvertedIndex
from matching.engine.kernels import CompiledKernel
from matching.engine.single import Layer, save_indexed, stand
from tests.matching.engine.naive import naive, side

SLOW = pytest.param(None, id="numpy")
FAST = pytest.param(
    index.add_up_columns,
    id="compiled",
    marks=pytest.mark.skipif(CompiledKernel is None, reason="numba is not installed"),
)


@pytest.fixture(params=[SLOW, FAST], autouse=True, scope="module")
def _adding(request):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index, "add_up_columns", request.param)
        yield


def cut(whole, mask, at):
    """A side in two layers, the first with an index in two parts."""
    first = [whole.taken(rows) for rows in np.array_split(np.arange(at), 2)]
    parts = [InvertedIndex.of(part.matrix) for part in first]
    upper, lower = np.arange(at), np.arange(at, len(whole))
    return [
        (Layer(whole.taken(upper), parts), mask[upper]),
        (Layer.of(whole.taken(lower)), mask[lower]),
    ]


@given(seed=st.integers(0, 10_000), others=st.integers(0, 40), length=st.integers(1, 45))
def test_it_is_the_list_that_sorting_everybody_gives(seed, others, length):
    random = np.random.default_rng(seed)
    one, other = side(random, 1), side(random, others)
    allowed = random.random((1, others)) < 0.7
    layers = cut(other, allowed[0], int(random.integers(0, others + 1)))

    found = stand(*one.only(0), layers, length=length)

    [expected] = naive(one, other, allowed, length)
    assert found.ids.tolist() == [int(other.ids[row]) for row, _score in expected]
    assert found.scores.tolist() == [float(score) for _row, score in expected]


@given(seed=st.integers(0, 10_000))
def test_it_tells_where_it_stands_with_everybody(seed):
    random = np.random.default_rng(seed)
    one, other = side(random, 1), side(random, 20)
    allowed = random.random(20) < 0.5

    found = stand(*one.only(0), cut(other, allowed, 9), length=3)

    scores = other.matrix.toarray().astype(float) @ one.matrix.toarray()[0].astype(float)
    expected = np.rint(scores * 1e6).astype(int) * allowed
    assert np.concatenate(found.marks).tolist() == expected.tolist()


def test_nobody_may_be():
    random = np.random.default_rng(1)
    nobody = [(Layer.of(side(random, 5)), np.zeros(5, dtype=bool))]

    found = stand(*side(random, 1).only(0), nobody, length=3)

    assert (found.ids.size, found.scores.size) == (0, 0)


def test_a_vector_of_nothing_is_worth_nothing_to_everybody():
    random = np.random.default_rng(1)
    layer = Layer.of(side(random, 4))
    nothing, _keen = side(random, 1, values=(0,)).only(0)

    assert layer.millionths(nothing).tolist() == [0, 0, 0, 0]
    assert layer.millionths(None).tolist() == [0, 0, 0, 0]


def test_an_index_comes_back_from_its_files(tmp_path):
    random = np.random.default_rng(2)
    parts = [side(random, 3), side(random, 4)]
    whole = parts[0].and_also(parts[1])
    whole.save(tmp_path, name="students")
    assert list(save_indexed(parts, tmp_path, name="students")) == parts

    loaded = Layer.load(tmp_path, name="students")

    one, _keen = side(random, 1).only(0)
    assert_array_equal(loaded.millionths(one), Layer.of(whole).millionths(one))


def test_indexes_that_do_not_cover_the_side_are_refused():
    random = np.random.default_rng(2)
    some = side(random, 3)
    with pytest.raises(ValueError, match="cover"):
        Layer(some, [InvertedIndex.of(some.matrix[:2])])


def test_who_may_take_one_posting_and_what_one_student_may_take(make_world):
    for seed in range(20):
        rule = make_world(seed=seed).eligibility()
        mask = rule.mask(np.arange(rule.shape[0]))
        for posting in range(rule.shape[1]):
            assert_array_equal(rule.of_posting(posting), mask[:, posting])
        for student in range(rule.shape[0]):
            assert_array_equal(rule.of_student(student), mask[student])
