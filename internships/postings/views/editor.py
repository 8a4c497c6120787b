"""Draft a posting, edit it, delete the draft."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.enums import OrganisationKind
from accounts.http import signed_in
from foundation.errors import RuleBroken, RulesBroken, StaleVersion
from internships.postings import rules
from internships.postings.actions import postings
from internships.postings.enums import PostingKind
from internships.postings.forms.creation import PostingCreation
from internships.postings.forms.posting import PostingForm
from internships.postings.models import Posting, ResearchOutcome
from internships.postings.views.editor_page import whole_page
from internships.postings.views.finding import edit_of, posting_for

KIND_OF = {
    OrganisationKind.UNIVERSITY: PostingKind.PROJECT,
    OrganisationKind.COMPANY: PostingKind.INTERNSHIP,
}


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Draft a posting for one of one's organisations; `?outcome=` names what it carries on."""
    user = signed_in(request)
    owners = rules.owners_for(user)
    if not owners:
        raise PermissionDenied
    form = PostingCreation(request.POST or None, editor=user, initial={"owner": owners[0]})
    outcome = _wanted_outcome(request)
    if request.method == "POST" and form.is_valid():
        posting = _draft(request, form.cleaned_data, outcome=outcome)
        messages.success(request, _("Drafted. Fill in the rest, then submit it."))
        return redirect("postings:edit", pk=posting.pk)
    page = {"form": form, "outcome": outcome, "owners": owners}
    return render(request, "postings/create.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    posting = posting_for(request, pk, rule=rules.can_move)
    user = signed_in(request)
    if request.method == "POST":
        if not rules.can_edit(user, posting):
            raise PermissionDenied
        return _save(request, posting)
    return render(request, "postings/edit.html", whole_page(request, posting))


@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    posting = posting_for(request, pk, rule=rules.can_edit)
    postings.discard(posting)
    messages.success(request, _("The draft is deleted."))
    return redirect("postings:mine")


def _save(request: HttpRequest, posting: Posting) -> HttpResponse:
    form = PostingForm(request.POST, instance=posting, editor=signed_in(request))
    if not form.is_valid():
        return _again(request, posting, form, status=422)
    edit = edit_of(request, version=form.cleaned_data["version"])
    try:
        postings.edit(posting, form.said, edit=edit)
    except StaleVersion as refusal:
        return _compare(request, posting, refusal)
    except RuleBroken as refusal:
        for reason in refusal.reasons if isinstance(refusal, RulesBroken) else (refusal,):
            form.add_error(None, str(reason))
        return _again(request, posting, form, status=409)
    messages.success(request, _("Saved."))
    return redirect("postings:edit", pk=posting.pk)


def _compare(request: HttpRequest, posting: Posting, refusal: StaleVersion) -> HttpResponse:
    """What was typed stays, with the version that is saved now: saving again overwrites it."""
    typed: QueryDict = request.POST.copy()
    typed["version"] = str(posting.version)
    form = PostingForm(typed, instance=posting, editor=signed_in(request))
    form.full_clean()
    form.add_error(None, str(refusal))
    return _again(request, posting, form, status=409)


def _again(
    request: HttpRequest, posting: Posting, form: PostingForm, *, status: int
) -> HttpResponse:
    page = whole_page(request, posting, form=form)
    return render(request, "postings/edit.html", page, status=status)


def _draft(
    request: HttpRequest, said: dict[str, Any], *, outcome: ResearchOutcome | None
) -> Posting:
    owner = said["owner"]
    fields: dict[str, Any] = {name: said[name] for name in ("title_en", "title_zh")}
    kind = KIND_OF[OrganisationKind(owner.kind)]
    if outcome is not None and kind == PostingKind.INTERNSHIP:
        fields |= {"outcome": outcome, "trl_from": outcome.trl}
    return postings.create(owner, kind=kind, fields=fields, edit=edit_of(request, version=None))


def _wanted_outcome(request: HttpRequest) -> ResearchOutcome | None:
    number = request.GET.get("outcome", "")
    if not (number.isascii() and number.isdigit() and len(number) <= 18):  # noqa: PLR2004 -- a row's number
        return None
    found: ResearchOutcome | None = (
        ResearchOutcome.objects.visible_to(signed_in(request)).filter(pk=int(number)).first()
    )
    return found
