"""Postings on the API: what comes in, what goes out, and who is refused how."""

from datetime import date

import pytest

from accounts.enums import OrganisationKind, Role
from internships.postings.enums import Audience
from internships.postings.enums import PostingStatus as Status
from internships.postings.models import Posting
from tests.factories import (
    DisciplineFactory,
    LanguageFactory,
    MembershipFactory,
    OrganisationFactory,
    OutcomeFactory,
    PostingFactory,
    RegionFactory,
    SkillFactory,
    StudentProfileFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
URL = "/api/v1/postings/"


def _url(posting, verb=""):
    return f"{URL}{posting.pk}/{verb}/" if verb else f"{URL}{posting.pk}/"


def _editor_of(posting):
    return MembershipFactory(organisation=posting.owner, role=Role.RECRUITER).user


@pytest.fixture
def draft(editor):
    return PostingFactory(owner=editor.organisation, status=Status.DRAFT)


@pytest.fixture
def client_of_editor(as_, editor):
    return as_(editor.user)


def test_a_whole_posting_is_drafted_in_one_request_and_opened(as_, editor):
    client = as_(editor.user)
    skills = SkillFactory.create_batch(2)
    language, discipline, region = LanguageFactory(), DisciplineFactory(), RegionFactory()
    outcome = OutcomeFactory(owner=editor.organisation)
    body = {
        "owner": editor.organisation.pk,
        "kind": "internship",
        "title_en": "Bridge sensors",
        "title_zh": "桥梁传感器",
        "text_en": "Measure bridges.",
        "outcome": outcome.pk,
        "trl_from": 4,
        "trl_to": 6,
        "region": region.pk,
        "work_mode": "hybrid",
        "deadline_on": "2100-02-01",
        "starts_on": "2100-03-01",
        "ends_on": "2100-06-30",
        "hours_per_week": 32,
        "hours_per_day": "8.0",
        "pay_cny_per_day": 200,
        "audience": "network",
        "min_degree_level": 2,
        "work_permit_country": "CN",
        "skills": [
            {"skill": skills[0].pk, "weight": 5, "necessity": "must"},
            {"key": skills[1].key},
        ],
        "seats": [{"seats": 2, "disciplines": [discipline.pk]}, {"seats": 1}],
        "phases": [{"kind": "trial", "starts_on": "2100-03-01", "ends_on": "2100-06-30"}],
        "languages": [{"language": language.code, "level": 5}],
    }

    drafted = client.post(URL, body)

    assert drafted.status_code == 201, drafted.json()
    said = drafted.json()
    assert {name: said[name] for name in body if name not in {"skills", "seats", "phases"}} == {
        name: value for name, value in body.items() if name not in {"skills", "seats", "phases"}
    }
    assert [(line["key"], line["weight"], line["necessity"]) for line in said["skills"]] == [
        (skills[0].key, 5, "must"),
        (skills[1].key, 3, "must"),
    ]
    assert [(line["seats"], line["disciplines"]) for line in said["seats"]] == [
        (2, [discipline.pk]),
        (1, []),
    ]
    assert (said["contact"], said["status"], said["version"]) == (editor.user.pk, "draft", 1)
    assert drafted["ETag"] == '"1"'

    assert client.post(f"{URL}{said['id']}/submit/").json()["status"] == "in_review"
    assert client.post(f"{URL}{said['id']}/open/").json()["status"] == "open"


def test_a_title_in_one_language_is_enough_for_a_draft(client_of_editor, editor):
    body = {"owner": editor.organisation.pk, "kind": "internship", "title_zh": "实习"}

    assert client_of_editor.post(URL, body).status_code == 201


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title_en": ""}, "non_field_errors"),
        ({"title_en": "x" * 201}, "title_en"),
        ({"title_en": None}, "title_en"),
        ({"title_en": ["x"]}, "title_en"),
        ({"kind": "job"}, "kind"),
        ({"owner": 999_999_999}, "owner"),
        ({"owner": 10**30}, "owner"),
        ({"owner": "1 or 1=1"}, "owner"),
        ({"pay_cny_per_day": -1}, "pay_cny_per_day"),
        ({"pay_cny_per_day": 5001}, "pay_cny_per_day"),
        ({"pay_cny_per_day": 1.5}, "pay_cny_per_day"),
        ({"pay_cny_per_day": 10**400}, "pay_cny_per_day"),
        ({"hours_per_week": 0}, "hours_per_week"),
        ({"hours_per_day": "1e9"}, "hours_per_day"),
        ({"hours_per_day": "NaN"}, "hours_per_day"),
        ({"starts_on": "2027-02-30"}, "starts_on"),
        ({"starts_on": "0000-00-00"}, "starts_on"),
        ({"starts_on": "2027-03-01", "ends_on": "2027-03-01"}, "non_field_errors"),
        ({"starts_on": "2027-03-01", "deadline_on": "2027-03-02"}, "non_field_errors"),
        ({"trl_from": 6, "trl_to": 4}, "non_field_errors"),
        ({"trl_from": 0}, "trl_from"),
        ({"audience": "all"}, "audience"),
        ({"work_permit_country": "China"}, "work_permit_country"),
        ({"outcome": 999_999_999}, "outcome"),
        ({"region": 999_999_999}, "region"),
        ({"contact": 999_999_999}, "contact"),
        ({"listed_universities": [999_999_999]}, "listed_universities"),
        ({"status": "open"}, "status"),
        ({"version": 7}, "version"),
        ({"colour": "red"}, "colour"),
        ({"skills": [{"skill": 999_999_999}]}, "skills.0.skill"),
        ({"skills": [{"key": "no-such-skill"}]}, "skills.0.key"),
        ({"skills": [{}]}, "skills.0.skill"),
        ({"skills": [{"weight": 3}]}, "skills.0.skill"),
        ({"skills": ["python"]}, "skills.0.non_field_errors"),
        ({"skills": "python"}, "skills.non_field_errors"),
        ({"seats": [{"seats": 0}]}, "seats.0.seats"),
        ({"seats": [{"seats": 501}]}, "seats.0.seats"),
        ({"seats": [{"seats": 1, "taken": 1}]}, "seats.0.taken"),
        ({"seats": [{"seats": 1, "disciplines": [999_999_999]}]}, "seats.0.disciplines"),
        (
            {"phases": [{"kind": "need", "starts_on": "2027-02-02", "ends_on": "2027-02-01"}]},
            "phases.0.non_field_errors",
        ),
        ({"phases": [{"kind": "lunch"}]}, "phases.0.kind"),
        ({"languages": [{"language": "xx"}]}, "languages.0.language"),
        ({"languages": [{"language": "xx", "level": 9}]}, "languages.0.language"),
    ],
)
def test_a_wrong_body_is_refused_where_it_is_wrong(client_of_editor, editor, wrong, field):
    body = {"owner": editor.organisation.pk, "kind": "internship", "title_en": "X", **wrong}

    answer = client_of_editor.post(URL, body)

    assert answer.status_code == 400, answer.content
    assert field in {error["field"] for error in answer.json()["errors"]}
    assert not Posting.objects.exists()


