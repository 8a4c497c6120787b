"""From an address to the posting behind it, for those who may."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.http import signed_in
from accounts.models import User
from internships.postings.actions.editing import Edit
from internships.postings.models import Posting

Rule = Callable[[User, Posting], bool]


def posting_for(request: HttpRequest, pk: int, *, rule: Rule) -> Posting:
    """The posting; 404 for who may not see it, 403 for who may see it but not do this."""
    user = signed_in(request)
    posting = get_object_or_404(Posting.objects.visible_to(user).with_parts(), pk=pk)
    if not rule(user, posting):
        raise PermissionDenied
    return posting


def edit_of(request: HttpRequest, *, version: int | None) -> Edit:
    return Edit(by=signed_in(request), at=timezone.now(), version=version)
