"""Let DRF ask the questions of an app's rules."""

from collections.abc import Callable
from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView


def allowed_by(rule: Callable[[Any, Any], bool]) -> type[BasePermission]:
    """A permission class that asks `rule(user, object)`."""

    class AllowedBy(BasePermission):
        def has_object_permission(self, request: Request, view: APIView, obj: Any) -> bool:
            return rule(request.user, obj)

    return AllowedBy
