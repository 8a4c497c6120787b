import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from accounts.enums import OrganisationKind, Role
from accounts.models import StudentProfile
from tests.factories import (
    DisciplineFactory,
    MembershipFactory,
    OrganisationFactory,
    StudentProfileFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
LIST = "/students/"


@pytest.fixture
def university():
    return OrganisationFactory(kind=OrganisationKind.UNIVERSITY)


@pytest.fixture
def coordinator(client, university):
    user = MembershipFactory(organisation=university, role=Role.COORDINATOR).user
    client.force_login(user)
    return user


def named(page):
    return [str(profile.user) for profile in page.context["page_obj"]]


def student(university, name, **fields):
    return StudentProfileFactory(university=university, user__name=name, **fields)


def test_staff_read_their_own_students_only(client, coordinator, university):
    student(university, "Ours")
    StudentProfileFactory(user__name="Theirs")
    StudentProfileFactory(user__name="Nobody’s", university=None)

    page = client.get(LIST)

    assert named(page) == ["Ours"]
    assertNotContains(page, "Theirs")


@pytest.mark.parametrize("role", [Role.ADMIN, Role.RECRUITER, Role.MENTOR])
def test_companies_see_nobody_here(client, university, role):
    ours = student(university, "Ours", open_to_companies=True)
    client.force_login(MembershipFactory(role=role).user)

    answers = [
        client.get(LIST),
        client.get(f"{LIST}{ours.pk}/"),
        client.post(f"{LIST}{ours.pk}/confirm/"),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_students_see_nobody_here(client, university):
    client.force_login(student(university, "One").user)
    other = student(university, "Other")

    assert client.get(LIST).status_code == 404
    assert client.get(f"{LIST}{other.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Ada", "Bai", "Chen"]),
        ("q=ada", ["Ada"]),
        ("q=PHYSICS", ["Bai"]),
        ("q=chen%40uni", ["Chen"]),
        ("q=%25", []),
        ("q=%3Cscript%3E", []),
        ("degree_level=3", ["Bai"]),
        ("confirmed=yes", ["Chen"]),
        ("confirmed=no", ["Ada", "Bai"]),
        ("degree_level=99", ["Ada", "Bai", "Chen"]),
        ("discipline=999999999999999999999", ["Ada", "Bai", "Chen"]),
        ("confirmed=perhaps&page=x", ["Ada", "Bai", "Chen"]),
        ("page=999", ["Ada", "Bai", "Chen"]),
    ],
)
def test_the_list_is_narrowed_by_what_makes_sense(client, coordinator, university, query, found):
    student(university, "Ada")
    student(university, "Bai", degree_level=3, programme="Physics")
    student(
        university,
        "Chen",
        user__email="chen@uni.example",
        affiliation_confirmed_at="2026-01-01T00:00:00Z",
    )

    assert named(client.get(f"{LIST}?{query}")) == found


def test_the_list_is_narrowed_by_the_disciplines_there_are(client, coordinator, university):
    law = DisciplineFactory(label_en="Law")
    DisciplineFactory(label_en="Unheard of")
    student(university, "Ada", discipline=law)
    student(university, "Bai")

    page = client.get(f"{LIST}?discipline={law.pk}")

    assert named(page) == ["Ada"]
    assertNotContains(page, "Unheard of")


def test_a_long_list_has_pages(client, coordinator, university):
    StudentProfileFactory.create_batch(26, university=university)

    pages = [client.get(f"{LIST}?page={number}") for number in (1, 2)]

    assert [len(named(page)) for page in pages] == [25, 1]


def test_a_student_is_confirmed_once(client, coordinator, university):
    profile = student(university, "Ada")
    url = reverse("accounts:student-confirm", args=[profile.pk])

    assertRedirects(client.post(url), f"{LIST}{profile.pk}/")

    profile.refresh_from_db()
    first = profile.affiliation_confirmed_at
    assert first is not None
    client.post(url)
    profile.refresh_from_db()
    assert profile.affiliation_confirmed_at == first


def test_a_supervisor_reads_but_does_not_confirm(client, university):
    profile = student(university, "Ada")
    user = MembershipFactory(organisation=university, role=Role.ACADEMIC_SUPERVISOR).user
    client.force_login(user)

    page = client.get(f"{LIST}{profile.pk}/")

    assertContains(page, "Ada")
    assertNotContains(page, "Confirm as our student")
    assert client.post(f"{LIST}{profile.pk}/confirm/").status_code == 403
    assert not StudentProfile.objects.confirmed().exists()


def test_the_text_of_a_cv_stays_with_the_student(client, coordinator, university):
    profile = student(university, "Ada", cv_text="a secret", statement="a statement")

    page = client.get(f"{LIST}{profile.pk}/")

    assertContains(page, "a statement")
    assertNotContains(page, "a secret")


def test_names_are_shown_as_text(client, coordinator, university):
    profile = student(university, "<script>alert(1)</script>")

    for url in (LIST, f"{LIST}{profile.pk}/"):
        assertNotContains(client.get(url), "<script>alert")


def test_platform_administrators_see_all(client, university):
    student(university, "Ours")
    client.force_login(UserFactory(is_staff=True))

    assert named(client.get(LIST)) == ["Ours"]


@pytest.mark.parametrize("count", [1, 3])
def test_listing_costs_the_same_queries_for_any_number_of_students(
    client, coordinator, university, django_assert_num_queries, count
):
    for number in range(count):
        student(university, f"Student {number}")

    # session, user, may list, count, disciplines, students, 2 for the menu
    with django_assert_num_queries(8):
        client.get(LIST)
