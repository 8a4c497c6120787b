from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models.organisation import Organisation
from foundation.fields import LineField
from foundation.models import Timestamped

if TYPE_CHECKING:
    from accounts.models.user import User


class VerificationDocumentQuerySet(models.QuerySet["VerificationDocument"]):
    def visible_to(self, user: "User") -> Self:
        """Its organisation's administrators, and those who may verify it."""
        own = Organisation.objects.in_role_of(user, Role.ADMIN)
        to_verify = Organisation.objects.to_verify_by(user)
        return self.filter(Q(organisation__in=own) | Q(organisation__in=to_verify))

    def newest_first(self) -> Self:
        return self.order_by("-pk")


class VerificationDocument(Timestamped):
    """A paper that shows an organisation exists. Stored under a name of ours."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="documents"
    )
    file = models.FileField(_("file"), upload_to="verification/", max_length=200)
    original_name = LineField(_("name"), max_length=200)
    media_type = models.CharField(max_length=100)
    size_bytes = models.PositiveIntegerField()
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = VerificationDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def __str__(self) -> str:
        return str(self.original_name)
