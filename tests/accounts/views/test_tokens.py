from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from accounts.actions import tokens
from accounts.models import ApiToken
from tests.factories import StudentProfileFactory, UserFactory

pytestmark = pytest.mark.django_db
ME = "/api/v1/students/me/"


@pytest.fixture
def user(client):
    user = StudentProfileFactory().user
    client.force_login(user)
    return user


def ask(client, text):
    client.logout()
    return client.get(ME, headers={"authorization": f"Token {text}"})


def test_a_token_is_shown_once_and_opens_the_api(client, user):
    page = client.post(reverse("accounts:token-create"), {"name": "script", "days": "30"})

    text = page.context["new_token"]
    assertContains(page, text)
    assert page.headers["Cache-Control"] == "no-store, private"
    assertNotContains(client.get(reverse("accounts:token-list")), text)
    assert ask(client, text).status_code == 200


@pytest.mark.parametrize("days", ["", "0", "-1", "99999", "x"])
def test_a_token_expires_after_one_of_the_offered_times(client, user, days):
    page = client.post(reverse("accounts:token-create"), {"name": "script", "days": days})

    assert page.context["form"].errors.keys() == {"days"}
    assert not ApiToken.objects.exists()


def test_a_revoked_token_opens_nothing(client, user):
    token, text = tokens.create_token(user, name="script", days=30)

    client.post(reverse("accounts:token-revoke"), {"token": token.pk})

    assert ask(client, text).status_code == 401


@pytest.mark.parametrize("whose", ["somebody else's", "nobody's"])
def test_nobody_revokes_what_is_not_theirs(client, user, whose):
    token, _text = tokens.create_token(UserFactory(), name="script", days=30)
    pk = token.pk if whose == "somebody else's" else "0" * 128

    answer = client.post(reverse("accounts:token-revoke"), {"token": pk})

    assert (answer.status_code, ApiToken.objects.count()) == (404, 1)


def test_an_expired_token_opens_nothing(client, user):
    _token, text = tokens.create_token(user, name="script", days=1)

    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        assert ask(client, text).status_code == 401


def test_the_token_of_somebody_who_was_switched_off_opens_nothing(client, user):
    _token, text = tokens.create_token(user, name="script", days=1)
    user.is_active = False
    user.save()

    assert ask(client, text).status_code == 401


@pytest.mark.parametrize("text", ["", "x", "two words", "é" * 20, "x" * 5000])
def test_what_is_no_token_opens_nothing(client, text):
    assert ask(client, text).status_code == 401


def test_the_last_use_is_noted_once_a_minute(client, user):
    token, text = tokens.create_token(user, name="script", days=30)
    start = timezone.now()
    uses = []

    for seconds in (0, 30, 90):
        with time_machine.travel(start + timedelta(seconds=seconds), tick=False):
            ask(client, text)
        token.refresh_from_db()
        uses.append((token.last_used_at - start).total_seconds())

    assert uses == [0, 0, 90]


@pytest.mark.parametrize("count", [1, 3])
def test_listing_tokens_costs_the_same_queries_for_any_number(
    client, user, django_assert_num_queries, count
):
    for number in range(count):
        tokens.create_token(user, name=f"{number}", days=30)

    with django_assert_num_queries(5):  # session, user, tokens, memberships, is a student
        page = client.get(reverse("accounts:token-list"))

    assert len(page.context["tokens"]) == count


def test_the_command_prints_a_token_that_opens_the_api(client, user, capsys):
    call_command("api_token", user.email.upper(), "--name", "cron", "--days", "7")

    text = capsys.readouterr().out.strip()
    assert ask(client, text).status_code == 200
    assert ApiToken.objects.get().name == "cron"


@pytest.mark.parametrize(("email", "days"), [("nobody@example.org", 7), (None, 0), (None, 9999)])
def test_the_command_says_what_is_wrong(user, email, days):
    with pytest.raises(CommandError):
        call_command("api_token", email or user.email, days=days)


def test_the_command_refuses_people_who_were_switched_off():
    with pytest.raises(CommandError):
        call_command("api_token", UserFactory(is_active=False).email)