def test_a_skill_is_named_once_and_one_way(client_of_editor, draft):
    skill = SkillFactory()
    twice = {"skills": [{"skill": skill.pk}, {"key": skill.key}]}
    both = {"skills": [{"skill": skill.pk, "key": skill.key}]}

    assert client_of_editor.patch(_url(draft), twice).status_code == 400
    assert client_of_editor.patch(_url(draft), both).status_code == 400


def test_another_organisation_cannot_be_posted_for(client_of_editor):
    body = {"owner": OrganisationFactory().pk, "kind": "internship", "title_en": "X"}

    answer = client_of_editor.post(URL, body)

    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == ["owner"]


def test_the_kind_must_suit_the_owner(client_of_editor, editor):
    body = {"owner": editor.organisation.pk, "kind": "project", "title_en": "X"}

    answer = client_of_editor.post(URL, body)

    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_owner_for_kind")


def test_lists_in_a_change_replace_what_was_there(client_of_editor, draft):
    group = draft.seat_groups.get()
    skill = SkillFactory()

    answer = client_of_editor.patch(
        _url(draft),
        {
            "pay_cny_per_day": 300,
            "skills": [{"skill": skill.pk}],
            "seats": [{"id": group.pk, "seats": 3}],
        },
    )

    said = answer.json()
    assert answer.status_code == 200
    assert (said["pay_cny_per_day"], said["version"]) == (300, 2)
    assert [line["skill"] for line in said["skills"]] == [skill.pk]
    assert [(line["id"], line["seats"]) for line in said["seats"]] == [(group.pk, 3)]
    assert len(said["phases"]) == 1


