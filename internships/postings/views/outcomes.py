"""Research outcomes: one's organisations' own, and the network's."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import signed_in
from internships.postings import rules
from internships.postings.actions import outcomes
from internships.postings.forms.outcome import OutcomeForm
from internships.postings.models import ResearchOutcome

PER_PAGE = 20


@require_safe
def outcome_list(request: HttpRequest) -> HttpResponse:
    """`?whose=network` shows what other organisations offer to be carried on."""
    user = signed_in(request)
    visible = ResearchOutcome.objects.visible_to(user)
    network = request.GET.get("whose") == "network"
    words = request.GET.get("q", "").strip()[:100]
    shown = visible if network else visible.of_member(user)
    shown = shown.titled(words) if words else shown
    page = {
        "page_obj": Paginator(shown.for_listing(), PER_PAGE).get_page(request.GET.get("page")),
        "network": network,
        "words": words,
        "editing": set(rules.owners_for(user).values_list("pk", flat=True)),
    }
    return render(request, "postings/outcome_list.html", page)


@require_http_methods(["GET", "POST"])
def outcome_create(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    owners = rules.owners_for(user)
    if not owners:
        raise PermissionDenied
    form = OutcomeForm(request.POST or None, editor=user, initial={"owner": owners[0]})
    if request.method == "POST" and form.is_valid():
        outcomes.create(form.cleaned_data["owner"], fields=form.said)
        messages.success(request, _("Saved."))
        return redirect("postings:outcome-list")
    return _form(request, form)


@require_http_methods(["GET", "POST"])
def outcome_edit(request: HttpRequest, pk: int) -> HttpResponse:
    outcome = _editable(request, pk)
    form = OutcomeForm(request.POST or None, instance=outcome, editor=signed_in(request))
    if request.method == "POST" and form.is_valid():
        outcomes.edit(outcome, fields=form.said)
        messages.success(request, _("Saved."))
        return redirect("postings:outcome-list")
    return _form(request, form, outcome=outcome)


@require_POST
def outcome_delete(request: HttpRequest, pk: int) -> HttpResponse:
    outcomes.discard(_editable(request, pk))
    messages.success(request, _("The research outcome is deleted."))
    return redirect("postings:outcome-list")


def _editable(request: HttpRequest, pk: int) -> ResearchOutcome:
    user = signed_in(request)
    outcome = get_object_or_404(ResearchOutcome.objects.visible_to(user), pk=pk)
    if not rules.can_edit_outcome(user, outcome):
        raise PermissionDenied
    return outcome


def _form(
    request: HttpRequest, form: OutcomeForm, *, outcome: ResearchOutcome | None = None
) -> HttpResponse:
    page = {"form": form, "outcome": outcome}
    status = 422 if form.errors else 200
    return render(request, "postings/outcome_form.html", page, status=status)
