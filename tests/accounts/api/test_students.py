import pytest

from accounts.actions import profiles
from accounts.actions.profiles import SkillLine
from accounts.enums import OrganisationKind, OrganisationStatus, Role
from accounts.models import ApiToken, StudentLanguage
from taxonomy.models import SkillAlias
from tests.factories import (
    DisciplineFactory,
    LanguageFactory,
    MembershipFactory,
    OrganisationFactory,
    RegionFactory,
    SkillFactory,
    StudentProfileFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
LIST, ME = "/api/v1/students/", "/api/v1/students/me/"
SKILLS, FOUND = f"{ME}skills/", f"{ME}found-skills/"


@pytest.fixture
def profile(client):
    profile = StudentProfileFactory(programme="Computer science")
    client.force_login(profile.user)
    return profile


def patch(client, body, url=ME, **headers):
    return client.patch(url, body, content_type="application/json", headers=headers)


def post(client, url, body, **headers):
    return client.post(url, body, content_type="application/json", headers=headers)


def test_a_student_reads_their_own_profile(client, profile):
    profiles.add_skill(profile, SkillFactory(key="python"), SkillLine(level=4))

    answer = client.get(ME)

    found = answer.json()
    assert answer.headers["ETag"] == '"2"'
    assert (found["id"], found["programme"], found["version"]) == (
        profile.pk,
        "Computer science",
        2,
    )
    assert [(line["skill"], line["level"]) for line in found["skills"]] == [("python", 4)]
    assert "cv_text" not in found


def test_who_is_no_student_is_told_what_to_do(client):
    client.force_login(UserFactory())

    for answer in (
        client.get(ME),
        patch(client, {"version": 1}),
        client.get(SKILLS),
        post(client, SKILLS, {"skill": "x"}),
        post(client, FOUND, {"text": "x"}),
    ):
        assert answer.status_code == 404
        assert "Start one" in answer.json()["detail"]


def test_strangers_are_not_answered(client):
    assert [client.get(url).status_code for url in (LIST, ME, SKILLS)] == [401, 401, 401]


def test_a_profile_is_changed_field_by_field(client, profile):
    region, field, spoken = RegionFactory(), DisciplineFactory(), LanguageFactory(code="de")

    answer = patch(
        client,
        {
            "version": 1,
            "programme": "Physics",
            "places": [region.pk],
            "interests": [field.pk],
            "languages": [{"language": "de", "level": 5}],
            "work_permits": "cn de",
            "consents_to_matching": False,
        },
    )

    assert answer.status_code == 200
    found = answer.json()
    assert (found["programme"], found["places"], found["year"]) == ("Physics", [region.pk], 2)
    assert found["languages"] == [{"language": "de", "level": 5}]
    assert (found["work_permits"], found["version"]) == ("CN,DE", 2)
    assert list(profile.languages.values_list("language", flat=True)) == [spoken.pk]
    assert not profile.__class__.objects.get().consents_to_matching


@pytest.mark.parametrize("header", ['"1"', 'W/"1"', "1"])
def test_the_version_may_come_as_if_match(client, profile, header):
    assert patch(client, {"programme": "Law"}, **{"If-Match": header}).status_code == 200


def test_who_read_an_older_version_overwrites_nothing(client, profile):
    patch(client, {"version": 1, "programme": "First"})

    answers = [
        patch(client, {"version": 1, "programme": "Second"}),
        patch(client, {"programme": "Second"}, **{"If-Match": '"1"'}),
    ]

    assert [answer.status_code for answer in answers] == [412, 412]
    assert answers[0].json()["code"] == "profile_changed"
    profile.refresh_from_db()
    assert profile.programme == "First"


@pytest.mark.parametrize("header", [None, "*", "x", "9" * 5000, "²"])
def test_a_change_says_which_version_it_knows(client, profile, header):
    headers = {"If-Match": header} if header else {}

    answer = patch(client, {"programme": "Law"}, **headers)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "version"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"nickname": "x"}, "nickname"),
        ({"affiliation_confirmed_at": "2026-01-01T00:00:00Z"}, "affiliation_confirmed_at"),
        ({"skills": []}, "skills"),
        ({"id": 1}, "id"),
        ({"is_complete": True}, "is_complete"),
        ({"year": 99}, "year"),
        ({"year": "x"}, "year"),
        ({"degree_level": 9}, "degree_level"),
        ({"university": 999999999999999999999999}, "university"),
        ({"places": [10**30]}, "places"),
        ({"places": [1] * 51}, "places"),
        ({"places": "all"}, "places"),
        ({"languages": [{"language": "xx", "level": 5}]}, "languages.0.language"),
        ({"languages": [{"language": "de", "level": 5, "x": 1}]}, "languages.0.x"),
        ({"languages": [{"language": "de", "level": 1}] * 2}, "languages"),
        ({"languages": ["de"]}, "languages.0.non_field_errors"),
        ({"work_permits": "China"}, "work_permits"),
        ({"pay_cny_per_day": -1}, "pay_cny_per_day"),
        ({"available_until_on": "2026-01-01"}, "available_until_on"),
        ({"available_from_on": "2027-13-01"}, "available_from_on"),
        ({"statement": "x" * 6001}, "statement"),
        ({"programme": None}, "programme"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(client, profile, body, field):
    LanguageFactory(code="de")

    answer = patch(client, {"version": 1, **body})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == field
    profile.refresh_from_db()
    assert profile.version == 1


@pytest.mark.parametrize(
    "body", ["[]", '"x"', "null", "1", "{", '{"version": NaN}', '{"a": "\\u0000"}']
)
def test_a_body_that_is_no_object_is_refused(client, profile, body):
    assert patch(client, body).status_code == 400


def test_only_verified_universities_can_be_named(client, profile):
    unverified = OrganisationFactory(
        kind=OrganisationKind.UNIVERSITY, status=OrganisationStatus.UNVERIFIED
    )

    for organisation in (unverified, OrganisationFactory()):
        answer = patch(client, {"version": 1, "university": organisation.pk})
        assert answer.json()["errors"][0]["field"] == "university"


def test_a_skill_is_added_by_key_or_name(client, profile):
    SkillFactory(key="python", label_en="Python (language)")
    SkillFactory(key="law", label_en="Law", label_zh="法律")

    answers = [
        post(client, SKILLS, {"skill": "python", "level": 5, "evidence": 2}),
        post(client, SKILLS, {"skill": "法律"}),
    ]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert [(line["skill"], line["level"]) for line in client.get(SKILLS).json()] == [
        ("python", 5),
        ("law", 3),
    ]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "skill"),
        ({"skill": "no such"}, "skill"),
        ({"skill": 5}, "skill"),
        ({"skill": "python", "level": 0}, "level"),
        ({"skill": "python", "evidence": 4}, "evidence"),
        ({"skill": "python", "source": "found"}, "source"),
    ],
)
def test_a_skill_that_makes_no_sense_is_refused(client, profile, body, field):
    SkillFactory(key="python")

    answer = post(client, SKILLS, body)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == field


