"""From a request to the person behind it."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, QueryDict
from django.shortcuts import get_object_or_404
from rest_framework.request import Request

from accounts.models import Organisation, User


def signed_in(request: HttpRequest | Request) -> User:
    """The person behind `request`. The middleware keeps strangers out; this tells mypy so."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def find_organisation(user: User, pk: int) -> Organisation:
    """The organisation, if the person may see it; else 404."""
    return get_object_or_404(Organisation.objects.visible_to(user).for_listing(), pk=pk)


def require(is_allowed: bool) -> None:
    """Stop with 403 where a rule says no about something that may be seen."""
    if not is_allowed:
        raise PermissionDenied


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with, be it empty; None where the page is only read."""
    return request.POST if request.method == "POST" else None
