"""Who may do what with an organisation: the whole table, on purpose in one place."""

import pytest

from accounts.enums import OrganisationStatus as Status
from accounts.enums import Role
from accounts.models import Organisation, VerificationDocument
from accounts.rules import memberships
from accounts.rules import organisations as rules
from tests.factories import OrganisationFactory, UserFactory
from tests.factories.organisations import (
    NOW,
    DocumentFactory,
    member_of,
    park,
    platform_admin,
    university,
)

pytestmark = pytest.mark.django_db

Y, N = True, False

WHO_MAY = {
    # with a verified company       see edit facts submit verify documents history members manage
    "its administrator":           (Y,  Y,   N,    Y,     N,     Y,        Y,      Y,      Y),
    "its recruiter":               (Y,  N,   N,    N,     N,     N,        Y,      Y,      N),
    "its former administrator":    (Y,  N,   N,    N,     N,     N,        N,      N,      N),
    "its park's administrator":    (Y,  Y,   Y,    N,     Y,     Y,        Y,      N,      N),
    "its park's verifier":         (Y,  Y,   Y,    N,     Y,     Y,        Y,      N,      N),
    "verifier and administrator":  (Y,  Y,   N,    Y,     N,     Y,        Y,      Y,      Y),
    "another park's verifier":     (Y,  N,   N,    N,     N,     N,        N,      N,      N),
    "another company's admin":     (Y,  N,   N,    N,     N,     N,        N,      N,      N),
    "a university's coordinator":  (Y,  N,   N,    N,     N,     N,        N,      N,      N),
    "anybody":                     (Y,  N,   N,    N,     N,     N,        N,      N,      N),
    "a platform administrator":    (Y,  Y,   Y,    Y,     Y,     Y,        Y,      Y,      Y),
}  # fmt: skip

SEE_AN_UNVERIFIED_ONE = {
    "its administrator",
    "its recruiter",
    "its park's administrator",
    "its park's verifier",
    "verifier and administrator",
    "a platform administrator",
}


@pytest.fixture
def company():
    return OrganisationFactory(park=park())


@pytest.fixture
def people(company):
    former = member_of(company)
    former.memberships.update(ended_at=NOW)
    both = member_of(company)
    member_of(company.park, Role.VERIFIER).memberships.update(user=both)
    return {
        "its administrator": member_of(company),
        "its recruiter": member_of(company, Role.RECRUITER),
        "its former administrator": former,
        "its park's administrator": member_of(company.park),
        "its park's verifier": member_of(company.park, Role.VERIFIER),
        "verifier and administrator": both,
        "another park's verifier": member_of(park(), Role.VERIFIER),
        "another company's admin": member_of(OrganisationFactory()),
        "a university's coordinator": member_of(university(), Role.COORDINATOR),
        "anybody": UserFactory(),
        "a platform administrator": platform_admin(),
    }


@pytest.mark.parametrize("who", WHO_MAY)
def test_who_may_do_what_with_an_organisation(who, people, company):
    user = people[who]

    answers = (
        rules.can_see(user, company),
        rules.can_edit(user, company),
        rules.can_edit_facts(user, company),
        rules.can_submit(user, company),
        rules.can_verify(user, company),
        rules.can_see_documents(user, company),
        rules.can_see_history(user, company),
        memberships.can_see_members(user, company),
        memberships.can_manage_members(user, company),
    )

    assert answers == WHO_MAY[who]


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("who", WHO_MAY)
def test_lists_show_exactly_what_the_rule_lets_people_see(who, status, people, company):
    Organisation.objects.filter(pk=company.pk).update(status=status)
    company.refresh_from_db()
    user = people[who]

    listed = company in Organisation.objects.visible_to(user)

    assert listed == rules.can_see(user, company)
    assert listed == (status == Status.VERIFIED or who in SEE_AN_UNVERIFIED_ONE)


@pytest.mark.parametrize("who", WHO_MAY)
def test_documents_are_found_exactly_by_who_may_see_them(who, people, company):
    document = DocumentFactory(organisation=company)
    user = people[who]

    found = document in VerificationDocument.objects.visible_to(user)

    assert found == rules.can_see_documents(user, company)


@pytest.mark.parametrize("status", [status for status in Status if status != Status.VERIFIED])
def test_a_park_that_is_not_verified_verifies_nobody(status):
    company = OrganisationFactory(status=Status.SUBMITTED, park=park(status=status))

    assert not rules.can_verify(member_of(company.park), company)


@pytest.mark.parametrize("make", [park, university])
def test_only_the_platform_verifies_parks_and_universities(make):
    organisation = make(status=Status.SUBMITTED)

    assert not rules.can_verify(member_of(park(), Role.VERIFIER), organisation)
    assert rules.can_verify(platform_admin(), organisation)


def test_nobody_edits_a_closed_organisation_but_the_platform(company, people):
    Organisation.objects.filter(pk=company.pk).update(status=Status.CLOSED)
    company.refresh_from_db()

    may = {who for who, user in people.items() if rules.can_edit(user, company)}

    assert may == {"a platform administrator"}
