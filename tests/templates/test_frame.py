"""The frame of every page: header, menu, language, messages, footer."""

import re

import pytest
from django.urls import reverse

from accounts.enums import OrganisationKind, Role
from tests.factories.accounts import MembershipFactory, StudentProfileFactory, UserFactory

pytestmark = pytest.mark.django_db


def text_of(response):
    return response.content.decode()


def test_strangers_get_the_front_page(client):
    page = text_of(client.get("/"))

    assert "Internships that carry research into products" in page
    assert reverse("account_signup") in page
    assert "Sign out" not in page


def test_somebody_new_is_asked_what_brings_them_here(client):
    client.force_login(UserFactory(name="Lin Wei"))

    page = text_of(client.get("/"))

    assert "<h1>Welcome, Lin Wei</h1>" in page
    assert "First, say what brings you here" in page


def test_students_are_not_asked_again(client):
    client.force_login(StudentProfileFactory().user)

    assert "First, say what brings you here" not in text_of(client.get("/"))


def test_members_see_whom_they_speak_for(client):
    membership = MembershipFactory(
        organisation__kind=OrganisationKind.UNIVERSITY, role=Role.COORDINATOR
    )
    client.force_login(membership.user)

    page = text_of(client.get("/"))

    assert membership.organisation.name_en in page
    assert "coordinator" in page


def test_a_name_is_escaped(client):
    client.force_login(UserFactory(name="<script>x</script>"))

    assert "<script>x" not in text_of(client.get("/"))


def test_one_signs_out_by_post(client):
    client.force_login(UserFactory())

    page = text_of(client.get("/"))

    assert f'<form method="post" action="{reverse("account_logout")}">' in page


def test_the_language_of_the_page_is_told_and_can_be_changed_in_place(client):
    page = text_of(client.get("/", {"from": "mail"}))

    assert '<html lang="en"' in page
    assert '<input type="hidden" name="next" value="/?from=mail">' in page
    assert 'value="en" lang="en" class="tool-button" aria-pressed="true"' in page
    assert 'value="zh-hans" lang="zh-hans" class="tool-button" aria-pressed="false"' in page


def test_choosing_chinese_brings_one_back_in_chinese(client):
    response = client.post(
        reverse("set_language"), {"language": "zh-hans", "next": "/"}, follow=True
    )

    assert '<html lang="zh-hans"' in text_of(response)


def test_the_present_page_is_marked_in_the_menu(client):
    client.force_login(StudentProfileFactory().user)

    page = text_of(client.get(reverse("accounts:profile")))

    marked = re.findall(r'<a href="([^"]+)" aria-current="page">', page)
    assert marked[0] == reverse("accounts:profile")


def test_the_taxonomy_s_source_is_named(client):
    sentence = "This service uses the ESCO classification of the European Commission."

    assert sentence in text_of(client.get("/"))


def test_the_first_link_skips_to_the_content(client):
    page = text_of(client.get("/"))

    assert re.findall(r'<a [^>]*href="([^"]+)"', page)[0] == "#content"
    assert '<main id="content"' in page


@pytest.mark.parametrize("memberships", [1, 3])
def test_the_frame_costs_the_same_however_many_one_speaks_for(
    client, django_assert_num_queries, memberships
):
    user = UserFactory()
    MembershipFactory.create_batch(memberships, user=user)
    client.force_login(user)

    with django_assert_num_queries(4):
        client.get("/")
