import pytest
import time_machine
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from accounts.enums import OrganisationKind, Role
from accounts.models import StudentProfile
from accounts.signals import profile_changed
from foundation.events import announce
from internships.postings.models import Interest
from matching.actions import runs
from matching.models import RankingRun
from tests.factories import MembershipFactory, OrganisationFactory, PostingFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_in_november")]


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
    network.coordinator = MembershipFactory(
        organisation=network.university, role=Role.COORDINATOR
    ).user
    runs.request_run(by=None, reason="test")
    work_off()
    return network


def read(client, user, name, *args, **query):
    client.force_login(user)
    return client.get(reverse(name, args=args), query)


def test_a_student_reads_postings_best_first_with_reasons(client, world):
    page = read(client, world.profile.user, "matching:for-you")

    assertContains(page, "2 postings suit you")
    text = page.content.decode()
    assert text.index("Robots that weld") < text.index("Patents that hold")
    assertContains(page, "Ros")
    assertContains(page, "Patent Law")  # the missing must-have


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_queries_for_any_number_of_postings(
    client, network, work_off, django_assert_num_queries, count
):
    ros = network.skill("ros")
    profile = network.student(ros)
    for _ in range(count):
        network.posting(ros)
    runs.request_run(by=None, reason="test")
    work_off()
    read(client, profile.user, "matching:for-you")

    with django_assert_num_queries(22):
        page = client.get(reverse("matching:for-you"))

    assert len(page.context["matches"]) == count


def test_filters_narrow_the_list_and_keep_its_order(client, world):
    page = read(client, world.profile.user, "matching:for-you", kind="project")

    assertContains(page, "No posting fits")


def test_who_is_no_student_is_asked_to_become_one(client):
    page = read(client, UserFactory(), "matching:for-you")

    assertRedirects(page, reverse("accounts:profile-create"), fetch_redirect_response=False)


def test_before_the_first_run_the_page_says_so(client, network):
    page = read(client, network.student().user, "matching:for-you")

    assertContains(page, "There is no list for you yet")


def test_while_a_run_waits_the_page_says_so(client, network):
    runs.request_run(by=None, reason="test")

    page = read(client, network.student().user, "matching:for-you")

    assertContains(page, "waits for a worker")


def test_the_list_is_asked_for_again_until_the_first_run_is_done(client, network, work_off):
    profile = network.student()
    runs.request_run(by=None, reason="test")

    waiting = read(client, profile.user, "matching:for-you-list")
    work_off()
    done = read(client, profile.user, "matching:for-you-list")

    assert (waiting.status_code, done.status_code) == (200, 286)


def test_who_is_not_matched_reads_why(client, network):
    profile = network.student(consents_to_matching=False)

    assertContains(read(client, profile.user, "matching:for-you"), "You are not matched")


def test_the_list_is_asked_for_again_until_it_is_refreshed(client, world, work_off):
    announce(profile_changed, profile_id=world.profile.pk)

    waiting = read(client, world.profile.user, "matching:for-you-list")
    work_off()
    done = read(client, world.profile.user, "matching:for-you-list")

    assert (waiting.status_code, done.status_code) == (200, 286)
    assertContains(waiting, "being computed anew")


def test_the_parts_of_a_score_are_shown_and_sum_to_it(client, world):
    page = read(client, world.profile.user, "matching:explanation", world.robots.pk)

    explained = page.context["match"].explained
    assert sum(part.share for part in explained.parts) == pytest.approx(explained.score, abs=1e-6)
    assert sum(bar.width for bar in explained.bars) == pytest.approx(100 * explained.score)
    assertContains(page, "parts-bar")


def test_the_explained_score_is_the_one_in_the_list(client, world):
    listed = read(client, world.profile.user, "matching:for-you").context["matches"]

    for row in listed:
        assert row["match"].explained.score == pytest.approx(row["match"].score, abs=1e-6)


def test_a_step_up_says_where_it_leads(client, world):
    page = read(client, world.profile.user, "matching:explanation", world.lawyers.pk)

    step = page.context["steps"][0]
    assert (step.skill.label_en, step.step) == ("Patent Law", "learn")
    assert step.score > page.context["match"].score


def test_a_posting_that_does_not_admit_one_says_why(client, world):
    stranger = OrganisationFactory()
    posting = PostingFactory(owner=stranger)

    page = read(client, world.profile.user, "matching:explanation", posting.pk)

    assertContains(page, "Your university has not accepted this company yet.")


def test_an_invisible_posting_has_no_explanation(client, world):
    world.robots.status = "draft"
    world.robots.save()

    page = read(client, world.profile.user, "matching:explanation", world.robots.pk)

    assert page.status_code == 404


