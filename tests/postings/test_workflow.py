from itertools import product

import pytest

from internships.postings.enums import PostingStatus as Status
from internships.postings.workflow import (
    EDITABLE,
    NEXT,
    MoveRefused,
    NotEditable,
    require_editable,
    require_move,
)

MOVES = {
    ("draft", "in_review"),
    ("in_review", "draft"),
    ("in_review", "open"),
    ("open", "paused"),
    ("open", "closed"),
    ("open", "expired"),
    ("paused", "open"),
    ("paused", "closed"),
    ("paused", "expired"),
    ("closed", "archived"),
    ("expired", "archived"),
}


@pytest.mark.parametrize(("source", "target"), list(product(Status, Status)))
def test_a_posting_moves_exactly_as_the_specification_says(source, target):
    if (source.value, target.value) in MOVES:
        require_move(source, target)
    else:
        with pytest.raises(MoveRefused):
            require_move(source, target)


def test_every_status_has_a_row_in_the_table():
    assert set(NEXT) == set(Status)


def test_a_refused_move_names_both_statuses():
    with pytest.raises(MoveRefused) as refusal:
        require_move(Status.CLOSED, Status.OPEN)

    assert str(refusal.value) == ("The posting is “closed”; it cannot become “open” from there.")


@pytest.mark.parametrize("status", Status)
def test_a_posting_is_edited_until_it_ends(status):
    if status in {"draft", "in_review", "open", "paused"}:
        require_editable(status)
    else:
        with pytest.raises(NotEditable):
            require_editable(status)


def test_what_is_editable_can_still_move():
    assert {status for status in Status if status in EDITABLE} == {
        Status.DRAFT,
        Status.IN_REVIEW,
        Status.OPEN,
        Status.PAUSED,
    }
