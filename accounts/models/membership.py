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


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> Self:
        return self.filter(ended_at__isnull=True, user__is_active=True)

    def of(self, user: "User") -> Self:
        return self.current().filter(user=user)

    def in_roles(self, *roles: Role) -> Self:
        return self.filter(role__in=roles)

    def visible_to(self, user: "User") -> Self:
        """Members see their organisation's members; platform administrators see all."""
        if user.is_platform_admin:
            return self
        return self.filter(organisation__in=Organisation.objects.of_member(user))

    def for_listing(self) -> Self:
        return self.select_related("user").order_by("user__name", "pk")


class Membership(Timestamped):
    """A person speaks for an organisation in a role, until `ended_at`."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(ended_at__isnull=True),
                name="one_current_membership_per_role",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.organisation} · {self.get_role_display()}"
