from datetime import UTC, datetime, timedelta

import pytest

from matching.dataset import feedback
from matching.dataset.feedback import load_shown
from matching.enums import Event, Side
from matching.models import Feedback, RankingRun

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SINCE = NOON - timedelta(days=30)
PARTS = {"skills": 0.1, "text": 0.2, "bridge": 0.3, "wishes": 0.4}


@pytest.fixture
def run():
    return RankingRun.objects.create(status="done")


@pytest.fixture
def listed(network, run):
    """A student's list of three postings, as it was shown."""
    profile = network.student()
    postings = [network.posting() for _ in range(3)]
    for position, posting in enumerate(postings, start=1):
        keep(Event.SHOWN, profile, posting, run, position=position, **PARTS)
    return profile, postings


def keep(event, profile, posting, run, **fields):
    facts = {"side": Side.STUDENT, "happened_at": NOON, **fields}
    Feedback.objects.create(event=event, profile=profile, posting=posting, run=run, **facts)


def test_a_list_from_which_something_was_chosen_is_read(listed, run):
    profile, postings = listed
    keep(Event.SAVED, profile, postings[1], run, position=2)

    shown = load_shown(goal=Event.SAVED, since=SINCE)

    assert shown.owner.tolist() == [profile.pk] * 3
    assert shown.other.tolist() == sorted(posting.pk for posting in postings)
    assert shown.run.tolist() == [run.pk] * 3
    assert shown.position.tolist() == [1, 2, 3]
    assert shown.chosen.tolist() == [False, True, False]
    assert shown.parts.tolist() == [[0.1, 0.2, 0.3, 0.4]] * 3


@pytest.mark.parametrize(
    ("event", "goal", "counts"),
    [
        (Event.OPENED, Event.OPENED, True),
        (Event.OPENED, Event.SAVED, False),
        (Event.SAVED, Event.APPLIED, False),
        (Event.APPLIED, Event.SAVED, True),
        (Event.COMPLETED, Event.APPLIED, True),
        (Event.DECLINED, Event.OPENED, False),
    ],
)
def test_the_goal_and_what_says_more_count(listed, run, event, goal, counts):
    profile, postings = listed
    keep(event, profile, postings[0], run, position=1)

    assert bool(load_shown(goal=goal, since=SINCE).chosen.sum()) is counts


def test_what_was_withdrawn_was_not_chosen(listed, run):
    profile, postings = listed
    for event in (Event.APPLIED, Event.WITHDRAWN):
        keep(event, profile, postings[0], run, position=1)

    assert len(load_shown(goal=Event.SAVED, since=SINCE)) == 0


def test_a_choice_belongs_to_the_list_it_was_made_in(listed, run):
    profile, postings = listed
    newer = RankingRun.objects.create(status="done")
    keep(Event.SHOWN, profile, postings[0], newer, position=4, **PARTS)
    keep(Event.SAVED, profile, postings[0], newer, position=4)

    shown = load_shown(goal=Event.SAVED, since=SINCE)

    assert shown.run[shown.chosen].tolist() == [newer.pk]
    assert len(shown) == 4


@pytest.mark.parametrize(
    "changed",
    [
        {"happened_at": SINCE - timedelta(seconds=1)},
        {"text": None},
        {"side": Side.POSTING},
    ],
)
def test_what_cannot_be_learnt_from_is_left_out(network, listed, run, changed):
    profile, postings = listed
    keep(Event.SAVED, profile, postings[0], run, position=1)
    keep(Event.SHOWN, profile, network.posting(), run, **{"position": 9, **PARTS, **changed})

    assert load_shown(goal=Event.SAVED, since=SINCE).position.tolist() == [1, 2, 3]


def test_who_chose_nothing_is_not_read(network, listed, run):
    keep(Event.SHOWN, network.student(), network.posting(), run, position=1, **PARTS)

    assert len(load_shown(goal=Event.SAVED, since=SINCE)) == 0


def test_who_switched_matching_off_is_not_read(listed, run):
    profile, postings = listed
    keep(Event.SAVED, profile, postings[0], run, position=1)
    profile.consents_to_matching = False
    profile.save()

    assert len(load_shown(goal=Event.SAVED, since=SINCE)) == 0


@pytest.mark.parametrize(("at_once", "queries"), [(500, 2), (2, 3)])
def test_it_is_read_by_some_students_at_once(
    network, run, monkeypatch, django_assert_num_queries, at_once, queries
):
    monkeypatch.setattr(feedback, "STUDENTS_AT_ONCE", at_once)
    posting = network.posting()
    for _ in range(3):
        profile = network.student()
        keep(Event.SHOWN, profile, posting, run, position=1, **PARTS)
        keep(Event.SAVED, profile, posting, run, position=1)

    with django_assert_num_queries(queries):
        shown = load_shown(goal=Event.SAVED, since=SINCE)

    assert shown.chosen.tolist() == [True] * 3
