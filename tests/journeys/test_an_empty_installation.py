"""The first day: no student, no posting, no run, not even a taxonomy. Every page says so calmly."""

from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib import admin
from django.urls import reverse
from pytest_django.asserts import assertContains

from accounts.enums import OrganisationKind, Role
from accounts.models import StudentProfile
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.organisations import EmailAddressFactory
from tests.journeys.pages import PAGES
from tests.journeys.visitors import session_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """Only those who came first, and what they speak for."""
    made = SimpleNamespace(stranger=None, newcomer=UserFactory())
    made.student = EmailAddressFactory().user
    park = OrganisationFactory(kind=OrganisationKind.PARK)
    made.company = OrganisationFactory(park=park)
    made.university = OrganisationFactory(kind=OrganisationKind.UNIVERSITY)
    made.verifier = MembershipFactory(organisation=park).user
    made.recruiter = MembershipFactory(organisation=made.company).user
    made.coordinator = MembershipFactory(organisation=made.university).user
    made.supervisor = MembershipFactory(
        organisation=made.university, role=Role.ACADEMIC_SUPERVISOR
    ).user
    made.administrator = UserFactory(is_staff=True, is_superuser=True)
    return made


@pytest.fixture
def read(client, world):
    """Asks for a page as somebody, in a language."""

    def read(role, path, language="en"):
        user = getattr(world, role)
        if user is not None:
            user.language = language
            user.save()
            client.cookies[settings.SESSION_COOKIE_NAME] = session_of(user)
        return client.get(path, headers={"accept-language": language})

    return read


def paths(role, world):
    """The pages that need nothing of what is not there yet."""
    for name, *holders in PAGES[role]:
        if all(hasattr(world, holder) for holder in holders):
            yield reverse(name, args=[getattr(world, holder).pk for holder in holders])


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("role", PAGES)
def test_every_page_is_there(role, language, world, read):
    if role == "student":
        StudentProfile.objects.create(user=world.student)

    answers = {path: read(role, path, language) for path in paths(role, world)}

    strange = {path: page.status_code for path, page in answers.items() if page.status_code != 200}
    assert strange == {}


def test_a_page_is_read_in_the_readers_language(read):
    assertContains(read("newcomer", reverse("home"), "zh-hans"), '<html lang="zh-hans"')


@pytest.mark.parametrize("name", sorted(model._meta.label_lower for model in admin.site._registry))
def test_every_list_of_the_administration_is_there(name, read):
    path = reverse(f"admin:{name.replace('.', '_')}_changelist")

    assert read("administrator", path).status_code == 200
