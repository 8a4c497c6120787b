"""Several at once, on a database that locks rows."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection

from foundation.errors import RuleBroken
from foundation.models import OutgoingMail
from internships.postings.actions import parts, postings
from internships.postings.actions.clock import keep_time
from internships.postings.actions.editing import Edit
from internships.postings.actions.parts import SeatLine
from internships.postings.enums import PostingStatus as Status
from internships.postings.models import Posting, PostingTransition, SeatGroup
from tests.factories import PostingFactory, UserFactory

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no row locks"),
]
NOON = datetime(2026, 12, 1, 4, tzinfo=UTC)
ROUNDS = 5


def _at_once(*verbs):
    """Call all verbs at the same moment; how many were refused."""
    start = Barrier(len(verbs))

    def call(verb):
        try:
            start.wait()
            verb()
        except RuleBroken:
            return 1
        finally:
            connection.close()
        return 0

    with ThreadPoolExecutor(len(verbs)) as pool:
        return sum(pool.map(call, verbs))


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_resuming_and_closing_leave_one_consistent_history(_round):
    posting = PostingFactory(status=Status.PAUSED)
    user = UserFactory()

    _at_once(
        lambda: postings.resume(posting, by=user, at=NOON),
        lambda: postings.close(posting, by=user),
    )

    posting.refresh_from_db()
    moves = list(PostingTransition.objects.order_by("pk").values_list("source", "target"))
    assert posting.status == Status.CLOSED
    assert moves in ([("paused", "open"), ("open", "closed")], [("paused", "closed")])


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_twelve_who_open_one_does(_round):
    posting = PostingFactory(status=Status.IN_REVIEW)
    user = UserFactory()

    refused = _at_once(*[lambda: postings.open_(posting, by=user, at=NOON)] * 12)

    assert refused == 11
    assert PostingTransition.objects.count() == 1


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_twelve_tabs_one_saves(_round):
    posting = PostingFactory()
    edit = Edit(by=UserFactory(), at=NOON, version=1)

    refused = _at_once(*[lambda: postings.edit(posting, {"title_en": "New"}, edit=edit)] * 12)

    assert refused == 11
    assert Posting.objects.get().version == 2


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_seats_are_not_lowered_under_an_offer_made_meanwhile(_round):
    posting = PostingFactory(status=Status.DRAFT)
    group = posting.seat_groups.create(seats=2, held=1)
    edit = Edit(by=UserFactory(), at=NOON)

    def offer():
        SeatGroup.objects.filter(pk=group.pk, seats__gte=2).update(held=2)

    _at_once(
        offer,
        lambda: parts.add_seats(posting, SeatLine(seats=1, group_id=group.pk), edit=edit),
    )

    group.refresh_from_db()
    assert (group.seats, group.held) in {(2, 2), (1, 1)}


def test_two_clocks_at_once_tell_everybody_once():
    for _each in range(3):
        PostingFactory(deadline_on=date(2026, 11, 30), changed_at=NOON)
        PostingFactory(changed_at=NOON - timedelta(days=61))
        PostingFactory(changed_at=NOON - timedelta(days=91))

    _at_once(*[lambda: keep_time(at=NOON)] * 4)

    assert OutgoingMail.objects.count() == 9
    assert PostingTransition.objects.count() == 6
