import pytest

from accounts.enums import OrganisationStatus as Status
from accounts.enums import Role
from accounts.models import Acceptance, Organisation
from tests.factories import (
    AcceptanceFactory,
    IndustryFactory,
    MembershipFactory,
    OrganisationFactory,
    RegionFactory,
    StudentProfileFactory,
    UserFactory,
)
from tests.factories.organisations import (
    member_of,
    park,
    platform_admin,
    ready_to_submit,
    registration_number,
    university,
)

pytestmark = pytest.mark.django_db

LIST = "/api/v1/organisations/"
JSON = "application/json"


def one(organisation, verb=""):
    return f"{LIST}{organisation.pk}/{verb}{'/' if verb else ''}"


def post(client, url, body=None, **headers):
    return client.post(url, body or {}, content_type=JSON, headers=headers)


def patch(client, organisation, body, **headers):
    return client.patch(one(organisation), body, content_type=JSON, headers=headers)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_queries_for_any_number(client, django_assert_num_queries, count):
    OrganisationFactory.create_batch(
        count, region=RegionFactory(), industry=IndustryFactory(), park=park()
    )
    client.force_login(UserFactory())

    with django_assert_num_queries(3):  # session, user, organisations
        answer = client.get(LIST, {"kind": "company"})

    assert len(answer.json()["results"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_members_cost_the_same_queries_for_any_number(client, django_assert_num_queries, count):
    company = OrganisationFactory()
    MembershipFactory.create_batch(count - 1, organisation=company)
    client.force_login(member_of(company))

    with django_assert_num_queries(5):  # session, user, organisation, rule, members
        answer = client.get(one(company, "members"))

    assert len(answer.json()["results"]) == count


def test_an_organisation_reads_as_documented(client):
    company = OrganisationFactory(name_en="Acme", name_zh="极致", email_domain="acme.example")
    client.force_login(UserFactory())

    assert client.get(one(company)).json() == {
        "id": company.pk,
        "kind": "company",
        "status": "verified",
        "name": "Acme",
        "name_en": "Acme",
        "name_zh": "极致",
        "country": "CN",
        "registration_number": None,
        "email_domain": "acme.example",
        "park": None,
        "is_labour_agency": False,
        "website": "",
        "about_en": "",
        "about_zh": "",
        "region": None,
        "industry": None,
        "version": 1,
    }


def test_the_api_does_not_answer_strangers(client):
    assert client.get(LIST).status_code in {401, 403}


def test_the_list_is_narrowed_by_words_and_ids(client):
    ours = park(name_en="The park")
    tenant = OrganisationFactory(name_en="Tenant", park=ours)
    client.force_login(UserFactory())

    def found(**wanted):
        return [each["id"] for each in client.get(LIST, wanted).json()["results"]]

    assert found(park=ours.pk) == [tenant.pk]
    assert found(q="the park") == [ours.pk]
    assert found(status="rejected") == []
    assert found(park=10**18) == []


@pytest.mark.parametrize(
    "wanted", [{"kind": "planet"}, {"park": "x"}, {"park": "1e99999999"}, {"region": "NaN"}]
)
def test_a_filter_that_makes_no_sense_is_refused(client, wanted):
    client.force_login(UserFactory())

    assert client.get(LIST, wanted).status_code == 400


def test_anybody_can_enter_an_organisation(client):
    person = UserFactory()
    client.force_login(person)

    answer = post(client, LIST, {"kind": "university", "name_zh": "某某大学"})

    made = Organisation.objects.get()
    assert (answer.status_code, answer.json()["id"]) == (201, made.pk)
    assert (made.status, made.memberships.get().user) == (Status.UNVERIFIED, person)


def test_a_repeated_request_enters_one_organisation(client):
    client.force_login(UserFactory())
    body = {"kind": "company", "name_en": "Acme"}
    key = {"Idempotency-Key": "one"}

    answers = [post(client, LIST, body, **key) for _time in range(2)]

    assert answers[0].json() == answers[1].json()
    assert Organisation.objects.count() == 1
    assert post(client, LIST, {**body, "name_en": "Other"}, **key).status_code == 422


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "planet"}, "kind"),
        ({"status": "verified"}, "status"),
        ({"version": 7}, "version"),
        ({"surprise": 1}, "surprise"),
        ({"country": "China"}, "country"),
        ({"registration_number": "123"}, "registration_number"),
        ({"email_domain": "gmail.com"}, "email_domain"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"name_en": "x" * 201}, "name_en"),
        ({"name_en": ["x"]}, "name_en"),
        ({"park": 999999}, "park"),
        ({"region": 10**30}, "region"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(client, change, field):
    client.force_login(UserFactory())

    answer = post(client, LIST, {"kind": "company", "name_en": "Acme", **change})

    assert answer.status_code == 400
    assert [each["field"] for each in answer.json()["errors"]] == [field]
    assert not Organisation.objects.exists()


def test_rules_of_the_whole_answer_409(client):
    OrganisationFactory(registration_number=registration_number())
    client.force_login(UserFactory())
    copy = {"name_en": "Copy", "registration_number": registration_number()}
    tenant_university = {"kind": "university", "name_en": "Uni", "park": park().pk}

    for body in ({}, copy, tenant_university):
        answer = post(client, LIST, {"kind": "company", **body})
        assert (answer.status_code, answer.json()["code"]) == (409, "details_refused")


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({}, {"version": 1}, 200),
        ({"If-Match": '"1"'}, {}, 200),
        ({"If-Match": 'W/"1"'}, {}, 200),
        ({"If-Match": '"1"'}, {"version": 1}, 200),
        ({}, {}, 400),
        ({}, {"version": 2}, 412),
        ({"If-Match": '"2"'}, {}, 412),
        ({"If-Match": '"one"'}, {}, 412),
        ({"If-Match": '"2"'}, {"version": 1}, 412),
    ],
)
def test_a_change_needs_the_version_it_was_made_from(client, headers, body, status):
    company = OrganisationFactory()
    client.force_login(member_of(company))

    answer = patch(client, company, {"about_en": "New", **body}, **headers)

    assert answer.status_code == status
    company.refresh_from_db()
    assert company.about_en == ("New" if status == 200 else "")
    if status == 200:
        assert (answer.json()["version"], answer.headers["ETag"]) == (2, '"2"')


