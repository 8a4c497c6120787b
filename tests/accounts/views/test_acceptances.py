import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from accounts.enums import AcceptanceStatus as Status
from accounts.enums import OrganisationStatus, Role
from accounts.models import Acceptance
from tests.factories import (
    AcceptanceFactory,
    IndustryFactory,
    OrganisationFactory,
    RegionFactory,
    StudentProfileFactory,
    UserFactory,
)
from tests.factories.organisations import member_of, platform_admin, university

pytestmark = pytest.mark.django_db

LIST = reverse("accounts:acceptance-list")


def decide(uni, company):
    return reverse("accounts:acceptance-decide", args=[uni.pk, company.pk])


def decide_many(uni):
    return reverse("accounts:acceptance-decide-many", args=[uni.pk])


def ask(uni, company):
    return reverse("accounts:acceptance-ask", args=[uni.pk, company.pk])


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_queries_for_any_number(client, django_assert_num_queries, count):
    uni = university()
    for _number in range(count):
        company = OrganisationFactory(region=RegionFactory(), industry=IndustryFactory())
        AcceptanceFactory(university=uni, company=company)
    client.force_login(member_of(uni))

    with django_assert_num_queries(9):
        page = client.get(LIST)

    assertContains(page, 'type="checkbox"', count=count)


def test_companies_are_listed_by_decision_those_without_one_too(client):
    uni = university()
    OrganisationFactory(name_en="Undecided Ltd")
    AcceptanceFactory(university=uni, company__name_en="Accepted Ltd")
    AcceptanceFactory(university=uni, company__name_en="Pending Ltd", status=Status.PENDING)
    AcceptanceFactory(company__name_en="Others Ltd", status=Status.BLOCKED)
    client.force_login(member_of(uni))

    def shown(**wanted):
        body = client.get(LIST, wanted).content.decode()
        return {name for name in ("Undecided", "Accepted", "Pending", "Others") if name in body}

    assert shown() == {"Undecided", "Accepted", "Pending", "Others"}
    assert shown(status="none") == {"Undecided", "Others"}
    assert shown(status="pending") == {"Pending"}
    assert shown(status="blocked") == set()
    assert shown(q="accepted ltd") == {"Accepted"}


def test_the_list_is_for_university_staff(client):
    for user in (UserFactory(), member_of(OrganisationFactory()), platform_admin()):
        client.force_login(user)
        assert client.get(LIST).status_code == 404


def test_another_university_cannot_be_chosen(client):
    client.force_login(member_of(university()))

    assert client.get(LIST, {"university": university().pk}).status_code == 404


def test_a_coordinator_decides_with_a_private_note(client):
    uni, company = university(), OrganisationFactory()
    client.force_login(member_of(uni, Role.COORDINATOR))

    page = client.post(
        decide(uni, company), {"status": "blocked", "reason": "Unpaid work", "note": "Never again"}
    )

    assertRedirects(page, f"{LIST}?university={uni.pk}")
    made = Acceptance.objects.get()
    assert (made.status, made.note, made.history.get().reason) == (
        "blocked",
        "Never again",
        "Unpaid work",
    )
    assertContains(client.get(decide(uni, company)), "Never again")


def test_a_refusal_without_a_reason_is_sent_back(client):
    uni, company = university(), OrganisationFactory()
    client.force_login(member_of(uni))

    page = client.post(decide(uni, company), {"status": "declined", "note": "Kept as typed"})

    assertContains(page, "Please give a reason", status_code=422)
    assertContains(page, "Kept as typed", status_code=422)
    assert not Acceptance.objects.exists()


def test_a_supervisor_reads_and_does_not_decide(client):
    made = AcceptanceFactory(note="For colleagues")
    client.force_login(member_of(made.university, Role.ACADEMIC_SUPERVISOR))
    url = decide(made.university, made.company)

    assertContains(client.get(url), "For colleagues")
    assert client.post(url, {"status": "declined", "reason": "x"}).status_code == 403
    assert client.post(decide_many(made.university)).status_code == 403


def test_many_are_decided_at_once(client):
    uni = university()
    companies = OrganisationFactory.create_batch(3)
    client.force_login(member_of(uni))

    page = client.post(
        decide_many(uni),
        {"company": [company.pk for company in companies[:2]], "status": "accepted"},
    )

    assertRedirects(page, f"{LIST}?university={uni.pk}")
    assert set(uni.acceptances_given.accepted().values_list("company_id", flat=True)) == {
        company.pk for company in companies[:2]
    }


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"status": "accepted"}, "Tick the companies first"),
        ({"status": "accepted", "company": ["999999"]}, "Select a valid choice"),
        ({"status": "accepted", "company": ["x"]}, "is not a valid value"),
        ({"status": "nonsense", "company": "theirs"}, "Select a valid choice"),
        ({"status": "blocked", "company": "theirs"}, "Please give a reason"),
    ],
)
def test_a_bad_wish_about_many_changes_nothing(client, sent, said):
    uni, company = university(), OrganisationFactory()
    if sent.get("company") == "theirs":
        sent = {**sent, "company": [company.pk]}
    client.force_login(member_of(uni))

    assertContains(client.post(decide_many(uni), sent), said, status_code=409)
    assert not Acceptance.objects.exists()


def test_one_decides_for_ones_own_university_only(client):
    theirs, company = university(), OrganisationFactory()
    client.force_login(member_of(university()))

    assert client.get(decide(theirs, company)).status_code == 404
    assert client.post(decide(theirs, company), {"status": "accepted"}).status_code == 404
    assert client.post(decide_many(theirs), {"status": "accepted"}).status_code == 404


def test_one_decides_about_visible_companies_only(client):
    uni = university()
    client.force_login(member_of(uni))
    hidden = OrganisationFactory(status=OrganisationStatus.UNVERIFIED)

    assert client.get(decide(uni, hidden)).status_code == 404
    assert client.get(decide(uni, uni)).status_code == 404


def test_a_companys_people_ask(client):
    uni, company = university(), OrganisationFactory()
    client.force_login(member_of(company, Role.RECRUITER))

    page = client.post(ask(uni, company))

    assertRedirects(page, reverse("accounts:organisation-detail", args=[uni.pk]))
    assert uni.acceptances_given.pending().get().company == company


def test_a_student_asks_their_own_university_only(client):
    student, company = StudentProfileFactory(), OrganisationFactory()
    client.force_login(student.user)

    assertRedirects(
        client.post(ask(student.university, company)),
        reverse("accounts:organisation-detail", args=[company.pk]),
    )
    assert client.post(ask(university(), company)).status_code == 403


def test_mentors_and_other_companies_do_not_ask(client):
    uni, company = university(), OrganisationFactory()
    for user in (member_of(company, Role.MENTOR), member_of(OrganisationFactory()), UserFactory()):
        client.force_login(user)
        assert client.post(ask(uni, company)).status_code == 403

    assert not Acceptance.objects.exists()


def test_asking_again_after_a_decision_tells_only_that_there_is_one(client):
    made = AcceptanceFactory(status=Status.BLOCKED, note="Sentinel")
    client.force_login(member_of(made.company))

    page = client.post(ask(made.university, made.company))

    assertContains(page, "has decided about this company already", status_code=409)
    assertNotContains(page, "Sentinel", status_code=409)
