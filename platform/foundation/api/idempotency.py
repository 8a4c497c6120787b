"""A repeated request with the same Idempotency-Key gets the same answer, and changes nothing."""

import functools
import hashlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, cast

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from foundation.models import IdempotencyKey

KEPT = timedelta(hours=24)
HEADER = "Idempotency-Key"
LONGEST = 100

Door = Callable[..., Response]


class OtherBody(APIException):
    """The key was used before, for something else."""

    status_code = 422
    default_code = "idempotency_key_reused"


def idempotent(door: Door) -> Door:
    """Wrap a method of a view set: the key's row is written with the effect, or not at all."""

    @functools.wraps(door)
    def once(view: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = request.headers.get(HEADER)
        if key is None:
            return door(view, request, *args, **kwargs)
        if not 1 <= len(key) <= LONGEST:
            raise ValidationError({HEADER: [_("Give 1 to 100 characters.")]})
        digest = _digest(request)
        try:
            return _first_time(door, view, request, args, kwargs, key=key, digest=digest)
        except _Repeated:
            return _same_answer(request, key=key, digest=digest)

    return once


class _Repeated(Exception):
    pass


def _first_time(  # noqa: PLR0913 -- the door's own arguments, and the key's
    door: Door, view: Any, request: Request, args: Any, kwargs: Any, *, key: str, digest: str
) -> Response:
    with transaction.atomic():
        try:
            with transaction.atomic():
                row = IdempotencyKey.objects.create(
                    owner_id=cast(int, request.user.pk), key=key, request_hash=digest
                )
        except IntegrityError as error:
            raise _Repeated from error
        answer = door(view, request, *args, **kwargs)
        row.status = answer.status_code
        row.reply = json.loads(json.dumps(answer.data, default=str))
        row.save(update_fields=["status", "reply"])
    return answer


def _same_answer(request: Request, *, key: str, digest: str) -> Response:
    row = IdempotencyKey.objects.get(owner_id=request.user.pk, key=key)
    if row.request_hash != digest:
        raise OtherBody(_("This Idempotency-Key was used for another request."))
    return Response(row.reply, status=row.status)


def _digest(request: Request) -> str:
    body = json.dumps(request.data, sort_keys=True, default=str)
    return hashlib.sha256(f"{request.method} {request.path} {body}".encode()).hexdigest()


def forget_old(*, at: datetime) -> None:
    IdempotencyKey.objects.filter(created_at__lt=at - KEPT).delete()
