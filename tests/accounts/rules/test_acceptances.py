"""Who may do what with a university's decision about a company, in one table."""

import pytest

from accounts.enums import OrganisationStatus, Role
from accounts.models import Acceptance
from accounts.rules import acceptances as rules
from tests.factories import AcceptanceFactory, OrganisationFactory, StudentProfileFactory
from tests.factories.organisations import member_of, park, platform_admin, university

pytestmark = pytest.mark.django_db

Y, N = True, False

WHO_MAY = {
    #                                 see note decisions decide ask-as-company ask-as-student
    "the university's admin":        (Y,  Y,   Y,        Y,     N,             N),
    "the university's coordinator":  (Y,  Y,   Y,        Y,     N,             N),
    "the university's supervisor":   (Y,  Y,   Y,        N,     N,             N),
    "another university's admin":    (N,  N,   N,        N,     N,             N),
    "the university's student":      (N,  N,   N,        N,     N,             Y),
    "another university's student":  (N,  N,   N,        N,     N,             N),
    "the company's admin":           (Y,  N,   N,        N,     Y,             N),
    "the company's recruiter":       (Y,  N,   N,        N,     Y,             N),
    "the company's mentor":          (Y,  N,   N,        N,     N,             N),
    "another company's admin":       (N,  N,   N,        N,     N,             N),
    "the company's park":            (N,  N,   N,        N,     N,             N),
    "a platform administrator":      (Y,  N,   N,        N,     N,             N),
}  # fmt: skip


@pytest.fixture
def acceptance():
    return AcceptanceFactory(company__park=park())


@pytest.fixture
def people(acceptance):
    uni, company = acceptance.university, acceptance.company
    return {
        "the university's admin": member_of(uni),
        "the university's coordinator": member_of(uni, Role.COORDINATOR),
        "the university's supervisor": member_of(uni, Role.ACADEMIC_SUPERVISOR),
        "another university's admin": member_of(university()),
        "the university's student": StudentProfileFactory(university=uni).user,
        "another university's student": StudentProfileFactory().user,
        "the company's admin": member_of(company),
        "the company's recruiter": member_of(company, Role.RECRUITER),
        "the company's mentor": member_of(company, Role.MENTOR),
        "another company's admin": member_of(OrganisationFactory()),
        "the company's park": member_of(company.park, Role.VERIFIER),
        "a platform administrator": platform_admin(),
    }


@pytest.mark.parametrize("who", WHO_MAY)
def test_who_may_do_what_with_a_decision(who, people, acceptance):
    user = people[who]

    answers = (
        rules.can_see(user, acceptance),
        rules.can_see_note(user, acceptance),
        rules.can_see_decisions(user, acceptance.university),
        rules.can_decide(user, acceptance.university),
        rules.can_ask_as_company(user, acceptance.company),
        rules.can_ask_as_student(user, acceptance.university),
    )

    assert answers == WHO_MAY[who]


@pytest.mark.parametrize("who", WHO_MAY)
def test_lists_show_exactly_what_the_rules_let_people_see(who, people, acceptance):
    user = people[who]

    listed = acceptance in Acceptance.objects.visible_to(user)
    with_note = acceptance in Acceptance.objects.given_by_organisations_of(user)

    assert listed == rules.can_see(user, acceptance)
    assert with_note == rules.can_see_note(user, acceptance)


def test_only_verified_organisations_decide_and_ask():
    uni = university(status=OrganisationStatus.SUSPENDED)
    company = OrganisationFactory(status=OrganisationStatus.SUSPENDED)

    assert not rules.can_decide(member_of(uni), uni)
    assert not rules.can_ask_as_company(member_of(company), company)


def test_a_company_decides_about_nobody():
    company = OrganisationFactory()

    assert not rules.can_decide(member_of(company), company)
