"""Add, change and remove the lines of a posting: skills, seats, phases, languages."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from foundation.errors import RuleBroken, RulesBroken
from internships.postings import rules
from internships.postings.actions import parts
from internships.postings.forms.parts import PART_FORMS, PartForm
from internships.postings.models import Posting
from internships.postings.views.editor_page import parts_of_page, whole_page
from internships.postings.views.finding import edit_of, posting_for

PUT: dict[str, Callable[..., Posting]] = {
    "skills": parts.put_skill,
    "seats": parts.add_seats,
    "phases": parts.add_phase,
    "languages": parts.put_language,
}
DROP: dict[str, Callable[..., Posting]] = {
    "skills": parts.drop_skill,
    "seats": parts.drop_seats,
    "phases": parts.drop_phase,
    "languages": parts.drop_language,
}


@require_POST
def part_add(request: HttpRequest, pk: int, sort: str) -> HttpResponse:
    posting = posting_for(request, pk, rule=rules.can_edit)
    form = PART_FORMS[_known(sort)](request.POST, version=posting.version)
    if not form.is_valid():
        return _refused(request, posting, form)
    edit = edit_of(request, version=form.cleaned_data["version"])
    try:
        PUT[sort](posting, form.line(), edit=edit)
    except RuleBroken as refusal:
        for reason in refusal.reasons if isinstance(refusal, RulesBroken) else (refusal,):
            form.add_error(None, str(reason))
        return _refused(request, posting, form)
    return _done(request, posting)


@require_POST
def part_remove(request: HttpRequest, pk: int, sort: str, line: int) -> HttpResponse:
    posting = posting_for(request, pk, rule=rules.can_edit)
    drop = DROP[_known(sort)]
    edit = edit_of(request, version=_version(request))
    return _tried(request, posting, lambda: drop(posting, line, edit=edit))


@require_POST
def phases_spread(request: HttpRequest, pk: int) -> HttpResponse:
    posting = posting_for(request, pk, rule=rules.can_edit)
    edit = edit_of(request, version=_version(request))
    return _tried(request, posting, lambda: parts.spread_phases(posting, edit=edit))


def _tried(request: HttpRequest, posting: Posting, verb: Callable[[], Any]) -> HttpResponse:
    """On a page without JavaScript a refusal becomes a message there (the middleware does it)."""
    try:
        verb()
    except RuleBroken as refusal:
        if not _by_htmx(request):
            raise
        page = parts_of_page(request, _again(request, posting), version=_version(request))
        return _fragment(request, {**page, "refusal": str(refusal)}, status=422)
    return _done(request, posting)


def _done(request: HttpRequest, posting: Posting) -> HttpResponse:
    """The long form beside it may be saved next: it gets the new version."""
    if not _by_htmx(request):
        return redirect("postings:edit", pk=posting.pk)
    page = parts_of_page(request, _again(request, posting))
    return _fragment(request, {**page, "saved": True}, status=200)


def _refused(request: HttpRequest, posting: Posting, form: PartForm) -> HttpResponse:
    """A fragment keeps the version of the page around it; a whole page is of the present one."""
    if _by_htmx(request):
        page = parts_of_page(request, posting, typed=form, version=_version(request))
        return _fragment(request, page, status=422)
    typed = request.POST.copy()
    typed["version"] = str(posting.version)
    form.data = typed
    page = whole_page(request, posting, typed=form)
    return render(request, "postings/edit.html", page, status=422)


def _fragment(request: HttpRequest, page: dict[str, Any], *, status: int) -> HttpResponse:
    page["out_of_band"] = True
    return render(request, "postings/edit_parts.html", page, status=status)


def _again(request: HttpRequest, posting: Posting) -> Posting:
    return posting_for(request, posting.pk, rule=rules.can_edit)


def _version(request: HttpRequest) -> int:
    """The version that the page showed; one that no posting has where it is missing."""
    typed = request.POST.get("version", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0  # noqa: PLR2004


def _by_htmx(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))


def _known(sort: str) -> str:
    if sort not in PART_FORMS:
        raise Http404
    return sort
