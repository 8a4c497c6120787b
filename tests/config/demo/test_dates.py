from datetime import UTC, date, datetime, timedelta

import pytest

from config.demo import dates
from config.demo.drafting import SOURCE, dates_of
from config.demo.people import STUDENT_READING_ENGLISH
from config.demo.sources import PostingLine
from internships.postings.enums import PostingStatus
from internships.postings.models import Posting, PostingTransition
from tests.factories.accounts import StudentProfileFactory, UserFactory
from tests.factories.postings import PostingFactory

pytestmark = pytest.mark.django_db

DEADLINE = date(2027, 2, 1)
BEFORE = datetime(2027, 2, 1, 4, tzinfo=UTC)
LONG_AFTER = datetime(2027, 3, 4, 4, tzinfo=UTC)


def demo_posting(**fields):
    return PostingFactory(source=SOURCE, source_id="p1", deadline_on=DEADLINE, **fields)


def test_nothing_is_behind_while_every_deadline_is_ahead():
    demo_posting()
    assert dates.weeks_behind(at=BEFORE) == 0


def test_other_peoples_postings_never_move():
    PostingFactory(deadline_on=DEADLINE)
    assert dates.weeks_behind(at=LONG_AFTER) == 0


def test_the_earliest_deadline_comes_to_lie_about_a_week_ahead():
    demo_posting()
    weeks = dates.weeks_behind(at=LONG_AFTER)
    ahead = DEADLINE + timedelta(weeks=weeks) - LONG_AFTER.date()
    assert timedelta(days=7) <= ahead < timedelta(days=14)


def test_all_dates_of_a_posting_move_together():
    posting = demo_posting()
    dates.move_on(weeks=6, at=LONG_AFTER)
    moved = Posting.objects.get()
    later = timedelta(weeks=6)
    assert moved.deadline_on == DEADLINE + later
    assert (moved.starts_on, moved.ends_on) == (posting.starts_on + later, posting.ends_on + later)
    assert moved.phases.get().starts_on == posting.starts_on + later
    assert moved.changed_at == LONG_AFTER


def test_an_expired_posting_opens_again_and_its_history_says_so():
    demo_posting(status=PostingStatus.EXPIRED)
    dates.move_on(weeks=6, at=LONG_AFTER)
    step = PostingTransition.objects.get()
    assert Posting.objects.get().status == PostingStatus.OPEN
    assert (step.source, step.target, step.reason) == ("expired", "open", dates.BECAUSE)


def test_a_closed_posting_stays_as_it_was():
    demo_posting(status=PostingStatus.CLOSED)
    dates.move_on(weeks=6, at=LONG_AFTER)
    assert Posting.objects.get().deadline_on == DEADLINE


def test_the_demos_students_are_free_later_and_others_stay():
    told = StudentProfileFactory(user=UserFactory(email=STUDENT_READING_ENGLISH))
    other = StudentProfileFactory()
    free_on = told.available_from_on
    dates.move_on(weeks=2, at=LONG_AFTER)
    told.refresh_from_db()
    other.refresh_from_db()
    assert told.available_from_on == free_on + timedelta(weeks=2)
    assert other.available_from_on == free_on


def test_a_posting_runs_from_a_monday_to_a_friday():
    line = PostingLine(
        id="p1",
        owner="suanyu",
        kind="internship",
        region="330100",
        starts_in_weeks=3,
        weeks=8,
        hours_per_week=40,
        phases=("need",),
        seats=(),
        skills=(),
    )
    assert dates_of(line, today=date(2027, 1, 6)) == (date(2027, 1, 25), date(2027, 3, 19))
