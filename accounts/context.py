"""What every page needs to know about its reader."""

from typing import Any

from django.http import HttpRequest  # noqa: TID251 -- what it is made of

from accounts.models import Membership, StudentProfile, User


def who_is_here(request: HttpRequest) -> dict[str, Any]:
    """The reader's organisations and whether they are a student: what the menu is made from."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"my_memberships": (), "is_student": False}
    memberships = Membership.objects.of(user).select_related("organisation").order_by("pk")
    return {
        "my_memberships": memberships,
        "is_student": StudentProfile.objects.filter(user=user).exists(),
    }