@pytest.mark.parametrize("name", ["owner", "kind", "status", "opened_at", "id"])
def test_what_never_changes_is_refused_in_a_change(client_of_editor, draft, name):
    answer = client_of_editor.patch(_url(draft), {name: "x"})

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, name)


def test_another_postings_seats_cannot_be_named(client_of_editor, draft):
    other = PostingFactory().seat_groups.get()

    answer = client_of_editor.patch(_url(draft), {"seats": [{"id": other.pk, "seats": 9}]})

    assert (answer.status_code, answer.json()["code"]) == (409, "unknown_line")
    other.refresh_from_db()
    assert other.seats == 1


@pytest.mark.parametrize(
    ("lines", "field"),
    [
        ({"seats": [{}]}, "seats.0.seats"),
        ({"phases": [{}]}, "phases.0.kind"),
        ({"languages": [{}]}, "languages.0.language"),
        ({"skills": [{}]}, "skills.0.skill"),
        ({"seats": None}, "seats"),
    ],
)
def test_a_line_in_a_change_is_whole(client_of_editor, draft, lines, field):
    answer = client_of_editor.patch(_url(draft), lines)

    assert answer.status_code == 400
    assert field in {error["field"] for error in answer.json()["errors"]}


def test_seats_in_use_are_not_removed(client_of_editor, draft):
    draft.seat_groups.update(taken=1)

    answer = client_of_editor.patch(_url(draft), {"seats": []})

    assert (answer.status_code, answer.json()["code"]) == (409, "seats_in_use")


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({}, {}, 200),
        ({"If-Match": '"1"'}, {}, 200),
        ({"If-Match": 'W/"1"'}, {}, 200),
        ({"If-Match": "*"}, {}, 200),
        ({}, {"version": 1}, 200),
        ({"If-Match": '"2"'}, {}, 412),
        ({"If-Match": '"one"'}, {}, 412),
        ({"If-Match": '"' + "9" * 40 + '"'}, {}, 412),
        ({}, {"version": 2}, 412),
        ({"If-Match": '"2"'}, {"version": 1}, 412),
    ],
)
def test_the_version_one_read_must_be_the_present_one(
    client_of_editor, draft, headers, body, status
):
    answer = client_of_editor.patch(_url(draft), {"title_en": "New", **body}, headers=headers)

    assert answer.status_code == status
    if status == 412:
        assert answer.json()["code"] == "stale_version"
        assert Posting.objects.get().title_en == draft.title_en


def test_everything_that_keeps_it_from_opening_is_listed(client_of_editor, draft):
    draft.skills.all().delete()
    draft.seat_groups.all().delete()
    client_of_editor.post(_url(draft, "submit"))

    answer = client_of_editor.post(_url(draft, "open"))

    body = answer.json()
    assert (answer.status_code, body["code"]) == (409, "posting_not_ready")
    assert [error["code"] for error in body["errors"]] == ["no_skill", "no_seat"]
    assert body["errors"][0]["detail"] == "Add at least one skill."
    assert answer["Content-Type"] == "application/problem+json"


