"""The site's addresses, and three more that fail in their ways."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.urls import path

from config import urls
from foundation.errors import RuleBroken


@login_not_required
def break_a_rule(request):
    raise RuleBroken("No seat is free any more.")


@login_not_required
def forbid(request):
    raise PermissionDenied


@login_not_required
def crash(request):
    raise ZeroDivisionError


urlpatterns = [
    path("rule/", break_a_rule),
    path("forbidden/", forbid),
    path("crash/", crash),
    *urls.urlpatterns,
]
handler400 = urls.handler400
handler403 = urls.handler403
handler404 = urls.handler404
handler500 = urls.handler500
