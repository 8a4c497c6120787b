import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from accounts.enums import OrganisationStatus as Status
from accounts.enums import Role
from tests.factories import OrganisationFactory, UserFactory
from tests.factories.organisations import member_of, park, platform_admin, ready_to_submit

pytestmark = pytest.mark.django_db


def url(verb, organisation):
    return reverse(f"accounts:organisation-{verb}", args=[organisation.pk])


def test_an_administrator_hands_in_and_the_park_verifies(client):
    ours = park()
    company = ready_to_submit(park=ours)

    client.force_login(member_of(company))
    assertRedirects(client.post(url("submit", company)), url("detail", company))
    client.force_login(member_of(ours, Role.VERIFIER))
    assertRedirects(client.post(url("verify", company)), url("detail", company))

    company.refresh_from_db()
    assert company.status == Status.VERIFIED


@pytest.mark.parametrize(
    ("verb", "source", "target"),
    [
        ("reject", Status.SUBMITTED, Status.REJECTED),
        ("suspend", Status.VERIFIED, Status.SUSPENDED),
        ("reinstate", Status.SUSPENDED, Status.VERIFIED),
        ("close", Status.SUSPENDED, Status.CLOSED),
    ],
)
def test_a_decision_is_asked_for_with_its_reason(client, verb, source, target):
    company = OrganisationFactory(status=source)
    client.force_login(platform_admin())

    assertContains(client.get(url(verb, company)), "Reason")
    assertRedirects(client.post(url(verb, company), {"reason": "Because."}), url("detail", company))

    company.refresh_from_db()
    assert (company.status, company.history.get().reason) == (target, "Because.")


@pytest.mark.parametrize(
    ("verb", "source"), [("reject", Status.SUBMITTED), ("suspend", Status.VERIFIED)]
)
def test_without_a_reason_nothing_happens(client, verb, source):
    company = OrganisationFactory(status=source)
    client.force_login(platform_admin())

    page = client.post(url(verb, company), {"reason": " "})

    assertContains(page, "This field is required", status_code=422)
    company.refresh_from_db()
    assert company.status == source


@pytest.mark.parametrize("verb", ["verify", "reject", "suspend", "reinstate", "close"])
def test_members_do_not_decide_about_themselves(client, verb):
    company = OrganisationFactory(status=Status.SUBMITTED)
    client.force_login(member_of(company))

    assert client.post(url(verb, company), {"reason": "x"}).status_code == 403


def test_others_do_not_hand_in(client):
    company = ready_to_submit(status=Status.VERIFIED)
    client.force_login(UserFactory())

    assert client.post(url("submit", company)).status_code == 403


@pytest.mark.parametrize("verb", ["submit", "verify"])
def test_a_link_alone_decides_nothing(client, verb):
    company = OrganisationFactory(status=Status.SUBMITTED)
    client.force_login(platform_admin())

    assert client.get(url(verb, company)).status_code == 405


def test_a_step_that_is_no_longer_possible_is_explained(client):
    company = OrganisationFactory()
    client.force_login(platform_admin())

    page = client.post(url("verify", company))

    assertContains(page, "cannot become", status_code=409)


def test_missing_evidence_is_explained(client):
    company = OrganisationFactory(status=Status.UNVERIFIED)
    client.force_login(member_of(company))

    page = client.post(url("submit", company), headers={"referer": "http://testserver/"})

    assertRedirects(page, "http://testserver/", fetch_redirect_response=False)
    assertContains(client.get(url("detail", company)), "Upload a document")