def test_an_edit_of_an_open_posting_lists_what_it_would_break(as_):
    posting = PostingFactory(
        deadline_on=date(2100, 1, 1), starts_on=date(2100, 2, 1), ends_on=date(2100, 3, 1)
    )

    answer = as_(_editor_of(posting)).patch(_url(posting), {"outcome": None, "skills": []})

    assert [error["code"] for error in answer.json()["errors"]] == [
        "no_research_outcome",
        "no_skill",
    ]


def test_a_repeated_request_drafts_once(client_of_editor, editor):
    body = {"owner": editor.organisation.pk, "kind": "internship", "title_en": "X"}
    key = {"Idempotency-Key": "the-same"}

    first = client_of_editor.post(URL, body, headers=key)
    second = client_of_editor.post(URL, body, headers=key)
    other = client_of_editor.post(URL, {**body, "title_en": "Y"}, headers=key)

    assert (first.status_code, second.status_code, other.status_code) == (201, 201, 422)
    assert second.json() == first.json()
    assert Posting.objects.count() == 1


def test_the_whole_way_by_verbs(client_of_editor, draft):
    Posting.objects.update(
        deadline_on=date(2100, 1, 1), starts_on=date(2100, 2, 1), ends_on=date(2100, 3, 1)
    )
    draft.phases.update(starts_on=date(2100, 2, 1), ends_on=date(2100, 3, 1))

    def move(verb, **body):
        return client_of_editor.post(_url(draft, verb), body).json()["status"]

    assert [
        move("submit"),
        move("send-back", reason="Say more"),
        move("submit"),
        move("open"),
        move("pause", reason="Holidays"),
        move("resume"),
        move("close"),
        move("archive"),
    ] == ["in_review", "draft", "in_review", "open", "paused", "open", "closed", "archived"]
    reasons = [line.reason for line in draft.history.order_by("pk") if line.reason]
    assert reasons == ["Say more", "Holidays"]


def test_a_move_from_elsewhere_is_409(client_of_editor, draft):
    answer = client_of_editor.post(_url(draft, "pause"))

    assert (answer.status_code, answer.json()["code"]) == (409, "posting_move_refused")


def test_sending_back_without_a_reason_is_409(client_of_editor, draft):
    client_of_editor.post(_url(draft, "submit"))

    answer = client_of_editor.post(_url(draft, "send-back"), {})

    assert (answer.status_code, answer.json()["code"]) == (409, "reason_missing")


@pytest.mark.parametrize("body", [{"why": "x"}, {"reason": "x" * 1001}, {"reason": []}, []])
def test_a_wrong_reason_is_400(client_of_editor, draft, body):
    assert client_of_editor.post(_url(draft, "send-back"), body).status_code == 400


def test_only_drafts_are_deleted(as_):
    draft = PostingFactory(status=Status.DRAFT)
    opened = PostingFactory()

    assert as_(_editor_of(draft)).delete(_url(draft)).status_code == 204
    assert as_(_editor_of(opened)).delete(_url(opened)).status_code == 409
    assert list(Posting.objects.all()) == [opened]


VERBS = ["submit", "send-back", "open", "pause", "resume", "close", "archive"]


