"""Signing up, signing in, and asking for a new password: by mail, and even for everybody."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from accounts.models import Membership, StudentProfile, User
from foundation.models import Job, OutgoingMail
from tests.factories import MembershipFactory, StudentProfileFactory, UserFactory

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"
FORM = {
    "name": "Li Mei",
    "email": "mei@example.org",
    "password1": PASSWORD,
    "here_as": "student",
}


def known_person(email="known@example.org", **fields):
    user = UserFactory(email=email, **fields)
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def link_in(mail):
    return re.search(r"https?://[^/\s]+(/\S+)", mail.text).group(1)


def sign_in(client, email, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


@pytest.mark.parametrize(
    ("language", "heading", "subject"),
    [("en", "en", "Please Confirm Your Email Address"), ("zh-hans", "zh-hans", "请确认你的邮箱")],
)
def test_somebody_signs_up_confirms_and_arrives_in_the_pages_language(
    client, language, heading, subject
):
    client.post(reverse("set_language"), {"language": language, "next": "/"})
    assertContains(client.get(reverse("account_signup")), f'lang="{heading}"')

    sent = client.post(reverse("account_signup"), FORM)
    assertRedirects(sent, reverse("account_email_verification_sent"))
    user = User.objects.get(email="mei@example.org")
    assert (user.name, user.language, user.time_zone) == ("Li Mei", language, "Asia/Shanghai")
    mail = OutgoingMail.objects.get()
    assert mail.recipient == "mei@example.org"
    assert subject.lower() in mail.subject.lower() or language == "zh-hans"

    link = link_in(mail)
    client.get(link)
    assert not EmailAddress.objects.get().verified
    client.post(link)
    assert EmailAddress.objects.get().verified

    arrived = sign_in(client, "mei@example.org")
    assertRedirects(arrived, reverse("accounts:profile"))
    assert client.get(reverse("accounts:profile")).headers["Content-Language"] == language


def test_nobody_signs_in_before_confirming_the_address(client):
    client.post(reverse("account_signup"), FORM)

    answer = sign_in(client, "mei@example.org")

    assertRedirects(answer, reverse("account_email_verification_sent"))
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(("here_as", "profiles"), [("student", 1), ("organisation", 0)])
def test_a_student_starts_with_an_empty_profile_that_is_not_matched_yet(client, here_as, profiles):
    client.post(reverse("account_signup"), {**FORM, "here_as": here_as})

    assert StudentProfile.objects.count() == profiles
    assert not StudentProfile.objects.matchable().exists()


@pytest.mark.parametrize(
    ("who", "landing"),
    [
        ("a newcomer from an organisation", "accounts:organisation-list"),
        ("a member", "home"),
        ("an administrator of the platform", "home"),
        ("a student with an empty profile", "accounts:profile"),
        ("a student with a complete profile", "home"),
    ],
)
def test_everybody_lands_where_there_is_something_to_do(client, who, landing):
    user = known_person(is_staff=who == "an administrator of the platform")
    if who == "a member":
        MembershipFactory(user=user)
    if who == "a student with an empty profile":
        StudentProfile.objects.create(user=user)
    if who == "a student with a complete profile":
        StudentProfileFactory(user=user)

    answer = sign_in(client, user.email)

    assertRedirects(answer, reverse(landing), fetch_redirect_response=False)


@pytest.mark.parametrize("name", ["", "   ", "\u202e", "x" * 151])
def test_a_name_is_needed_and_fits(client, name):
    page = client.post(reverse("account_signup"), {**FORM, "name": name})

    assert page.status_code == 200
    assert page.context["form"].errors.keys() == {"name"}
    assert not User.objects.exists()


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "محمد 👩🏽‍🔬", "王小明"])
def test_a_name_is_kept_as_typed_and_shown_escaped(client, name):
    client.post(reverse("account_signup"), {**FORM, "name": name})
    user = User.objects.get()
    client.force_login(user)

    assert user.name == name
    page = client.get(reverse("accounts:settings"))
    assert b"<script>alert" not in page.content


def without_tokens(page):
    """The page, without what differs each time: the CSRF token, and the address typed."""
    text = re.sub(r"[A-Za-z0-9]{64}", "token", page.content.decode())
    return re.sub(r"\w+@example\.org", "address", text)


def facts(page):
    return page.status_code, page.headers.get("Location"), without_tokens(page)


def test_signing_up_answers_alike_for_known_and_unknown_addresses(client):
    known_person("known@example.org")

    known = client.post(reverse("account_signup"), {**FORM, "email": "KNOWN@example.org"})
    unknown = client.post(reverse("account_signup"), {**FORM, "email": "new@example.org"})

    assert facts(known) == facts(unknown)
    pages = [
        client.get(answer.headers["Location"], headers={"cookie": ""})
        for answer in (known, unknown)
    ]
    assert facts(pages[0]) == facts(pages[1])
    assert [mail.recipient for mail in OutgoingMail.objects.order_by("pk")] == [
        "known@example.org",
        "new@example.org",
    ]


def test_signing_up_hashes_a_password_for_a_known_address_too(client, monkeypatch):
    known_person("known@example.org")
    hashed = []
    monkeypatch.setattr(
        "django.contrib.auth.hashers.MD5PasswordHasher.encode",
        lambda hasher, password, salt: hashed.append(password) or "md5$s$x",
    )

    counts = []
    for email in ("known@example.org", "new@example.org"):
        hashed.clear()
        client.post(reverse("account_signup"), {**FORM, "email": email})
        counts.append(len(hashed))

    assert counts[0] == counts[1] == 1


def test_signing_in_answers_and_works_alike_for_known_and_unknown_addresses(client, monkeypatch):
    known_person("known@example.org")
    hashed = []
    monkeypatch.setattr(
        "django.contrib.auth.hashers.MD5PasswordHasher.encode",
        lambda hasher, password, salt: hashed.append(password) or "md5$s$x",
    )

    answers = []
    for email in ("known@example.org", "nobody@example.org"):
        hashed.clear()
        page = sign_in(client, email, "wrong password")
        answers.append((facts(page), len(hashed)))

    assert answers[0] == answers[1]
    assert answers[0][0][0] == 200


def test_asking_for_a_new_password_answers_alike_for_known_and_unknown_addresses(client):
    known_person("known@example.org")

    answers = [
        client.post(reverse("account_reset_password"), {"email": email})
        for email in ("known@example.org", "nobody@example.org")
    ]

    assert facts(answers[0]) == facts(answers[1])
    assert OutgoingMail.objects.count() == 2


def test_mail_is_a_row_and_a_job_never_sent_within_the_request(client, mailoutbox):
    client.post(reverse("account_signup"), FORM)

    mail = OutgoingMail.objects.get()
    assert (mail.sent_at, mailoutbox) == (None, [])
    assert list(Job.objects.values_list("name", "facts")) == [("send-mail", {"mail_id": mail.pk})]


def test_a_new_password_is_set_by_the_link_in_the_mail(client):
    known_person("known@example.org")
    client.post(reverse("account_reset_password"), {"email": "known@example.org"})

    form = client.get(link_in(OutgoingMail.objects.get()), follow=True)
    done = client.post(
        form.redirect_chain[-1][0],
        {"password1": "another horse battery", "password2": "another horse battery"},
    )

    assert done.status_code == 302
    assert sign_in(client, "known@example.org", "another horse battery").status_code == 302
    assert sign_in(client, "known@example.org").status_code in (200, 302)


def test_too_many_wrong_passwords_are_refused_without_a_broken_page(client):
    known_person("known@example.org")

    pages = [sign_in(client, "known@example.org", "wrong password") for _attempt in range(8)]

    assert {page.status_code for page in pages} <= {200, 429}
    assert "Too many" in pages[-1].content.decode()


def test_wrong_passwords_are_counted_where_every_process_sees_them(client):
    known_person()

    client.post(reverse("account_login"), {"login": "known@example.org", "password": "wrong"})

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM foundation_cache")
        assert cursor.fetchone()[0] > 0


def test_an_address_in_another_case_is_the_same_person(client):
    known_person("known@example.org")

    assert sign_in(client, "Known@Example.org").status_code == 302


def test_a_switched_off_account_does_not_get_in(client):
    known_person("known@example.org", is_active=False)

    sign_in(client, "known@example.org")

    assert "_auth_user_id" not in client.session


def test_nobody_becomes_a_member_by_signing_up(client):
    client.post(reverse("account_signup"), {**FORM, "here_as": "organisation"})

    assert not Membership.objects.exists()


def test_two_clicks_at_once_make_one_account_and_are_answered_alike(client, monkeypatch):
    first = client.post(reverse("account_signup"), FORM)
    monkeypatch.setattr(
        "allauth.account.internal.flows.manage_email.assess_unique_email",
        lambda email, user=None: True,
    )

    second = client.post(reverse("account_signup"), FORM)

    assert facts(first) == facts(second)
    assert User.objects.count() == 1


def test_signing_up_happens_as_a_whole_or_not_at_all(client, monkeypatch):
    def break_down(*arguments, **named):
        raise OSError("no template")

    monkeypatch.setattr("allauth.account.adapter.DefaultAccountAdapter.render_mail", break_down)
    client.raise_request_exception = False

    answer = client.post(reverse("account_signup"), FORM)

    assert answer.status_code == 500
    assert not User.objects.exists()
