import pytest
from rest_framework import exceptions

from foundation.api.problems import MEDIA_TYPE, explain
from foundation.errors import RuleBroken, RulesBroken, StaleVersion


def test_a_broken_rule_is_a_conflict_that_names_the_rule():
    answer = explain(RuleBroken("Not now.", rule="too_early"), {})

    assert (answer.status_code, answer.content_type) == (409, MEDIA_TYPE)
    assert answer.data == {
        "type": "about:blank",
        "title": "Conflict",
        "status": 409,
        "detail": "Not now.",
        "code": "too_early",
    }


def test_who_saved_second_is_told_412():
    assert explain(StaleVersion("Somebody saved first."), {}).status_code == 412


def test_several_refusals_are_listed():
    refusal = RulesBroken([RuleBroken("No seat.", rule="seats"), RuleBroken("No skill.")])

    assert explain(refusal, {}).data["errors"] == [
        {"code": "seats", "detail": "No seat."},
        {"code": "rule_broken", "detail": "No skill."},
    ]


def test_wrong_fields_are_listed_by_name():
    error = exceptions.ValidationError({"pay": ["Must not be negative."]})

    answer = explain(error, {"request": None, "view": None})

    assert answer.status_code == 400
    assert answer.data["errors"] == [
        {"field": "pay", "code": "invalid", "detail": "Must not be negative."}
    ]


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (exceptions.NotFound(), 404, "not_found"),
        (exceptions.PermissionDenied(), 403, "permission_denied"),
        (exceptions.MethodNotAllowed("PUT"), 405, "method_not_allowed"),
        (exceptions.UnsupportedMediaType("text/csv"), 415, "unsupported_media_type"),
    ],
)
def test_what_the_framework_refuses_has_the_same_shape(error, status, code):
    answer = explain(error, {"request": None, "view": None})

    assert (answer.status_code, answer.data["status"], answer.data["code"]) == (
        status,
        status,
        code,
    )


def test_an_error_of_ours_is_not_explained():
    assert explain(ZeroDivisionError("secret"), {"request": None, "view": None}) is None
