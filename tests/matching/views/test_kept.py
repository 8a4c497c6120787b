from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains
from rest_framework.test import APIClient

from accounts.enums import Role
from internships.postings.actions import index
from internships.postings.enums import PostingStatus
from matching.actions import feedback, runs, snapshots
from matching.archive import RunFolder
from matching.enums import Event
from matching.models import Feedback, RankingRun
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_in_november")]
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
QUERIES_OF_WHAT_IS_KEPT = 9
PAGES = ["matching:for-you", "matching:for-you-list", "match-list"]


@pytest.fixture
def _in_november():
    with time_machine.travel("2026-11-23T08:00:00Z", tick=True):
        yield


@pytest.fixture
def world(network, work_off):
    network.ros, network.law = network.skill("ros"), network.skill("patent law")
    network.profile = network.student(network.ros)
    network.robots = network.posting(network.ros, title_en="Robots that weld")
    network.lawyers = network.posting(network.law, title_en="Patents that hold")
    network.recruiter = MembershipFactory(organisation=network.company, role=Role.RECRUITER).user
    network.work_off = work_off
    network.run = runs.request_run(by=None, reason="test")
    work_off()
    return network


def read(client, user, name, *args, **query):
    client.force_login(user)
    return client.get(reverse(name, args=args), query)


def kept(*names, **which):
    return sorted(Feedback.objects.filter(**which).values_list(*names))


@pytest.mark.parametrize("name", PAGES)
def test_a_list_that_is_read_is_kept_with_positions(client, world, name):
    read(client, world.profile.user, name)

    expected = [(1, world.robots.pk), (2, world.lawyers.pk)]
    assert kept("position", "posting", side="student", run=world.run) == expected
    assert not Feedback.objects.exclude(event="shown").exists()
    assert Feedback.objects.with_parts().count() == 2


@pytest.mark.parametrize("name", ["matching:candidates", "match-list"])
def test_candidates_that_are_read_are_kept_with_positions(client, world, name):
    weaker = world.student(world.law)
    runs.request_run(by=None, reason="test")
    run = RankingRun.objects.latest("pk")
    world.work_off()
    where = [world.robots.pk] if name == "matching:candidates" else []

    read(client, world.recruiter, name, *where, posting=world.robots.pk)

    expected = [(1, world.profile.pk), (2, weaker.pk)]
    assert kept("position", "profile", side="posting", run=run) == expected


def test_positions_are_those_on_the_screen(client, world):
    """A filter brings a match up: fewer stand above it."""
    index.refresh(world.lawyers.pk)

    read(client, world.profile.user, "matching:for-you", q="Patents")

    assert kept("position", "posting") == [(1, world.lawyers.pk)]


@pytest.mark.parametrize("name", PAGES)
def test_of_who_switched_matching_off_nothing_is_kept(client, world, name):
    """Their list is there until it is refreshed."""
    world.profile.consents_to_matching = False
    world.profile.save()

    read(client, world.profile.user, name)

    assert not Feedback.objects.exists()


def test_the_second_page_goes_on_counting(client, world, monkeypatch):
    monkeypatch.setattr("matching.views.matches.PER_PAGE", 1)

    read(client, world.profile.user, "matching:for-you", page=2)

    assert kept("position", "posting") == [(2, world.lawyers.pk)]


def test_reading_again_keeps_the_first_sight(client, world):
    for _ in range(3):
        read(client, world.profile.user, "matching:for-you")

    assert Feedback.objects.count() == 2


@pytest.mark.parametrize("name", ["postings:detail", "posting-detail"])
def test_a_posting_opened_from_the_list_has_its_position(client, world, name):
    page = read(client, world.profile.user, "matching:for-you")
    address = reverse("postings:detail", args=[world.lawyers.pk])
    assertContains(page, f'href="{address}?from=matches"')

    read(client, world.profile.user, name, world.lawyers.pk, **{"from": "matches"})

    (row,) = Feedback.objects.filter(event="opened")
    assert (row.posting, row.position, row.side) == (world.lawyers, 2, "student")


def test_nobody_can_claim_a_position(client, world):
    said = {"from": "matches", "position": "1"}

    read(client, world.profile.user, "postings:detail", world.lawyers.pk, **said)

    (row,) = Feedback.objects.all()
    assert (row.event, row.position, row.side) == ("opened", None, "")


@pytest.mark.parametrize("said", ["", "search", "matches2", "1"])
def test_a_posting_opened_from_elsewhere_is_not_kept(client, world, said):
    read(client, world.profile.user, "postings:detail", world.lawyers.pk, **{"from": said})

    assert not Feedback.objects.exists()


def test_others_and_strangers_open_postings_without_a_trace(client, world):
    world.robots.audience = "public"
    world.robots.save()
    page = reverse("postings:detail", args=[world.robots.pk])

    assert client.get(page, {"from": "matches"}).status_code == 200
    read(client, world.recruiter, "postings:detail", world.robots.pk, **{"from": "matches"})

    assert not Feedback.objects.exists()


def test_looking_without_reading_leaves_no_trace(client, world):
    client.force_login(world.profile.user)

    page = reverse("postings:detail", args=[world.robots.pk])
    assert client.head(f"{page}?from=matches").status_code == 200

    assert not Feedback.objects.exists()


def test_a_student_reads_what_is_kept_of_them(client, world):
    read(client, world.profile.user, "matching:for-you")

    page = read(client, world.profile.user, "matching:kept")

    assertContains(page, "Robots that weld")
    assertContains(page, "your list", count=2)
    assertContains(page, "after 90 days")


