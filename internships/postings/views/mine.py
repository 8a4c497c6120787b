"""The postings of one's organisations, by status."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import signed_in
from internships.postings import rules
from internships.postings.enums import PostingStatus
from internships.postings.models import Posting

PER_PAGE = 20


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    ours = Posting.objects.visible_to(user).owned_by_organisation_of(user)
    chosen = request.GET.get("status", "")
    words = request.GET.get("q", "").strip()[:100]
    shown = ours.titled(words) if words else ours
    counted = shown.counted_by_status()
    if chosen in PostingStatus.values:
        shown = shown.in_status(PostingStatus(chosen))
    listed = shown.for_listing().last_changed_first()
    page = {
        "page_obj": Paginator(listed, PER_PAGE).get_page(request.GET.get("page")),
        "tabs": _tabs(counted, chosen=chosen),
        "chosen": chosen,
        "words": words,
        "may_create": rules.owners_for(user).exists(),
    }
    return render(request, "postings/mine.html", page)


def _tabs(counted: dict[str, int], *, chosen: str) -> list[dict[str, Any]]:
    """One tab per status, and one for all."""
    each = [
        {"value": value, "label": label, "count": counted.get(value, 0), "here": value == chosen}
        for value, label in PostingStatus.choices
    ]
    here = chosen not in PostingStatus.values
    return [{"value": "", "label": None, "count": sum(counted.values()), "here": here}, *each]
