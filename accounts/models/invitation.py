from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models.organisation import Organisation
from foundation.models import Timestamped

if TYPE_CHECKING:
    from accounts.models.user import User


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def pending(self, *, at: datetime) -> Self:
        """Neither accepted nor withdrawn nor expired."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=at)

    def came_to_nothing_before(self, moment: datetime) -> Self:
        """Withdrawn or expired before then, and never accepted."""
        over = Q(expires_at__lt=moment) | Q(withdrawn_at__lt=moment)
        return self.filter(over, accepted_at__isnull=True)

    def visible_to(self, user: "User") -> Self:
        """The organisation's administrators manage its invitations."""
        if user.is_platform_admin:
            return self
        return self.filter(organisation__in=Organisation.objects.in_role_of(user, Role.ADMIN))

    def opened_by(self, token_hash: str) -> Self:
        """What a link leads to; whoever has the link may open it."""
        return self.filter(token_hash=token_hash).select_related("organisation")

    def newest_first(self) -> Self:
        return self.order_by("-pk")

    def locked(self, pk: int) -> "Invitation":
        return self.select_for_update(of=("self",)).get(pk=pk)


class Invitation(Timestamped):
    """An e-mail that lets its reader join an organisation in a role, for 14 days.

    Only the SHA-256 of its token is kept.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="invitations"
    )
    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("role"), max_length=20, choices=Role)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    expires_at = models.DateTimeField(_("expires"))
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return f"{self.email} → {self.organisation}"
