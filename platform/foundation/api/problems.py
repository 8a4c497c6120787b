"""Errors as problem details (RFC 9457)."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from drf_standardized_errors.handler import exception_handler
from rest_framework.exceptions import APIException
from rest_framework.response import Response

from foundation.errors import RuleBroken, RulesBroken, StaleVersion

FORESEEN = (APIException, Http404, PermissionDenied)
MEDIA_TYPE = "application/problem+json"


def problem(
    status: int, *, detail: str, code: str = "", errors: Iterable[Mapping[str, Any]] = ()
) -> dict[str, Any]:
    """The body of an error: what kind, its title, and what the reader can do about it."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": int(status),
        "detail": detail,
        "code": code or HTTPStatus(status).name.lower(),
    }
    listed = list(errors)
    return {**body, "errors": listed} if listed else body


def explain(error: Exception, context: dict[str, Any]) -> Response | None:
    """A broken rule is 409 (412 where somebody else saved first); the rest is as DRF says it."""
    if isinstance(error, RuleBroken):
        status = 412 if isinstance(error, StaleVersion) else 409
        reasons = error.reasons if isinstance(error, RulesBroken) else ()
        listed = [{"code": reason.rule, "detail": str(reason)} for reason in reasons]
        body = problem(status, detail=str(error), code=error.rule, errors=listed)
        return Response(body, status=status, content_type=MEDIA_TYPE)
    if not isinstance(error, FORESEEN):
        return None  # the page for errors of ours answers, and says nothing of what went wrong
    answer = exception_handler(error, context)  # type: ignore[arg-type]
    if answer is None:
        return None
    answer.data = _from_standardized(answer.status_code, answer.data)
    answer.content_type = MEDIA_TYPE
    return answer


def _from_standardized(status: int, data: Mapping[str, Any]) -> dict[str, Any]:
    found = data["errors"]
    if data["type"] != "validation_error":
        return problem(status, detail=str(found[0]["detail"]), code=found[0]["code"])
    fields = [
        {"field": each["attr"], "code": each["code"], "detail": str(each["detail"])}
        for each in found
    ]
    return problem(status, detail=fields[0]["detail"], code="invalid", errors=fields)