def test_verified_facts_are_refused_and_the_kind_never_changes(client):
    company = OrganisationFactory(name_en="Acme")
    client.force_login(member_of(company))

    facts = patch(client, company, {"name_en": "Renamed", "version": 1})
    kind = patch(client, company, {"kind": "park", "version": 1})

    assert (facts.status_code, facts.json()["code"]) == (409, "facts_are_verified")
    assert kind.status_code == 400


def test_the_way_to_being_verified(client):
    ours = park()
    company = ready_to_submit(park=ours)
    admin, verifier = member_of(company), member_of(ours, Role.VERIFIER)
    steps = [
        (admin, "submit", {}),
        (verifier, "reject", {"reason": "Unreadable"}),
        (admin, "submit", {}),
        (verifier, "verify", {}),
        (verifier, "suspend", {"reason": "Complaint"}),
        (verifier, "reinstate", {}),
    ]

    found = []
    for user, verb, body in steps:
        client.force_login(user)
        found.append(post(client, one(company, verb), body).json()["status"])

    assert found == ["submitted", "rejected", "submitted", "verified", "suspended", "verified"]


@pytest.mark.parametrize("verb", ["verify", "reject", "suspend", "reinstate"])
def test_members_and_others_do_not_decide(client, verb):
    company = OrganisationFactory()
    for user in (member_of(company), UserFactory()):
        client.force_login(user)
        assert post(client, one(company, verb), {"reason": "x"}).status_code == 403


@pytest.mark.parametrize(
    ("verb", "body"), [("reject", {}), ("suspend", {"reason": " "}), ("verify", {"extra": 1})]
)
def test_a_decision_needs_its_reason_and_nothing_else(client, verb, body):
    company = OrganisationFactory()
    client.force_login(platform_admin())

    assert post(client, one(company, verb), body).status_code == 400


def test_a_step_that_is_not_possible_answers_409(client):
    company = OrganisationFactory()
    client.force_login(platform_admin())

    answer = post(client, one(company, "verify"))

    assert (answer.status_code, answer.json()["code"]) == (409, "move_refused")