def test_a_skill_that_is_there_is_a_conflict(client, profile):
    SkillFactory(key="python")
    post(client, SKILLS, {"skill": "python"})

    answer = post(client, SKILLS, {"skill": "python"})

    assert (answer.status_code, answer.json()["code"]) == (409, "skill_there")


def test_a_repeated_request_adds_once_and_answers_alike(client, profile):
    SkillFactory(key="python")
    key = {"Idempotency-Key": "abc"}

    first = post(client, SKILLS, {"skill": "python"}, **key)
    again = post(client, SKILLS, {"skill": "python"}, **key)
    other = post(client, SKILLS, {"skill": "python", "level": 5}, **key)

    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 422)
    assert first.json() == again.json()


def test_a_skill_is_changed_in_part_and_removed(client, profile):
    entry = profiles.add_skill(profile, SkillFactory(), SkillLine(level=2, evidence=1))

    changed = patch(client, {"level": 5}, url=f"{SKILLS}{entry.pk}/").json()
    removed = client.delete(f"{SKILLS}{entry.pk}/")

    assert (changed["level"], changed["evidence"], removed.status_code) == (5, 1, 204)
    assert client.get(SKILLS).json() == []


def test_the_skills_of_others_are_not_there(client, profile):
    theirs = profiles.add_skill(StudentProfileFactory(), SkillFactory(), SkillLine())

    for pk in (theirs.pk, 10**17, "x"):
        assert patch(client, {"level": 1}, url=f"{SKILLS}{pk}/").status_code == 404
        assert client.delete(f"{SKILLS}{pk}/").status_code == 404


