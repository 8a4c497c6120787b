"""The admin site is for platform administrators: nobody else gets past its door."""

import pytest
from django.contrib import admin
from django.urls import URLPattern, reverse

from tests.permissions.asking import asked

pytestmark = pytest.mark.django_db
KEPT_OUT = ("anon", "new", "nstu", "nadm", "nrek", "nver")
FILLED = {"object_id": "1", "content_type_id": "1", "app_label": "accounts", "url": "nonsense"}


def _patterns(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from _patterns(pattern.url_patterns)


def _addresses():
    """Of every page of the admin site but its own sign-in."""
    root = reverse("admin:index")
    for pattern in _patterns(admin.site.urls[0]):
        names = pattern.pattern.regex.groupindex
        if pattern.name is None or "<path:object_id>/$" in str(pattern.pattern):
            continue
        if pattern.name != "login":
            found = {name: FILLED[name] for name in names}
            yield reverse(f"admin:{pattern.name}", kwargs=found) if pattern.name else root


def test_nobody_but_platform_administrators_gets_into_the_admin_site(world):
    let_in = [
        (path, actor, answer.status)
        for path in _addresses()
        for actor in KEPT_OUT
        if (answer := asked(world, path, method="GET", body={}, actor=actor, as_json=False)).status
        not in {302, 404}
    ]

    assert let_in == []


def test_platform_administrators_get_in(world):
    path = reverse("admin:index")
    answer = asked(world, path, method="GET", body={}, actor="plat", as_json=False)

    assert answer.status == 200


def test_those_kept_out_are_sent_to_sign_in(world):
    for actor in KEPT_OUT:
        path = reverse("admin:accounts_user_changelist")
        answer = asked(world, path, method="GET", body={}, actor=actor, as_json=False)
        assert answer.headers["Location"].partition("?")[0] in {
            reverse("admin:login"),
            reverse("account_login"),
        }
