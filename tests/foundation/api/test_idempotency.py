import json
from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory

from foundation.api import idempotency
from foundation.api.idempotency import OtherBody, idempotent
from foundation.errors import RuleBroken
from foundation.models import IdempotencyKey
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


class Door:
    """A view that counts how often it was really entered."""

    def __init__(self):
        self.entered = 0

    @idempotent
    def post(self, request):
        self.entered += 1
        if request.data.get("refuse"):
            raise RuleBroken("no")
        return Response({"number": self.entered}, status=201)


@pytest.fixture
def door():
    return Door()


@pytest.fixture
def owner():
    return UserFactory()


def asked(owner, body, key=None):
    headers = {"HTTP_IDEMPOTENCY_KEY": key} if key else {}
    plain = APIRequestFactory().post(
        "/things/", json.dumps(body), content_type="application/json", **headers
    )
    request = Request(plain, parsers=[JSONParser()])
    request.user = owner
    return request


def test_a_repeated_request_gets_the_same_answer_and_changes_nothing(door, owner):
    first = door.post(asked(owner, {"a": 1}, key="k"))
    second = door.post(asked(owner, {"a": 1}, key="k"))

    assert door.entered == 1
    assert (second.status_code, second.data) == (first.status_code, first.data)


def test_without_a_key_every_request_counts(door, owner):
    door.post(asked(owner, {}))
    door.post(asked(owner, {}))

    assert door.entered == 2


def test_another_body_under_the_same_key_is_refused(door, owner):
    door.post(asked(owner, {"a": 1}, key="k"))

    with pytest.raises(OtherBody):
        door.post(asked(owner, {"a": 2}, key="k"))


def test_keys_of_different_people_are_different_keys(door, owner):
    door.post(asked(owner, {"a": 1}, key="k"))
    door.post(asked(UserFactory(), {"a": 1}, key="k"))

    assert door.entered == 2


def test_a_refused_request_may_be_tried_again_under_its_key(door, owner):
    with pytest.raises(RuleBroken):
        door.post(asked(owner, {"refuse": True}, key="k"))

    assert not IdempotencyKey.objects.exists()


def test_answers_are_forgotten_after_a_day(door, owner):
    door.post(asked(owner, {}, key="k"))

    idempotency.forget_old(at=timezone.now() + timedelta(hours=23))
    assert IdempotencyKey.objects.exists()
    idempotency.forget_old(at=timezone.now() + timedelta(hours=25))
    assert not IdempotencyKey.objects.exists()
