import pytest
from django.urls import reverse

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership, Organisation, User
from config.menu import _nearest, organisations, pages_for

EVERYBODY = ["postings:list"]
STUDENT = ["matching:for-you", "postings:list", "postings:saved", "accounts:profile"]
COMPANY = ["postings:list", "postings:mine"]
SUPERVISOR = [*COMPANY, "accounts:student-list", "accounts:acceptance-list"]
COORDINATOR = [*SUPERVISOR, "matching:run-list"]
PARK = ["postings:list", "accounts:organisation-list"]
PLATFORM = ["postings:list", "accounts:organisation-list", "matching:run-list"]


def held(kind, role):
    return Membership(organisation=Organisation(kind=kind), role=role)


def names(*memberships, user=None, is_student=False):
    reader = user or User()
    return [page.name for page in pages_for(reader, memberships=memberships, is_student=is_student)]


@pytest.mark.parametrize(
    ("kind", "role", "menu"),
    [
        (OrganisationKind.COMPANY, Role.ADMIN, COMPANY),
        (OrganisationKind.COMPANY, Role.RECRUITER, COMPANY),
        (OrganisationKind.COMPANY, Role.MENTOR, COMPANY),
        (OrganisationKind.UNIVERSITY, Role.ACADEMIC_SUPERVISOR, SUPERVISOR),
        (OrganisationKind.UNIVERSITY, Role.COORDINATOR, COORDINATOR),
        (OrganisationKind.UNIVERSITY, Role.ADMIN, COORDINATOR),
        (OrganisationKind.PARK, Role.ADMIN, PARK),
        (OrganisationKind.PARK, Role.VERIFIER, PARK),
    ],
)
def test_members_see_the_pages_of_their_role(kind, role, menu):
    assert names(held(kind, role)) == menu


def test_somebody_new_sees_the_postings():
    assert names() == EVERYBODY


def test_students_see_their_list_first():
    assert names(is_student=True) == STUDENT


def test_platform_administrators_see_organisations_and_runs():
    assert names(user=User(is_staff=True)) == PLATFORM


def test_no_page_is_named_twice():
    park = held(OrganisationKind.PARK, Role.ADMIN)
    university = held(OrganisationKind.UNIVERSITY, Role.ADMIN)

    menu = names(park, university, university, user=User(is_staff=True), is_student=True)

    assert sorted(menu) == sorted(set(menu))


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/postings/", "/postings/"),
        ("/postings/7/", "/postings/"),
        ("/postings/mine/", "/postings/mine/"),
        ("/", ""),
    ],
)
def test_the_nearest_entry_is_the_current_one(path, current):
    assert _nearest(path, ["/postings/", "/postings/mine/"]) == current


def test_an_organisation_is_listed_once_in_however_many_roles():
    university = Organisation(pk=7, kind=OrganisationKind.UNIVERSITY)
    roles = [Role.COORDINATOR, Role.ACADEMIC_SUPERVISOR]

    listed = organisations([Membership(organisation=university, role=role) for role in roles])

    assert listed == [university]


@pytest.mark.parametrize("name", sorted({*STUDENT, *COORDINATOR, *PLATFORM}))
def test_every_page_of_the_menu_has_an_address(name):
    assert reverse(name).startswith("/")
