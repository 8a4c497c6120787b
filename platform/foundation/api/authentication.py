"""`Authorization: Token …`: tokens are kept hashed, and can be revoked."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from knox.auth import TokenAuthentication as KnoxAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

NOTED_EACH = timedelta(minutes=1)


class TokenAuthentication(KnoxAuthentication):  # type: ignore[misc]
    """Knox's, which also remembers when a token was last used (to the minute).

    A program that asks for no language is answered in its owner's.
    """

    def authenticate(self, request: Request) -> tuple[AbstractBaseUser, Any] | None:
        found: tuple[AbstractBaseUser, Any] | None = super().authenticate(request)
        if found is not None and "Accept-Language" not in request.headers:
            translation.activate(getattr(found[0], "language", settings.LANGUAGE_CODE))
        return found

    def authenticate_credentials(self, token: bytes) -> tuple[AbstractBaseUser, Any]:
        if not token.isascii():
            raise AuthenticationFailed(_("Invalid token."))
        user, found = super().authenticate_credentials(token)
        _note_use(found)
        return user, found


def _note_use(token: Any) -> None:
    """One write a minute at most, however often the token is used."""
    now = timezone.now()
    if token.last_used_at is None or token.last_used_at < now - NOTED_EACH:
        stale = Q(last_used_at=None) | Q(last_used_at__lt=now - NOTED_EACH)
        type(token).objects.filter(stale, pk=token.pk).update(last_used_at=now)
