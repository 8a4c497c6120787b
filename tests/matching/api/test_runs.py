import pytest

from accounts.enums import OrganisationKind, OrganisationStatus, Role
from foundation.models import Job
from matching.actions import runs
from matching.enums import RunStatus
from matching.models import RankingRun
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db
URL = "/api/v1/ranking-runs/"


def at_a_university(role, **fields):
    university = OrganisationFactory(kind=OrganisationKind.UNIVERSITY, **fields)
    return MembershipFactory(organisation=university, role=role).user


@pytest.fixture
def coordinator():
    return at_a_university(Role.COORDINATOR)


@pytest.mark.parametrize("role", [Role.ADMIN, Role.COORDINATOR])
def test_a_university_starts_a_run(as_, role):
    user = at_a_university(role)

    answer = as_(user).post(URL)

    run = RankingRun.objects.get()
    assert (answer.status_code, answer.json()["id"]) == (201, run.pk)
    assert (answer.json()["status"], answer.json()["progress"]) == ("queued", 0.0)
    assert run.started_by == user
    assert Job.objects.filter(name="build-run", key=str(run.pk)).count() == 1


def test_the_platform_administrator_starts_a_run(as_):
    assert as_(UserFactory(is_staff=True)).post(URL).status_code == 201


def test_others_neither_start_nor_see_runs(as_, network):
    run = RankingRun.objects.create()
    others = [
        network.student().user,
        MembershipFactory(organisation=network.company, role=Role.ADMIN).user,
        at_a_university(Role.ACADEMIC_SUPERVISOR),
        at_a_university(Role.COORDINATOR, status=OrganisationStatus.UNVERIFIED),
    ]
    for user in others:
        client = as_(user)
        assert client.post(URL).status_code == 403
        assert client.get(URL).json()["results"] == []
        assert client.get(f"{URL}{run.pk}/").status_code == 404
        assert client.post(f"{URL}{run.pk}/cancel/").status_code == 404
    assert RankingRun.objects.count() == 1


def test_nobody_starts_a_run_without_signing_in(client):
    assert client.post(URL).status_code == 401


def test_a_second_run_is_409_while_the_first_is_under_way(as_, coordinator):
    client = as_(coordinator)
    client.post(URL)

    answer = client.post(URL)

    assert (answer.status_code, answer.json()["code"]) == (409, "run_under_way")
    assert RankingRun.objects.count() == 1


def test_a_repeated_request_starts_one_run(as_, coordinator):
    client = as_(coordinator)

    answers = [client.post(URL, headers={"Idempotency-Key": "k"}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert RankingRun.objects.count() == 1


def test_a_finished_run_says_what_it_did(as_, coordinator, network, work_off):
    ros = network.skill("ros")
    network.student(ros), network.posting(ros)
    run = runs.request_run(by=None, reason="test")
    work_off()

    found = as_(coordinator).get(f"{URL}{run.pk}/").json()

    assert (found["status"], found["is_current"], found["progress"]) == ("done", True, 1.0)
    assert (found["n_students"], found["n_postings"], found["n_matches"]) == (1, 1, 1)
    stages = {"loading", "vectors", "ranking", "finishing", "exposure"}
    assert set(found["timings"]) == stages
    assert found["measures"]["students_never_shown"] == 0.0


def test_whoever_started_a_run_cancels_it(as_, coordinator):
    run = runs.request_run(by=coordinator, reason="test")

    answer = as_(coordinator).post(f"{URL}{run.pk}/cancel/")

    assert (answer.status_code, answer.json()["status"]) == (200, "cancelled")


def test_the_runs_of_others_are_seen_and_left_alone(as_, coordinator):
    run = runs.request_run(by=at_a_university(Role.COORDINATOR), reason="test")
    client = as_(coordinator)

    assert client.get(f"{URL}{run.pk}/").status_code == 200
    assert client.post(f"{URL}{run.pk}/cancel/").status_code == 403
    assert client.post(f"{URL}{run.pk}/resume/").status_code == 403
    run.refresh_from_db()
    assert run.status == RunStatus.QUEUED


@pytest.mark.parametrize(
    ("deed", "status"), [("cancel", RunStatus.DONE), ("resume", RunStatus.DONE)]
)
def test_what_has_ended_is_409(as_, coordinator, deed, status):
    run = RankingRun.objects.create(started_by=coordinator, status=status)

    answer = as_(coordinator).post(f"{URL}{run.pk}/{deed}/")

    assert (answer.status_code, answer.json()["code"]) == (409, "run_ended")


def test_a_failed_run_goes_on(as_, coordinator):
    run = RankingRun.objects.create(started_by=coordinator, status=RunStatus.FAILED, error="died")

    answer = as_(coordinator).post(f"{URL}{run.pk}/resume/")

    assert (answer.status_code, answer.json()["status"], answer.json()["error"]) == (
        200,
        "queued",
        "",
    )


@pytest.mark.parametrize("unknown", ["0", "999999999", "x"])
def test_an_unknown_run_is_404(as_, coordinator, unknown):
    assert as_(coordinator).get(f"{URL}{unknown}/").status_code == 404
    assert as_(coordinator).post(f"{URL}{unknown}/cancel/").status_code == 404


def test_a_run_is_not_written_to(as_, coordinator):
    run = RankingRun.objects.create(status=RunStatus.DONE)
    client = as_(coordinator)

    assert client.patch(f"{URL}{run.pk}/", {"status": "queued"}).status_code == 405
    assert client.delete(f"{URL}{run.pk}/").status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number(as_, coordinator, django_assert_num_queries, count):
    for _ in range(count):
        RankingRun.objects.create(status=RunStatus.DONE, started_by=coordinator)
    client = as_(coordinator)

    with django_assert_num_queries(2):
        answer = client.get(URL)

    ids = [each["id"] for each in answer.json()["results"]]
    assert ids == sorted(ids, reverse=True)
    assert len(ids) == count
