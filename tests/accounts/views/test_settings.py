import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
SETTINGS = {"name": "Li Mei", "language": "zh-hans", "time_zone": "Europe/Berlin"}


@pytest.fixture
def user(client):
    user = UserFactory()
    client.force_login(user)
    return user


def test_settings_are_saved_and_the_browser_remembers_the_language(client, user):
    answer = client.post(reverse("accounts:settings"), SETTINGS)

    assertRedirects(answer, reverse("accounts:settings"))
    user.refresh_from_db()
    assert (user.name, user.language, user.time_zone) == ("Li Mei", "zh-hans", "Europe/Berlin")
    assert client.cookies["django_language"].value == "zh-hans"


@pytest.mark.parametrize(
    ("field", "value"),
    [("time_zone", "Mars/Olympus"), ("language", "xx"), ("name", ""), ("name", "x" * 151)],
)
def test_settings_that_make_no_sense_are_refused(client, user, field, value):
    page = client.post(reverse("accounts:settings"), {**SETTINGS, field: value})

    assert page.context["form"].errors.keys() == {field}
    user.refresh_from_db()
    assert user.language == "en"


def test_the_switch_in_the_header_and_the_settings_agree(client, user):
    client.post(reverse("set_language"), {"language": "zh-hans", "next": "/"})

    user.refresh_from_db()
    assert user.language == "zh-hans"
    assertContains(client.get(reverse("accounts:settings")), '<html lang="zh-hans"')


@pytest.mark.parametrize("language", ["", "xx", "en-us-x", "\u202e", "x" * 500])
def test_a_language_that_does_not_exist_changes_nothing(client, user, language):
    client.post(reverse("set_language"), {"language": language, "next": "/"})

    user.refresh_from_db()
    assert user.language == "en"


def test_a_visitor_keeps_the_language_in_a_cookie(client):
    client.post(reverse("set_language"), {"language": "zh-hans", "next": "/"})

    assertContains(client.get(reverse("account_login")), '<html lang="zh-hans"')


def test_the_switch_leads_nowhere_else(client, user):
    answer = client.post(
        reverse("set_language"), {"language": "en", "next": "https://evil.example/"}
    )

    assert answer.headers["Location"] == "/"


def test_looking_at_the_switch_changes_nothing(client, user):
    client.get(reverse("set_language"), {"language": "zh-hans"})

    user.refresh_from_db()
    assert user.language == "en"


def test_strangers_have_no_settings(client):
    answer = client.get(reverse("accounts:settings"))

    assert answer.headers["Location"].startswith(reverse("account_login"))
