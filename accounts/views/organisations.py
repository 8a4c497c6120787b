"""Pages about organisations: find, read, enter, edit."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.actions import organisations
from accounts.enums import OrganisationKind
from accounts.enums import OrganisationStatus as Status
from accounts.filters import OrganisationFilter
from accounts.forms.organisations import NewOrganisationForm, OrganisationForm
from accounts.http import find_organisation, posted, require, signed_in
from accounts.models import Membership, Organisation, User, VerificationDocument
from accounts.rules import memberships as membership_rules
from accounts.rules import organisations as rules
from accounts.rules.evidence import missing_evidence
from accounts.views.decisions import decisions_about
from accounts.views.history import Step, in_words
from accounts.workflow import MAY_BE_EDITED, NEXT
from foundation.errors import RuleBroken, StaleVersion

PER_PAGE = 25


@require_safe
def organisation_list(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    visible = Organisation.objects.visible_to(user)
    narrowed = OrganisationFilter(request.GET, queryset=visible.for_listing())
    to_verify = Organisation.objects.to_verify_by(user)
    page_obj = Paginator(narrowed.qs, PER_PAGE).get_page(request.GET.get("page"))
    shown = [organisation.pk for organisation in page_obj]
    page = {
        "form": narrowed.form,
        "page_obj": page_obj,
        "waiting": to_verify.waiting_for_verification().count(),
        "verifiable": set(to_verify.filter(pk__in=shown).values_list("pk", flat=True)),
    }
    return render(request, "accounts/organisation_list.html", page)


@require_safe
def organisation_detail(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    organisation = find_organisation(user, pk)
    page = {
        "organisation": organisation,
        "may": _what_one_may(user, organisation),
        "missing": _what_is_missing(user, organisation),
        "documents": VerificationDocument.objects.visible_to(user)
        .filter(organisation=organisation)
        .newest_first(),
        "history": _history(user, organisation),
        "my_roles": Membership.objects.of(user).filter(organisation=organisation),
        "decisions": decisions_about(user, organisation),
    }
    return render(request, "accounts/organisation_detail.html", page)


def organisation_create(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    form = NewOrganisationForm(posted(request))
    if request.method == "POST" and form.is_valid():
        kind = OrganisationKind(form.cleaned_data["kind"])
        try:
            made = organisations.create(form.changes, kind=kind, by=user, at=timezone.now())
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The organisation is entered. You are its administrator."))
            return redirect("accounts:organisation-detail", pk=made.pk)
    status = 422 if form.errors else 200
    return render(request, "accounts/organisation_create.html", {"form": form}, status=status)


def organisation_edit(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    organisation = find_organisation(user, pk)
    require(rules.can_edit(user, organisation))
    is_fixed = not rules.can_edit_facts(user, organisation)
    form = OrganisationForm(posted(request), instance=organisation, facts_are_fixed=is_fixed)
    if request.method != "POST" or not form.is_valid():
        return _edit_page(request, form, pk=pk, status=422 if form.errors else 200)
    version = form.cleaned_data["version"]
    try:
        organisations.edit(organisation, form.changes, by=user, version=version)
    except StaleVersion as refusal:
        return _conflict_page(request, user, pk=pk, refusal=str(refusal))
    except RuleBroken as refusal:
        form.add_error(None, str(refusal))
        return _edit_page(request, form, pk=pk, status=409)
    messages.success(request, _("The organisation is saved."))
    return redirect("accounts:organisation-detail", pk=pk)


def _conflict_page(request: HttpRequest, user: User, *, pk: int, refusal: str) -> HttpResponse:
    """What was typed, unsaved; sending it again overwrites what is saved now, knowingly."""
    now_saved = find_organisation(user, pk)
    data = request.POST.copy()
    data["version"] = str(now_saved.version)
    is_fixed = not rules.can_edit_facts(user, now_saved)
    form = OrganisationForm(data, instance=now_saved, facts_are_fixed=is_fixed)
    form.add_error(None, refusal)
    return _edit_page(request, form, pk=pk, status=409, differing=form.differing)


def _edit_page(
    request: HttpRequest,
    form: OrganisationForm,
    *,
    pk: int,
    status: int,
    differing: tuple[str, ...] = (),
) -> HttpResponse:
    page = {
        "form": form,
        "organisation": find_organisation(signed_in(request), pk),
        "differing": differing,
    }
    return render(request, "accounts/organisation_edit.html", page, status=status)


def _what_one_may(user: User, organisation: Organisation) -> dict[str, bool]:
    """The reader's choices on the page, by name."""
    following = NEXT[Status(organisation.status)] if rules.can_verify(user, organisation) else ()
    may_submit = rules.can_submit(user, organisation)
    return {
        "verify": Status.REJECTED in following,
        "suspend": Status.SUSPENDED in following,
        "reinstate": Status.CLOSED in following,
        "edit": rules.can_edit(user, organisation),
        "submit": may_submit and organisation.status in MAY_BE_EDITED,
        "add_documents": rules.can_add_documents(user, organisation),
        "see_documents": rules.can_see_documents(user, organisation),
        "see_members": membership_rules.can_see_members(user, organisation),
    }


def _history(user: User, organisation: Organisation) -> list[Step]:
    if not rules.can_see_history(user, organisation):
        return []
    return in_words(organisation.history.newest_first(), Status)


def _what_is_missing(user: User, organisation: Organisation) -> list[Any]:
    """For who prepares the verification: what is still to do."""
    if organisation.status in MAY_BE_EDITED and rules.can_submit(user, organisation):
        return list(missing_evidence(organisation))
    return []
