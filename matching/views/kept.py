"""What is kept of matches: for the student all of it, for owners the explanation at applying."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from accounts.http import signed_in
from accounts.models import StudentProfile
from internships.postings.models import Posting
from matching import rules
from matching.matches.documents import explained_in, in_words
from matching.models import ExplanationSnapshot, Feedback

PER_PAGE = 50


@require_GET
def kept(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    if not StudentProfile.objects.of(user).exists():
        raise Http404
    events = Feedback.objects.visible_to(user).newest_first()
    page = Paginator(events, PER_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    visible = Posting.objects.visible_to(user).filter(pk__in={each.posting_id for each in shown})
    there = set(visible.values_list("pk", flat=True))
    own = ExplanationSnapshot.objects.visible_to(user).filter(profile__user=user)
    page_of = {
        "days_kept": settings.MATCHING_FEEDBACK_DAYS,
        "page_obj": page,
        "events": [{"kept": each, "is_visible": each.posting_id in there} for each in shown],
        "snapshots": [
            {"snapshot": each, "title": in_words(each.document["posting"]["title"])}
            for each in own.newest_first()
        ],
    }
    return render(request, "matching/kept.html", page_of)


@require_GET
def snapshot(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    there = ExplanationSnapshot.objects.visible_to(user).for_reading()
    found = get_object_or_404(there, pk=pk)
    if not rules.can_see_snapshot(user, found):
        raise Http404
    is_own = found.profile.user_id == user.pk
    visible = Posting.objects.visible_to(user).filter(pk__in=[found.posting_id or 0])
    page: dict[str, Any] = {
        "snapshot": found,
        "document": found.document,
        "explained": explained_in(found.document),
        "title": in_words(found.document["posting"]["title"]),
        "owner": in_words(found.document["posting"]["owner"]["name"]),
        "posting": visible.first(),
        "steps": [],
        "is_own": is_own,
    }
    return render(request, "matching/snapshot.html", page)
