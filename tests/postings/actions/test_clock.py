from datetime import UTC, date, datetime, timedelta

import pytest

from foundation.models import OutgoingMail
from internships.postings.actions import postings
from internships.postings.actions.clock import keep_time
from internships.postings.enums import PostingStatus as Status
from internships.postings.tasks import keep_time as task
from tests.factories import PostingFactory, UserFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2027, 2, 1, 4, tzinfo=UTC)


def _state(posting):
    posting.refresh_from_db()
    return posting.status


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("past", [False, True])
def test_what_takes_applications_expires_when_its_deadline_is_past(status, past):
    deadline = date(2027, 1, 31) if past else date(2027, 2, 1)
    posting = PostingFactory(status=status, deadline_on=deadline, changed_at=NOON)

    keep_time(at=NOON)

    expiring = past and status in {Status.OPEN, Status.PAUSED}
    assert _state(posting) == (Status.EXPIRED if expiring else status)


def test_the_clock_moves_in_nobodys_name_and_tells_the_contact(heard):
    posting = PostingFactory(deadline_on=date(2027, 1, 31), changed_at=NOON)

    keep_time(at=NOON)

    assert list(posting.history.values_list("by", "source", "target")) == [
        (None, "open", "expired")
    ]
    assert heard == [("moved", posting.pk, "open", "expired")]
    mail = OutgoingMail.objects.get()
    assert (mail.recipient, mail.subject) == (
        posting.contact.email,
        f"Deadline past: {posting.title}",
    )


@pytest.mark.parametrize(
    ("days", "status", "mails"),
    [(59, "open", 0), (61, "open", 1), (89, "open", 1), (91, "paused", 1)],
)
def test_a_forgotten_posting_is_recalled_then_paused(days, status, mails):
    posting = PostingFactory(changed_at=NOON - timedelta(days=days))

    keep_time(at=NOON)

    assert _state(posting) == status
    assert OutgoingMail.objects.count() == mails


def test_running_twice_changes_nothing_more():
    PostingFactory(deadline_on=date(2027, 1, 31), changed_at=NOON)
    PostingFactory(changed_at=NOON - timedelta(days=61))
    PostingFactory(changed_at=NOON - timedelta(days=91))

    keep_time(at=NOON)
    keep_time(at=NOON)

    assert OutgoingMail.objects.count() == 3


def test_an_owner_is_warned_once_and_again_only_after_a_change(by):
    posting = PostingFactory(
        changed_at=NOON - timedelta(days=61),
        deadline_on=date(2028, 1, 1),
        starts_on=date(2028, 1, 1),
        ends_on=date(2028, 3, 1),
    )
    keep_time(at=NOON)
    keep_time(at=NOON + timedelta(days=1))
    assert OutgoingMail.objects.count() == 1

    postings.edit(posting, {"title_en": "Fresh"}, edit=by(at=NOON + timedelta(days=2)))
    keep_time(at=NOON + timedelta(days=63))

    assert OutgoingMail.objects.count() == 2


def test_a_resumed_posting_is_not_paused_again_at_once():
    posting = PostingFactory(changed_at=NOON - timedelta(days=91))
    keep_time(at=NOON)

    postings.resume(posting, by=UserFactory(), at=NOON)
    keep_time(at=NOON + timedelta(hours=1))

    assert _state(posting) == Status.OPEN


def test_a_verb_asks_again_whether_it_is_due(by):
    posting = PostingFactory(deadline_on=date(2027, 1, 31), changed_at=NOON)

    assert not postings.expire_if_due(posting.pk, at=NOON - timedelta(days=1))
    assert not postings.pause_if_forgotten(posting.pk, unchanged_since=NOON - timedelta(days=90))
    assert not postings.warn_if_forgotten(
        posting.pk, unchanged_since=NOON - timedelta(days=60), at=NOON
    )
    assert _state(posting) == Status.OPEN


def test_days_until_the_warning_are_the_installations_to_set(settings):
    settings.POSTING_WARNED_AFTER_DAYS = 5
    settings.POSTING_PAUSED_AFTER_DAYS = 10
    forgotten = PostingFactory(changed_at=NOON - timedelta(days=11))
    recalled = PostingFactory(changed_at=NOON - timedelta(days=6))

    keep_time(at=NOON)

    assert (_state(forgotten), _state(recalled)) == (Status.PAUSED, Status.OPEN)


def test_celerys_clock_calls_it():
    posting = PostingFactory(deadline_on=date(2020, 1, 1))

    task()

    assert _state(posting) == Status.EXPIRED