def test_what_is_not_open_to_them_now_has_no_title_there(client, world):
    read(client, world.profile.user, "matching:for-you")
    world.robots.status = PostingStatus.PAUSED
    world.robots.title_en = "Not for students yet"
    world.robots.save()

    page = read(client, world.profile.user, "matching:kept")

    assertNotContains(page, "Not for students yet")
    assertContains(page, f"Posting {world.robots.pk}, not open to you now")


def test_before_anything_was_read_nothing_is_kept(client, world):
    assertContains(read(client, world.profile.user, "matching:kept"), "Nothing is kept")


def test_nobody_else_reads_what_is_kept(client, world):
    read(client, world.profile.user, "matching:for-you")
    others = [world.student().user, world.recruiter, UserFactory(is_staff=True)]
    boss = MembershipFactory(organisation=world.university, role=Role.ADMIN).user

    for user in (*others, boss):
        assert read(client, user, "match-feedback-list").json()["results"] == []
    assert read(client, boss, "matching:kept").status_code == 404
    assert len(read(client, world.profile.user, "match-feedback-list").json()["results"]) == 2


@pytest.mark.parametrize("count", [1, 3])
def test_what_is_kept_costs_the_same_for_any_number(
    client, network, django_assert_num_queries, count
):
    profile = network.student()
    for number in range(count):
        posting = network.posting()
        feedback.record(Event.APPLIED, profile_id=profile.pk, posting_id=posting.pk, at=NOON)
        snapshots.take(student=profile, posting=posting, key=str(number), at=NOON)
    client.force_login(profile.user)
    client.get(reverse("matching:kept"))

    with django_assert_num_queries(QUERIES_OF_WHAT_IS_KEPT):
        page = client.get(reverse("matching:kept"))

    assert len(page.context["events"]) == len(page.context["snapshots"]) == count


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("name", ["match-feedback-list", "explanation-snapshot-list"])
def test_the_lists_of_the_api_cost_the_same_for_any_number(
    network, django_assert_num_queries, count, name
):
    profile = network.student()
    for number in range(count):
        posting = network.posting()
        feedback.record(Event.APPLIED, profile_id=profile.pk, posting_id=posting.pk, at=NOON)
        snapshots.take(student=profile, posting=posting, key=str(number), at=NOON)
    client = APIClient()
    client.force_authenticate(profile.user)

    with django_assert_num_queries(1):
        answer = client.get(reverse(name))

    assert len(answer.json()["results"]) == count


class TestSnapshots:
    @pytest.fixture
    def taken(self, world):
        return snapshots.take(student=world.profile, posting=world.robots, key="7", at=NOON)

    def test_the_student_reads_what_was_said(self, client, world, taken):
        page = read(client, world.profile.user, "matching:snapshot", taken.pk)

        assertContains(page, "What was said then")
        assertContains(page, "Ros")
        assertContains(page, "no. 1 of 2")
        assertContains(page, "parts-bar")

    def test_the_owner_reads_it_too(self, client, world, taken):
        page = read(client, world.recruiter, "matching:snapshot", taken.pk)

        assertContains(page, "the student was shown")
        assertNotContains(page, world.profile.user.name)

    def test_it_says_the_same_when_all_has_changed(self, client, world, taken):
        world.ros.label_en, world.ros.label_zh = "Another name", "改名"
        world.ros.save()
        world.robots.title_en = "Another title"
        world.robots.save()
        RankingRun.objects.all().delete()

        page = read(client, world.profile.user, "matching:snapshot", taken.pk)

        assertContains(page, "Robots that weld")
        assertContains(page, "Ros")
        assertNotContains(page, "Another")

    def test_a_posting_that_is_gone_takes_nothing_from_the_student(self, client, world, taken):
        world.robots.delete()

        page = read(client, world.profile.user, "matching:snapshot", taken.pk)
        answer = read(client, world.profile.user, "explanation-snapshot-detail", taken.pk)

        assertContains(page, "Robots that weld")
        assert answer.json()["posting"] is None
        assert answer.json()["document"]["posting"]["id"] > 0
        assert read(client, world.recruiter, "matching:snapshot", taken.pk).status_code == 404

    def test_what_was_not_computed_says_so(self, client, network):
        profile, posting = network.student(), network.posting()
        taken = snapshots.take(student=profile, posting=posting, key="1", at=NOON)

        assertContains(
            read(client, profile.user, "matching:snapshot", taken.pk), "Not computed then"
        )

    def test_a_score_without_reasons_says_so(self, client, world):
        RunFolder(world.run.pk).remove()
        taken = snapshots.take(student=world.profile, posting=world.robots, key="8", at=NOON)

        page = read(client, world.profile.user, "matching:snapshot", taken.pk)

        assertContains(page, "Not explained then")

    @pytest.mark.parametrize("name", ["matching:snapshot", "explanation-snapshot-detail"])
    def test_for_others_it_does_not_exist(self, client, world, taken, name):
        stranger = MembershipFactory(organisation=OrganisationFactory(), role=Role.ADMIN).user
        boss = MembershipFactory(organisation=world.university, role=Role.ADMIN).user

        for user in (stranger, boss, world.student().user, UserFactory(is_staff=True)):
            assert read(client, user, name, taken.pk).status_code == 404

    def test_the_api_gives_the_document(self, client, world, taken):
        answer = read(client, world.recruiter, "explanation-snapshot-detail", taken.pk).json()

        assert (answer["moment"], answer["key"]) == ("applied", "7")
        assert answer["document"]["score"] == taken.document["score"]
        assert [each["id"] for each in _listed(client, "explanation-snapshot-list")] == [taken.pk]


def _listed(client, name):
    return client.get(reverse(name)).json()["results"]
