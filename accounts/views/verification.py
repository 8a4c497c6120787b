"""Moves of an organisation: handed in by its people, decided by its park or the platform."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.actions import verification
from accounts.forms.organisations import ReasonForm, RemarkForm
from accounts.http import find_organisation, posted, require, signed_in
from accounts.models import Organisation
from accounts.rules import organisations as rules

Verb = Callable[..., Organisation]
WORDS = {
    "reject": gettext_lazy("Reject"),
    "suspend": gettext_lazy("Suspend"),
    "reinstate": gettext_lazy("Reinstate"),
    "close": gettext_lazy("Close for good"),
}


@require_POST
def organisation_submit(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    organisation = find_organisation(user, pk)
    require(rules.can_submit(user, organisation))
    verification.submit(organisation, by=user)
    messages.success(request, _("Handed in. You get a mail once it is decided."))
    return redirect("accounts:organisation-detail", pk=pk)


@require_POST
def organisation_verify(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    organisation = find_organisation(user, pk)
    require(rules.can_verify(user, organisation))
    verification.verify(organisation, by=user)
    messages.success(request, _("%(name)s is verified.") % {"name": organisation})
    return redirect("accounts:organisation-detail", pk=pk)


def organisation_reject(request: HttpRequest, pk: int) -> HttpResponse:
    return _with_words(request, pk, "reject", verification.reject)


def organisation_suspend(request: HttpRequest, pk: int) -> HttpResponse:
    return _with_words(request, pk, "suspend", verification.suspend)


def organisation_reinstate(request: HttpRequest, pk: int) -> HttpResponse:
    return _with_words(request, pk, "reinstate", verification.reinstate)


def organisation_close(request: HttpRequest, pk: int) -> HttpResponse:
    return _with_words(request, pk, "close", verification.close)


def _with_words(request: HttpRequest, pk: int, name: str, verb: Verb) -> HttpResponse:
    """A page that asks why, then does it."""
    user = signed_in(request)
    organisation = find_organisation(user, pk)
    require(rules.can_verify(user, organisation))
    asks = ReasonForm if name in {"reject", "suspend"} else RemarkForm
    form = asks(posted(request))
    if request.method == "POST" and form.is_valid():
        moved = verb(organisation, by=user, reason=form.cleaned_data["reason"])
        facts = {"name": moved, "status": moved.get_status_display()}
        messages.success(request, _("%(name)s: %(status)s.") % facts)
        return redirect("accounts:organisation-detail", pk=pk)
    page = {"form": form, "organisation": organisation, "verb": name, "word": WORDS[name]}
    status = 422 if form.errors else 200
    return render(request, "accounts/organisation_decide.html", page, status=status)