@pytest.mark.parametrize(
    "stranger",
    [
        UserFactory,
        lambda: StudentProfileFactory().user,
        lambda: MembershipFactory(role=Role.ADMIN).user,
        lambda: (
            MembershipFactory(
                role=Role.ADMIN, organisation=OrganisationFactory(kind=OrganisationKind.UNIVERSITY)
            ).user
        ),
    ],
)
def test_somebody_elses_draft_is_404_as_if_it_were_missing(as_, stranger):
    draft = PostingFactory(status=Status.DRAFT)
    client = as_(stranger())
    missing = client.get(f"{URL}999999999/")

    answers = [
        client.get(_url(draft)),
        client.patch(_url(draft), {"title_en": "Mine"}),
        client.delete(_url(draft)),
        *[client.post(_url(draft, verb)) for verb in VERBS],
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert answers[0].json() == missing.json()
    assert Posting.objects.get().version == 1


@pytest.mark.parametrize("role", [Role.MENTOR, None])
def test_who_may_read_but_not_write_is_403(as_, role):
    posting = PostingFactory(audience=Audience.NETWORK)
    reader = (
        MembershipFactory(organisation=posting.owner, role=role).user
        if role
        else StudentProfileFactory().user
    )
    client = as_(reader)

    assert client.get(_url(posting)).status_code == 200
    answers = [
        client.patch(_url(posting), {"title_en": "Mine"}),
        client.delete(_url(posting)),
        *[client.post(_url(posting, verb)) for verb in VERBS],
    ]
    assert {answer.status_code for answer in answers} == {403}


def test_a_platform_administrator_moves_but_does_not_write(as_):
    posting = PostingFactory()
    client = as_(UserFactory(is_staff=True))

    assert client.patch(_url(posting), {"title_en": "Mine"}).status_code == 403
    assert client.post(_url(posting, "pause")).json()["status"] == "paused"


@pytest.mark.parametrize("number", ["0", "-1", "1.5", "abc", "9" * 30, "1%00", "％"])
def test_strange_numbers_are_404(client_of_editor, number):
    assert client_of_editor.get(f"{URL}{number}/").status_code in {400, 404}


def test_strangers_get_nothing(client):
    assert client.get(URL).status_code == 401


def test_put_is_not_offered(client_of_editor, draft):
    assert client_of_editor.put(_url(draft), {}).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number(as_, editor, count, django_assert_num_queries):
    for _each in range(count):
        posting = PostingFactory(owner=editor.organisation, audience=Audience.LISTED)
        posting.seat_groups.get().disciplines.add(DisciplineFactory())
        posting.languages.create(language=LanguageFactory())
        posting.listed_universities.add(OrganisationFactory(kind=OrganisationKind.UNIVERSITY))
    client = as_(editor.user)

    with django_assert_num_queries(9):
        answer = client.get(URL)

    assert len(answer.json()["results"]) == count


def test_the_list_is_narrowed_by_what_the_address_names(as_, editor):
    PostingFactory(owner=editor.organisation, status=Status.DRAFT)
    opened = PostingFactory(owner=editor.organisation, pay_cny_per_day=900)
    client = as_(editor.user)

    def found(**names):
        return [posting["id"] for posting in client.get(URL, names).json()["results"]]

    assert found(status="open") == [opened.pk]
    assert found(pay_min=900) == [opened.pk]
    assert len(found()) == 2
    assert client.get(URL, {"pay_min": "x"}).status_code == 400


def test_too_many_lines_are_409(client_of_editor, draft):
    lines = [{"seats": 1}] * 31

    answer = client_of_editor.patch(_url(draft), {"seats": lines})

    assert (answer.status_code, answer.json()["code"]) == (409, "too_many_lines")


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "👩‍🔬 emoji & “quotes”",
        "עברית مرحبا",
        "{{ 7*7 }} %s %(x)s {% now %}",
        "' OR 1=1 --",
    ],
)
def test_texts_come_back_as_they_were_sent(client_of_editor, draft, text):
    body = dict.fromkeys(["title_en", "title_zh", "text_en", "text_zh", "address"], text)
    phase = {"kind": "need", "starts_on": "2027-03-01", "ends_on": "2027-06-30", "aim": text}

    said = client_of_editor.patch(_url(draft), {**body, "phases": [phase]}).json()

    assert {name: said[name] for name in body} == body
    assert said["phases"] == [phase]


def test_marks_that_only_deceive_are_dropped(client_of_editor, draft):
    said = client_of_editor.patch(_url(draft), {"title_en": "gnp\u202egpj.exe"}).json()

    assert said["title_en"] == "gnpgpj.exe"
