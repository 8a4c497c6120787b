from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from internships.postings.actions import saved
from matching.actions import feedback, runs
from matching.enums import Event, Side
from matching.matches import Candidates, Seen, Sight, ranking_of, seen_by_owner, seen_by_student
from matching.models import Feedback, RankingRun
from matching.tasks.clock import keep_time
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)
PARTS = {"skills": 0.5, "text": 0.25, "bridge": 0.0, "wishes": 1.0}


@pytest.fixture
def pair(network):
    ros = network.skill("ros")
    return network.student(ros), network.posting(ros)


@pytest.fixture
def run():
    return RankingRun.objects.create(status="done", is_current=True)


def shown_at(position, pair, run, *, side=Side.STUDENT, at=NOON, score=0.6):
    profile, posting = pair
    sight = Sight(position, score, PARTS)
    feedback.record_shown(Seen(run.pk, side, {(profile.pk, posting.pk): sight}), at=at)


def happens(event, pair, *, at=LATER):
    profile, posting = pair
    feedback.record(event, profile_id=profile.pk, posting_id=posting.pk, at=at)


def facts(row):
    return row.event, row.side, row.position, row.score, row.run_id


def test_a_sight_is_kept_with_its_position_and_parts(pair, run):
    shown_at(3, pair, run)

    row = Feedback.objects.get()
    assert facts(row) == ("shown", "student", 3, 0.6, run.pk)
    assert (row.profile, row.posting, row.happened_at) == (*pair, NOON)
    assert row.parts == (0.5, 0.25, 0.0, 1.0)


def test_the_first_sight_in_a_run_counts(pair, run):
    shown_at(3, pair, run)
    shown_at(1, pair, run, at=LATER)

    assert Feedback.objects.get().position == 3


def test_each_run_and_each_side_has_its_own_sight(pair, run):
    shown_at(3, pair, run)
    shown_at(5, pair, run, side=Side.POSTING)
    shown_at(2, pair, RankingRun.objects.create(status="done"))

    assert sorted(Feedback.objects.values_list("position", flat=True)) == [2, 3, 5]


def test_what_was_seen_before_is_not_written_again(pair, run):
    shown_at(3, pair, run)

    with CaptureQueriesContext(connection) as asked:
        shown_at(3, pair, run)

    assert [q["sql"] for q in asked if q["sql"].startswith(("INSERT", "UPDATE"))] == []


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_is_kept_in_the_same_queries_for_any_length(
    network, run, django_assert_num_queries, count
):
    profile = network.student()
    ids = [(profile.pk, network.posting().pk) for _ in range(count)]
    seen = Seen(run.pk, Side.STUDENT, {each: Sight(1, 0.5, {}) for each in ids})

    with django_assert_num_queries(4):  # a savepoint around what is known and what is new
        feedback.record_shown(seen, at=NOON)

    assert Feedback.objects.count() == count


def test_nothing_seen_asks_nothing(run, django_assert_num_queries):
    with django_assert_num_queries(0):
        feedback.record_shown(Seen(run.pk, Side.STUDENT, {}), at=NOON)


def test_a_sight_that_cannot_be_kept_breaks_nothing(pair, run):
    profile, posting = pair
    gone = Seen(run.pk, Side.STUDENT, {(profile.pk, posting.pk): Sight(0, 0.5, {})})
    before = Feedback.objects.count()

    feedback.record_shown(gone, at=NOON)  # no list has a position 0

    assert Feedback.objects.count() == before


@pytest.mark.parametrize("event", [Event.OPENED, Event.SAVED, Event.APPLIED, Event.COMPLETED])
def test_what_a_student_does_has_the_position_they_saw(pair, run, event):
    shown_at(3, pair, run)
    shown_at(7, pair, run, side=Side.POSTING)

    happens(event, pair)

    row = Feedback.objects.get(event=event)
    assert facts(row) == (event, "student", 3, 0.6, run.pk)
    assert (row.parts, row.happened_at) == ((0.5, 0.25, 0.0, 1.0), LATER)


@pytest.mark.parametrize("event", [Event.SHORTLISTED, Event.OFFERED])
def test_what_an_owner_does_has_the_position_among_candidates(pair, run, event):
    shown_at(3, pair, run)
    shown_at(7, pair, run, side=Side.POSTING)

    happens(event, pair)

    assert facts(Feedback.objects.get(event=event)) == (event, "posting", 7, 0.6, run.pk)


def test_the_last_sight_before_it_counts(pair, run):
    newer = RankingRun.objects.create(status="done")
    shown_at(2, pair, newer, at=NOON + timedelta(minutes=30))
    shown_at(9, pair, run)

    happens(Event.APPLIED, pair)

    assert facts(Feedback.objects.get(event="applied"))[2:] == (2, 0.6, newer.pk)


def test_what_was_in_no_list_has_no_position(pair):
    happens(Event.APPLIED, pair)

    row = Feedback.objects.get()
    assert facts(row) == ("applied", "", None, None, None)


def test_what_was_in_no_list_that_was_seen_has_its_score(network, pair, work_off):
    runs.request_run(by=None, reason="test")
    work_off()

    happens(Event.SAVED, pair)

    ranking = ranking_of(pair[0])
    expected = ("saved", "", None, ranking.scores[pair[1].pk], ranking.run.pk)
    assert facts(Feedback.objects.get()) == expected


