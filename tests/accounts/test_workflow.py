from itertools import product

import pytest

from accounts.enums import AcceptanceStatus
from accounts.enums import OrganisationStatus as Status
from accounts.workflow import (
    NEXT,
    NEXT_DECISION,
    MoveRefused,
    ReasonMissing,
    require_decision,
    require_move,
    require_reason,
)

MOVES = {
    ("unverified", "submitted"),
    ("submitted", "verified"),
    ("submitted", "rejected"),
    ("rejected", "submitted"),
    ("verified", "suspended"),
    ("suspended", "verified"),
    ("suspended", "closed"),
}

DECISIONS = {
    ("pending", "accepted"),
    ("pending", "declined"),
    ("pending", "blocked"),
    ("accepted", "pending"),
    ("accepted", "declined"),
    ("accepted", "blocked"),
    ("declined", "pending"),
    ("declined", "accepted"),
    ("declined", "blocked"),
    ("blocked", "pending"),
    ("blocked", "accepted"),
    ("blocked", "declined"),
}


@pytest.mark.parametrize(("source", "target"), list(product(Status, Status)))
def test_an_organisation_moves_exactly_as_the_specification_says(source, target):
    if (source.value, target.value) in MOVES:
        require_move(source, target)
    else:
        with pytest.raises(MoveRefused):
            require_move(source, target)


@pytest.mark.parametrize(
    ("source", "target"), list(product(AcceptanceStatus, AcceptanceStatus)), ids=str
)
def test_a_university_may_change_its_mind_but_not_decide_the_same_twice(source, target):
    if (source.value, target.value) in DECISIONS:
        require_decision(source, target)
    else:
        with pytest.raises(MoveRefused):
            require_decision(source, target)


def test_every_status_has_a_row_in_its_table():
    assert set(NEXT) == set(Status)
    assert set(NEXT_DECISION) == set(AcceptanceStatus)


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_reason_of_nothing_is_no_reason(reason):
    with pytest.raises(ReasonMissing):
        require_reason(reason, needed=True)

    require_reason(reason, needed=False)