def test_skills_are_found_in_a_text_and_nothing_is_kept(client, profile):
    skill = SkillFactory(key="python", label_en="Python")
    SkillAlias.objects.create(skill=skill, language="en", text="Python", folded="python")
    text = "😀 I write Python daily."

    found = post(client, FOUND, {"text": text}).json()

    assert found == [
        {"skill": "python", "label": "Python", "start": 10, "end": 16, "words": "Python"}
    ]
    assert text[10:16] == "Python"
    profile.refresh_from_db()
    assert (profile.cv_text, profile.skills.count(), profile.version) == ("", 0, 1)


@pytest.mark.parametrize("body", [{}, {"text": ""}, {"text": "x" * 30_001}, {"text": "x", "y": 1}])
def test_a_text_that_cannot_be_searched_is_refused(client, profile, body):
    assert post(client, FOUND, body).status_code == 400


def test_staff_read_their_own_students_only(client, profile):
    StudentProfileFactory()
    user = MembershipFactory(organisation=profile.university, role=Role.COORDINATOR).user
    client.force_login(user)

    listed = client.get(LIST).json()["results"]

    assert [each["id"] for each in listed] == [profile.pk]
    assert client.get(f"{LIST}{profile.pk}/").json()["id"] == profile.pk


def test_companies_see_nobody(client, profile):
    client.force_login(MembershipFactory(role=Role.RECRUITER).user)

    assert client.get(LIST).json()["results"] == []
    assert client.get(f"{LIST}{profile.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("query", "status"),
    [("degree_level=2", 200), ("degree_level=9", 400), ("university=x", 400), ("cursor=x", 404)],
)
def test_the_list_is_filtered_by_what_makes_sense(client, profile, query, status):
    assert client.get(f"{LIST}?{query}").status_code == status


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_students_are_not_written_from_the_list(client, profile, method):
    assert getattr(client, method)(f"{LIST}{profile.pk}/").status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_listing_costs_the_same_queries_for_any_number(
    client, profile, django_assert_num_queries, count
):
    university = profile.university
    for _number in range(count):
        other = StudentProfileFactory(university=university)
        profiles.add_skill(other, SkillFactory(), SkillLine())
        StudentLanguage.objects.create(profile=other, language=LanguageFactory())
    user = MembershipFactory(organisation=university, role=Role.COORDINATOR).user
    client.force_login(user)

    with django_assert_num_queries(7):  # session, user, students, 4 kinds of lines
        client.get(LIST)


@pytest.mark.parametrize("count", [1, 3])
def test_listing_skills_costs_the_same_queries_for_any_number(
    client, profile, django_assert_num_queries, count
):
    for _number in range(count):
        profiles.add_skill(profile, SkillFactory(), SkillLine())

    with django_assert_num_queries(8):  # session, user, profile and its 4 kinds, skills
        client.get(SKILLS)


@pytest.mark.parametrize(
    ("headers", "language"),
    [({}, "zh-hans"), ({"HTTP_ACCEPT_LANGUAGE": "en"}, "en")],
)
def test_a_program_is_answered_in_its_owners_language_unless_it_asks(client, headers, language):
    user = StudentProfileFactory(user__language="zh-hans").user
    _, token = ApiToken.objects.create(user)

    answer = client.get("/api/v1/students/me/", HTTP_AUTHORIZATION=f"Token {token}", **headers)

    assert answer["Content-Language"] == language