def test_missing_evidence_answers_409_with_what_is_missing(client):
    company = OrganisationFactory(status=Status.UNVERIFIED)
    client.force_login(member_of(company))

    answer = post(client, one(company, "submit"))

    assert (answer.status_code, answer.json()["code"]) == (409, "evidence_missing")
    assert "Upload a document" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("method", "verb"),
    [
        ("get", ""),
        ("patch", ""),
        ("get", "members"),
        ("post", "submit"),
        ("post", "verify"),
        ("post", "reject"),
        ("post", "suspend"),
        ("post", "reinstate"),
        ("post", "accept"),
        ("post", "ask"),
    ],
)
def test_what_one_may_not_see_answers_as_what_is_missing(client, method, verb):
    hidden = OrganisationFactory(status=Status.UNVERIFIED, name_en="Sentinel")
    client.force_login(member_of(university()))

    def answer(pk):
        url = f"{LIST}{pk}/{verb}{'/' if verb else ''}"
        return getattr(client, method)(url, content_type=JSON)

    missing, invisible = answer(999_999), answer(hidden.pk)
    assert (missing.status_code, invisible.status_code) == (404, 404)
    assert missing.content == invisible.content


def test_members_are_for_members(client):
    membership = MembershipFactory(role=Role.MENTOR, user__name="Li Mei")
    client.force_login(membership.user)
    found = client.get(one(membership.organisation, "members")).json()["results"]
    assert [(each["name"], each["role"]) for each in found] == [("Li Mei", "mentor")]

    client.force_login(UserFactory())
    assert client.get(one(membership.organisation, "members")).status_code == 403


def test_a_coordinator_decides_for_their_university(client):
    uni, company = university(), OrganisationFactory()
    client.force_login(member_of(uni, Role.COORDINATOR))

    answer = post(
        client, one(company, "accept"), {"status": "blocked", "reason": "Unpaid", "note": "Never"}
    )

    made = Acceptance.objects.get()
    assert answer.json() == {
        "id": made.pk,
        "university": uni.pk,
        "company": company.pk,
        "status": "blocked",
        "note": "Never",
    }


def test_who_decides_for_several_says_for_which(client):
    first, second, company = university(), university(), OrganisationFactory()
    person = member_of(first)
    MembershipFactory(organisation=second, user=person)
    client.force_login(person)

    unsaid = post(client, one(company, "accept"), {"status": "accepted"})
    said = post(client, one(company, "accept"), {"status": "accepted", "university": second.pk})

    assert unsaid.status_code == 400
    assert said.json()["university"] == second.pk


@pytest.mark.parametrize("who", ["supervisor", "company", "another university", "platform"])
def test_others_do_not_decide_for_a_university(client, who):
    uni, company = university(), OrganisationFactory()
    people = {
        "supervisor": member_of(uni, Role.ACADEMIC_SUPERVISOR),
        "company": member_of(company),
        "another university": member_of(university()),
        "platform": platform_admin(),
    }
    client.force_login(people[who])

    answer = post(client, one(company, "accept"), {"status": "accepted", "university": uni.pk})

    assert answer.status_code == 403
    assert not Acceptance.objects.exists()


def test_a_refusal_needs_a_reason(client):
    uni, company = university(), OrganisationFactory()
    client.force_login(member_of(uni))

    answer = post(client, one(company, "accept"), {"status": "declined"})

    assert (answer.status_code, answer.json()["code"]) == (409, "reason_missing")


def test_a_company_asks_and_never_reads_the_note(client):
    uni, company = university(), OrganisationFactory()
    client.force_login(member_of(company))
    AcceptanceFactory(university=uni, company=company, status="pending", note="Sentinel")

    answer = post(client, one(company, "ask"), {"university": uni.pk})

    assert answer.status_code == 200
    assert set(answer.json()) == {"id", "university", "company", "status"}


def test_a_student_asks_their_own_university(client):
    student, company = StudentProfileFactory(), OrganisationFactory()
    client.force_login(student.user)

    own = post(client, one(company, "ask"))
    other = post(client, one(company, "ask"), {"university": university().pk})

    assert own.json()["university"] == student.university_id
    assert other.status_code == 403


def test_who_asks_for_nobody_is_refused(client):
    company = OrganisationFactory()
    client.force_login(UserFactory())

    assert post(client, one(company, "ask")).status_code == 400
    assert post(client, one(company, "ask"), {"university": university().pk}).status_code == 403
