"""The pages of sign-in, password, e-mail and two-factor authentication, in the site's look."""

import re

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse

from foundation.models import OutgoingMail
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

PASSWORD = "correct-horse-battery"
ENTRANCE = [
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_email_verification_sent",
    "account_inactive",
]
OWN = [
    "account_email",
    "account_change_password",
    "account_logout",
    "mfa_index",
    "mfa_activate_totp",
]
AFTER_ACTIVATION = [
    "mfa_index",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
]


@pytest.fixture
def person():
    user = UserFactory()
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


@pytest.fixture
def signed_in(client, person):
    """Signed in and just asked again, so that sensitive pages open."""
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


@pytest.mark.parametrize("name", ENTRANCE)
def test_pages_on_the_way_in_stand_in_one_frame(client, name):
    page = client.get(reverse(name)).content.decode()

    assert '<div class="entrance card">' in page
    assert page.count("<h1>") == 1
    assert "· Synnet</title>" in page


@pytest.mark.parametrize("name", OWN)
def test_pages_of_ones_account_stand_beside_their_menu(signed_in, name):
    page = signed_in.get(reverse(name)).content.decode()

    assert '<nav class="side-nav" aria-label="Account">' in page
    assert page.count("<h1>") == 1


@pytest.mark.parametrize("name", AFTER_ACTIVATION)
def test_pages_of_an_active_authenticator_stand_beside_it_too(signed_in, person, name):
    TOTP.activate(person, generate_totp_secret())
    RecoveryCodes.activate(person)

    page = signed_in.get(reverse(name)).content.decode()

    assert '<nav class="side-nav" aria-label="Account">' in page
    assert page.count("<h1>") == 1


def test_the_number_of_recovery_codes_left_is_told(signed_in, person):
    TOTP.activate(person, generate_totp_secret())
    RecoveryCodes.activate(person)

    assert "10 codes are left." in signed_in.get(reverse("mfa_index")).content.decode()


def test_the_second_step_of_sign_in_asks_for_a_code(client, person):
    TOTP.activate(person, generate_totp_secret())

    answer = {"login": person.email, "password": PASSWORD}
    response = client.post(reverse("account_login"), answer, follow=True)

    page = response.content.decode()
    assert '<div class="entrance card">' in page
    assert re.findall(r'<label\s+for="(\w+)"', page) == ["id_code"]


def test_a_wrong_password_is_told_in_the_form(client, person):
    response = client.post(reverse("account_login"), {"login": person.email, "password": "no"})

    assert "The email address and/or password you specified are not correct." in (
        response.content.decode()
    )


def test_every_field_has_a_label(client):
    page = client.get(reverse("account_login")).content.decode()

    assert re.findall(r'<label\s+for="(\w+)"', page) == ["id_login", "id_password"]


def test_sensitive_pages_ask_for_the_password_again(client, person):
    client.force_login(person)

    response = client.get(reverse("mfa_activate_totp"), follow=True)

    assert "Confirm Access" in response.content.decode()


def test_the_link_of_the_mail_shows_whose_address_it_confirms(client, person):
    address = EmailAddress.objects.create(user=person, email="second@example.org")
    key = EmailConfirmationHMAC(address).key

    page = client.get(reverse("account_confirm_email", args=[key])).content.decode()

    assert "second@example.org" in page
    assert '<button type="submit" class="btn btn-primary">' in page


def test_an_old_link_says_how_to_get_a_new_one(client):
    page = client.get(reverse("account_confirm_email", args=["old"])).content.decode()

    assert reverse("account_email") in page


def test_a_new_password_is_set_by_the_link_of_the_mail(client, person):
    client.post(reverse("account_reset_password"), {"email": person.email})
    link = re.search(r"http://testserver(/\S+)", OutgoingMail.objects.get().text)[1]
    form = client.get(link, follow=True)

    client.post(form.request["PATH_INFO"], {"password1": "new-horse-9", "password2": "new-horse-9"})

    person.refresh_from_db()
    assert '<div class="entrance card">' in form.content.decode()
    assert person.check_password("new-horse-9")


def test_mails_greet_in_the_name_of_the_site(client, person):
    client.post(reverse("account_reset_password"), {"email": person.email})

    mail = OutgoingMail.objects.get()
    assert mail.text.startswith("Hello from Synnet!")
    assert "/account/password/reset/key/" in mail.text


def test_one_signs_in_and_out(signed_in):
    before = signed_in.get("/").content.decode()

    signed_in.post(reverse("account_logout"))

    assert "Sign out" in before
    assert "Sign out" not in signed_in.get("/").content.decode()
