import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.codec import (
    RankedList,
    Unreadable,
    millionths,
    pack_list,
    pack_row,
    unpack_list,
    unpack_lists,
    unpack_row,
)

IDS = st.lists(st.integers(0, 2**63 - 1), max_size=70, unique=True)
SINGLES = st.floats(0, 1, width=32)
COLUMNS = st.lists(st.integers(0, 2**31 - 1), max_size=70, unique=True)


@given(ids=IDS, scores=st.data())
def test_a_list_comes_back_as_it_was(ids, scores):
    values = [scores.draw(SINGLES) for _ in ids]

    read = unpack_list(pack_list(RankedList.of(ids, values)))

    assert (read.ids.tolist(), read.scores.tolist()) == (ids, values)
    assert (read.ids.dtype, read.scores.dtype) == (np.int64, np.float32)


@given(columns=COLUMNS, values=st.data())
def test_a_row_comes_back_as_it_was(columns, values):
    held = [
        values.draw(st.floats(width=32, allow_nan=False, allow_infinity=False)) for _ in columns
    ]

    read_columns, read_values = unpack_row(pack_row(columns, held))

    assert (read_columns.tolist(), read_values.tolist()) == (columns, held)


def test_ids_beyond_32_bits_are_kept():
    beyond = [2**31, 2**32 + 1, 2**63 - 1]

    assert unpack_list(pack_list(RankedList.of(beyond, [0.3, 0.2, 0.1]))).ids.tolist() == beyond


def test_a_match_takes_twelve_bytes_and_a_list_two_more():
    assert len(pack_list(RankedList.of(range(64), np.zeros(64)))) == 2 + 64 * 12
    assert pack_list(RankedList.of([], [])) == b"L1"


def test_the_bytes_are_the_same_on_every_machine():
    assert pack_list(RankedList.of([1], [0.5])) == b"L1" + bytes([1] + [0] * 7) + b"\0\0\0?"
    assert pack_row([2], [0.5]) == b"R1" + bytes([2, 0, 0, 0]) + b"\0\0\0?"


@given(cut=st.integers(0, 2 + 3 * 12 - 1).filter(lambda cut: cut == 0 or (cut - 2) % 12))
def test_truncated_bytes_are_refused(cut):
    whole = pack_list(RankedList.of([1, 2, 3], [0.3, 0.2, 0.1]))

    with pytest.raises(Unreadable):
        unpack_list(whole[:cut])


def test_a_row_is_not_taken_for_a_list_nor_a_list_for_a_row():
    with pytest.raises(Unreadable, match="b'R1'"):
        unpack_list(pack_row([1], [0.5]))
    with pytest.raises(Unreadable, match="b'L1'"):
        unpack_row(pack_list(RankedList.of([1], [0.5])))


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 1e39])
@pytest.mark.filterwarnings("ignore:overflow encountered")
def test_what_is_no_finite_number_is_not_packed_into_a_row(value):
    with pytest.raises(ValueError, match="not a number"):
        pack_row([1], [value])


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_finite_number_is_not_packed_into_a_list(value):
    with pytest.raises(ValueError, match="not a number"):
        pack_list(RankedList.of([1], [value]))


@pytest.mark.parametrize("column", [-1, 2**31, 2**40])
def test_a_column_that_no_row_can_hold_is_refused(column):
    with pytest.raises(ValueError, match="no row can hold"):
        pack_row([1, column], [0.5, 0.5])


def test_databases_hand_out_memory_views():
    packed = memoryview(pack_list(RankedList.of([7], [0.25])))

    assert unpack_list(packed).score_of(7) == 0.25


def test_a_list_knows_scores_and_loses_entries():
    ranked = RankedList.of([7, 3, 5], [0.5, 0.25, 0.125])

    assert (ranked.score_of(3), ranked.score_of(4)) == (0.25, None)
    assert ranked.without(3).ids.tolist() == [7, 5]
    assert ranked.without(4).ids.tolist() == [7, 3, 5]
    assert ranked.first(2).ids.tolist() == [7, 3]


@given(lists=st.lists(IDS, max_size=5))
def test_many_lists_are_read_as_one_by_one(lists):
    packed = [pack_list(RankedList.of(ids, np.linspace(1, 0, len(ids)))) for ids in lists]

    lengths, entries = unpack_lists([memoryview(each) for each in packed])

    assert lengths.tolist() == [len(ids) for ids in lists]
    assert entries.ids.tolist() == [each for ids in lists for each in ids]
    one_by_one = [score for each in packed for score in unpack_list(each).scores.tolist()]
    assert entries.scores.tolist() == one_by_one


def test_one_damaged_list_among_many_is_refused():
    whole = pack_list(RankedList.of([1], [0.5]))

    with pytest.raises(Unreadable):
        unpack_lists([whole, whole[:-1]])


@given(score=st.integers(0, 1_000_000))
def test_a_score_in_single_precision_is_whole_millionths_again(score):
    ranked = RankedList.of([1], [score / 1_000_000])

    assert ranked.millionths().tolist() == [score] == millionths(ranked.scores).tolist()