@pytest.mark.parametrize("was_shown", [True, False])
def test_an_event_counts_once_a_list(pair, run, was_shown):
    if was_shown:
        shown_at(3, pair, run)

    happens(Event.SAVED, pair)
    happens(Event.SAVED, pair, at=LATER + timedelta(days=1))

    assert Feedback.objects.get(event="saved").happened_at == LATER


def test_nothing_is_kept_of_who_is_not_matched(network):
    profile = network.student(consents_to_matching=False)

    happens(Event.SAVED, (profile, network.posting()))

    assert not Feedback.objects.exists()


def test_a_bookmark_is_kept_as_feedback_once(pair, run):
    profile, posting = pair
    shown_at(4, pair, run)

    saved.save(posting, by=profile.user)
    saved.save(posting, by=profile.user)

    assert facts(Feedback.objects.get(event="saved")) == ("saved", "student", 4, 0.6, run.pk)


def test_a_bookmark_of_who_is_no_student_is_none_of_matchings_business(network):
    saved.save(network.posting(), by=UserFactory())

    assert not Feedback.objects.exists()


def test_a_bookmark_is_kept_though_its_feedback_cannot_be(pair, run, monkeypatch):
    profile, posting = pair
    shown_at(4, pair, run)

    def refuse(*_rows, **_options):
        with connection.cursor() as cursor:
            cursor.execute("SELECT nothing FROM nowhere")

    monkeypatch.setattr("matching.actions.feedback._write", refuse)

    bookmark = saved.save(posting, by=profile.user)

    assert bookmark.pk
    assert not Feedback.objects.filter(event="saved").exists()


def test_what_is_kept_goes_with_the_person_and_with_the_posting(network, run):
    ros = network.skill("ros")
    leaving, staying = network.student(ros), network.student(ros)
    posting, other = network.posting(ros), network.posting(ros)
    for each in ((leaving, posting), (staying, posting), (staying, other)):
        shown_at(1, each, run)

    leaving.user.delete()
    other.delete()

    assert [(row.profile, row.posting) for row in Feedback.objects.all()] == [(staying, posting)]


def test_a_run_that_is_deleted_leaves_what_came_of_it(pair, run):
    shown_at(1, pair, run)

    run.delete()

    assert Feedback.objects.get().run is None


@pytest.mark.parametrize("wrong", [{"position": 0, "side": "student"}, {"position": 1, "side": ""}])
def test_a_position_is_one_in_a_list(pair, wrong):
    profile, posting = pair
    with pytest.raises(IntegrityError), transaction.atomic():
        Feedback.objects.create(
            profile=profile, posting=posting, event="shown", happened_at=NOON, **wrong
        )


def test_both_lists_say_how_well_each_part_was_met(network, work_off):
    ros = network.skill("ros")
    profile = network.student(ros, statement="robots that weld")
    posting = network.posting(ros, text_en="robots that weld")
    run = runs.request_run(by=None, reason="test")
    work_off()
    ranking, candidates = ranking_of(profile), Candidates(posting)

    mine = seen_by_student(ranking, ranking.matches([posting]), first=21)
    theirs = seen_by_owner(candidates, candidates[0:10])

    key = (profile.pk, posting.pk)
    run.refresh_from_db()
    weights = run.parameters["parts"]
    assert (mine.sights[key].position, theirs.sights[key].position) == (21, 1)
    assert mine.sights[key].parts == theirs.sights[key].parts
    total = sum(weights[name] * met for name, met in mine.sights[key].parts.items())
    assert total == pytest.approx(mine.sights[key].score, abs=1e-6)


class TestForgetting:
    @pytest.fixture(autouse=True)
    def _kept_for_ten_days(self, settings, monkeypatch):
        settings.MATCHING_FEEDBACK_DAYS = 10
        monkeypatch.setattr(feedback, "FORGOTTEN_AT_ONCE", 2)

    def test_what_was_shown_long_ago_and_led_to_nothing_goes(self, network, run):
        profile = network.student()
        old = [network.posting() for _ in range(5)]
        for posting in old:
            shown_at(1, (profile, posting), run, at=NOON - timedelta(days=11))
        led, new = network.posting(), network.posting()
        shown_at(2, (profile, led), run, at=NOON - timedelta(days=12))
        happens(Event.SAVED, (profile, led), at=NOON - timedelta(days=11))
        shown_at(3, (profile, new), run, at=NOON - timedelta(days=9))

        forgotten = feedback.forget_shown(at=NOON)

        assert forgotten == 5
        left = Feedback.objects.order_by("pk").values_list("posting", "event")
        assert list(left) == [(led.pk, "shown"), (led.pk, "saved"), (new.pk, "shown")]

    def test_what_others_did_with_the_posting_saves_nothing(self, network, run):
        posting = network.posting()
        one, other = network.student(), network.student()
        for profile in (one, other):
            shown_at(1, (profile, posting), run, at=NOON - timedelta(days=11))
        happens(Event.APPLIED, (other, posting))

        feedback.forget_shown(at=NOON)

        assert {row.profile for row in Feedback.objects.all()} == {other}

    def test_the_clock_does_it(self, pair, run):
        shown_at(1, pair, run, at=NOON - timedelta(days=3650))

        keep_time()

        assert not Feedback.objects.exists()