def test_the_fragment_shows_score_and_reasons(client, world):
    page = read(client, world.profile.user, "matching:score", world.robots.pk)

    assertContains(page, "No. 1 of your list")


def test_candidates_have_no_names_before_they_opt_in(client, world):
    page = read(client, world.recruiter, "matching:candidates", world.robots.pk)

    assertContains(page, "Candidate 1")
    assertNotContains(page, world.profile.user.name)
    assertNotContains(page, world.profile.user.email)


def test_who_shows_interest_has_a_name_for_that_posting_alone(client, world):
    Interest.objects.create(profile=world.profile, posting=world.robots)

    shown = read(client, world.recruiter, "matching:candidates", world.robots.pk)
    hidden = read(client, world.recruiter, "matching:candidates", world.lawyers.pk)

    assertContains(shown, world.profile.user.name)
    assertNotContains(hidden, world.profile.user.name)


def test_who_is_open_to_companies_has_a_name(client, world):
    StudentProfile.objects.filter(pk=world.profile.pk).update(open_to_companies=True)

    page = read(client, world.recruiter, "matching:candidates", world.robots.pk)

    assertContains(page, world.profile.user.name)


@pytest.mark.parametrize("count", [1, 3])
def test_candidates_cost_the_same_queries_for_any_number(
    client, network, work_off, django_assert_num_queries, count
):
    ros = network.skill("ros")
    posting = network.posting(ros)
    for _ in range(count):
        network.student(ros)
    recruiter = MembershipFactory(organisation=network.company, role=Role.RECRUITER).user
    runs.request_run(by=None, reason="test")
    work_off()
    read(client, recruiter, "matching:candidates", posting.pk)

    with django_assert_num_queries(18):
        page = client.get(reverse("matching:candidates", args=[posting.pk]))

    assert len(page.context["page_obj"].object_list) == count


def test_strangers_to_the_owner_find_no_candidates(client, world):
    others = MembershipFactory(organisation=OrganisationFactory(), role=Role.RECRUITER).user

    for user in (others, world.profile.user, world.coordinator):
        page = read(client, user, "matching:candidates", world.robots.pk)
        assert page.status_code == 404


def test_an_unverified_owner_sees_no_candidates(client, world):
    world.company.status = "suspended"
    world.company.save()

    page = read(client, world.recruiter, "matching:candidates", world.robots.pk)

    assert page.status_code == 404


def test_a_coordinator_starts_a_run_and_watches_it(client, world, work_off):
    client.force_login(world.coordinator)

    started = client.post(reverse("matching:run-start"))

    run = RankingRun.objects.unfinished().get()
    assertRedirects(started, reverse("matching:run-detail", args=[run.pk]))
    assert run.started_by == world.coordinator
    progress = reverse("matching:run-progress", args=[run.pk])
    assert client.get(progress).status_code == 200
    work_off()
    assert client.get(progress).status_code == 286


def test_a_second_start_is_refused_with_a_message(client, world):
    client.force_login(world.coordinator)
    client.post(reverse("matching:run-start"))

    page = client.post(reverse("matching:run-start"))

    assertContains(page, "still under way", status_code=409)


def test_whoever_started_a_run_may_cancel_it_and_others_may_not(client, world):
    run = runs.request_run(by=world.coordinator, reason="test")
    university = OrganisationFactory(kind=OrganisationKind.UNIVERSITY)
    other = MembershipFactory(organisation=university, role=Role.COORDINATOR).user
    cancel = reverse("matching:run-cancel", args=[run.pk])

    client.force_login(other)
    assert client.post(cancel).status_code == 403
    client.force_login(world.coordinator)
    assertRedirects(client.post(cancel), reverse("matching:run-detail", args=[run.pk]))


@pytest.mark.parametrize("name", ["matching:run-list", "matching:run-detail"])
def test_runs_do_not_exist_for_students_and_companies(client, world, name):
    args = [RankingRun.objects.get().pk] if name == "matching:run-detail" else []

    for user in (world.profile.user, world.recruiter):
        assert read(client, user, name, *args).status_code == 404
    assert read(client, world.coordinator, name, *args).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_runs_costs_the_same_queries(client, django_assert_num_queries, count):
    for _ in range(count):
        RankingRun.objects.create(status="done")
    client.force_login(UserFactory(is_staff=True))
    client.get(reverse("matching:run-list"))

    with django_assert_num_queries(7):
        page = client.get(reverse("matching:run-list"))

    assertContains(page, "the clock", count=count)
