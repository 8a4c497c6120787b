from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken, AuthTokenManager

from foundation.fields import LineField

if TYPE_CHECKING:
    from accounts.models.user import User


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def of(self, user: "User") -> Self:
        return self.filter(user=user)

    def valid(self, *, at: datetime) -> Self:
        return self.filter(expiry__gt=at)

    def newest_first(self) -> Self:
        return self.order_by("-created", "pk")


ApiTokenManager: Any = AuthTokenManager.from_queryset(ApiTokenQuerySet)


class ApiToken(AbstractAuthToken):  # type: ignore[misc]
    """A person's key to the API: stored hashed, named by its owner, revocable."""

    name = LineField(_("name"), max_length=100, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)

    objects = ApiTokenManager()

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")

    def __str__(self) -> str:
        return self.name or str(self.token_key)
