import pytest

from accounts.enums import Role
from accounts.models import StudentProfile
from internships.postings.models import Interest
from matching.actions import runs
from tests.factories import MembershipFactory, OrganisationFactory, PostingFactory, UserFactory

pytestmark = pytest.mark.django_db
URL = "/api/v1/matches/"


def explanation_of(posting):
    return f"{URL}{posting.pk}/explanation/"


def test_ones_own_list_comes_best_first_with_reasons(as_, world):
    answer = as_(world.profile.user).get(URL)

    lines = answer.json()["results"]
    assert [(each["posting"], each["rank"]) for each in lines] == [
        (world.robots.pk, 1),
        (world.lawyers.pk, 2),
    ]
    assert lines[0]["score"] > lines[1]["score"]
    assert (lines[0]["title"], lines[0]["owner"]) == ("Robots that weld", world.company.name)
    assert "Ros" in {reason["label"] for reason in lines[0]["reasons"]}
    assert [each["label"] for each in lines[1]["missing"]] == ["Patent Law"]
    assert (answer.json()["next"], answer.json()["previous"]) == (None, None)


def test_a_posting_that_closed_is_not_listed(as_, world):
    world.robots.status = "closed"
    world.robots.save()

    lines = as_(world.profile.user).get(URL).json()["results"]

    assert [each["posting"] for each in lines] == [world.lawyers.pk]


def test_before_the_first_run_the_list_is_empty(as_, network):
    answer = as_(network.student().user).get(URL)

    assert (answer.status_code, answer.json()["results"]) == (200, [])


def test_who_is_no_student_has_no_list(as_, world):
    assert as_(world.recruiter).get(URL).status_code == 404


def test_nobody_reads_without_signing_in(client, world):
    assert client.get(URL).status_code == 401
    assert client.get(explanation_of(world.robots)).status_code == 401


def test_the_owner_reads_candidates_without_names(as_, world):
    answer = as_(world.recruiter).get(URL, {"posting": world.robots.pk})

    (line,) = answer.json()["results"]
    assert (line["rank"], line["name"], line["email"]) == (1, "", "")
    assert line["university"] == world.university.name
    assert world.profile.user.name not in answer.content.decode()


@pytest.mark.parametrize("how", ["open to all", "interest"])
def test_who_shows_themselves_has_a_name(as_, world, how):
    if how == "interest":
        Interest.objects.create(profile=world.profile, posting=world.robots)
    else:
        StudentProfile.objects.update(open_to_companies=True)

    (line,) = as_(world.recruiter).get(URL, {"posting": world.robots.pk}).json()["results"]

    assert (line["name"], line["email"]) == (world.profile.user.name, world.profile.user.email)


def test_both_sides_read_the_same_score(as_, world):
    (theirs,) = as_(world.recruiter).get(URL, {"posting": world.robots.pk}).json()["results"]
    mine = as_(world.profile.user).get(URL).json()["results"][0]
    explained = as_(world.profile.user).get(explanation_of(world.robots)).json()

    assert mine["score"] == pytest.approx(theirs["score"], abs=1e-6)
    assert explained["score"] == pytest.approx(mine["score"], abs=1e-6)
    assert explained["rank"] == mine["rank"]


def test_the_candidates_of_others_do_not_exist(as_, world):
    stranger = MembershipFactory(organisation=OrganisationFactory(), role=Role.RECRUITER).user

    for user in (stranger, world.profile.user, world.coordinator):
        assert as_(user).get(URL, {"posting": world.robots.pk}).status_code == 404


def test_an_unverified_owner_reads_no_candidates(as_, world):
    world.company.status = "suspended"
    world.company.save()

    assert as_(world.recruiter).get(URL, {"posting": world.robots.pk}).status_code == 404


@pytest.mark.parametrize("wrong", ["", "x", "-1", "1.5", "1e3", "٣", str(2**63), "9" * 50])
def test_what_is_no_id_is_refused(as_, world, wrong):
    answer = as_(world.recruiter).get(URL, {"posting": wrong})

    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == ["posting"]


@pytest.mark.parametrize("unknown", [0, 2**63 - 1])
def test_an_unknown_posting_is_404(as_, world, unknown):
    assert as_(world.recruiter).get(URL, {"posting": unknown}).status_code == 404
    assert as_(world.profile.user).get(f"{URL}{unknown}/explanation/").status_code == 404


@pytest.mark.parametrize(("wrong", "status"), [("x", 404), ("-1", 404), (str(2**63), 400)])
def test_an_explanation_of_what_is_no_id_is_refused(as_, world, wrong, status):
    assert as_(world.profile.user).get(f"{URL}{wrong}/explanation/").status_code == status


def test_the_shares_of_an_explanation_sum_to_the_score(as_, world):
    for posting in (world.robots, world.lawyers):
        found = as_(world.profile.user).get(explanation_of(posting)).json()

        parts = {part["name"]: part["share"] for part in found["parts"]}
        assert sum(parts.values()) == pytest.approx(found["score"], abs=1e-6)
        assert sum(each["share"] for each in found["skills"]) == pytest.approx(parts["skills"])
        assert sum(each["share"] for each in found["wishes"]) == pytest.approx(parts["wishes"])
        assert all(part["share"] <= part["most"] + 1e-6 for part in found["parts"])


def test_an_explanation_says_what_is_missing_and_what_would_help(as_, world):
    found = as_(world.profile.user).get(explanation_of(world.lawyers)).json()

    assert [each["skill"] for each in found["missing"]] == [world.law.pk]
    (step,) = found["steps"]
    assert (step["skill"], step["step"]) == (world.law.pk, "learn")
    assert step["score"] > found["score"]


def test_who_is_not_eligible_reads_why(as_, world):
    stranger = PostingFactory(owner=OrganisationFactory())

    found = as_(world.profile.user).get(explanation_of(stranger)).json()

    assert found["against"] == ["Your university has not accepted this company yet."]
    assert (found["score"], found["rank"], found["parts"], found["steps"]) == (None, None, [], [])


def test_a_draft_has_no_explanation(as_, world):
    world.robots.status = "draft"
    world.robots.save()

    assert as_(world.profile.user).get(explanation_of(world.robots)).status_code == 404


def test_who_has_no_profile_has_no_explanation(as_, world):
    assert as_(UserFactory()).get(explanation_of(world.robots)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_ones_own_list_costs_the_same_for_any_number(
    as_, network, work_off, django_assert_num_queries, count
):
    ros = network.skill("ros")
    profile = network.student(ros)
    for _ in range(count):
        network.posting(ros)
    runs.request_run(by=None, reason="test")
    work_off()
    client = as_(profile.user)
    client.get(URL)

    with django_assert_num_queries(11):
        answer = client.get(URL)

    assert len(answer.json()["results"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_candidates_cost_the_same_for_any_number(
    as_, network, work_off, django_assert_num_queries, count
):
    ros = network.skill("ros")
    posting = network.posting(ros)
    for _ in range(count):
        network.student(ros)
    runs.request_run(by=None, reason="test")
    work_off()
    client = as_(MembershipFactory(organisation=network.company, role=Role.RECRUITER).user)
    client.get(URL, {"posting": posting.pk})

    with django_assert_num_queries(13):
        answer = client.get(URL, {"posting": posting.pk})

    assert len(answer.json()["results"]) == count
