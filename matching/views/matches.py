"""A student's list, one match in full, and who suits a posting."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.enums import OrganisationKind
from accounts.http import signed_in
from accounts.models import StudentProfile
from internships.postings.filters import PostingFilter
from internships.postings.models import Posting
from internships.postings.models.posting import PostingQuerySet
from internships.postings.views.cards import cards_of
from internships.postings.views.chips import chips_of
from matching import rules
from matching.actions import feedback
from matching.engine.reasons import Reason
from matching.matches import (
    Candidates,
    explained_match,
    ranking_of,
    reasons_against,
    seen_by_owner,
    seen_by_student,
)
from matching.matches.reading import Ranking
from matching.matches.refreshing import is_refreshing
from matching.matches.refusals import WORDS
from matching.matches.steps import steps_up
from matching.models import RankingRun

PER_PAGE = 20
STOP_POLLING = 286


@require_GET
def for_you(request: HttpRequest) -> HttpResponse:
    profile = _own_profile(request)
    if profile is None:
        return redirect("accounts:profile-create")
    return render(request, "matching/for_you.html", _list_of(request, profile))


@require_GET
def for_you_list(request: HttpRequest) -> HttpResponse:
    """The list alone, asked for again and again while a refresh is under way."""
    profile = _own_profile(request)
    if profile is None:
        raise Http404
    page = _list_of(request, profile)
    status = 200 if page["is_refreshing"] or page["run_waits"] else STOP_POLLING
    return render(request, "matching/for_you.html#list", page, status=status)


def _list_of(request: HttpRequest, profile: StudentProfile) -> dict[str, Any]:
    """What waits is read before the list: a page that stops asking shows what came of it."""
    user = signed_in(request)
    refreshing = is_refreshing(profile)
    ranked_soon = RankingRun.objects.unfinished().exists()
    ranking = ranking_of(profile)
    narrowed = PostingFilter(request.GET, queryset=Posting.objects.addressed_to(user).open())
    narrowed.form.is_valid()
    ids = ranking.of(narrowed.qs) if ranking else []
    page = Paginator(ids, PER_PAGE).get_page(request.GET.get("page"))
    cards = _cards(request, ranking, list(page.object_list)) if ranking else []
    if ranking:
        matches = [each["match"] for each in cards]
        seen = seen_by_student(ranking, matches, first=page.start_index())
        feedback.record_shown(seen, at=timezone.now())
    return {
        "profile": profile,
        "ranking": ranking,
        "is_refreshing": refreshing,
        "run_waits": ranking is None and ranked_soon,
        "form": narrowed.form,
        "chips": chips_of(narrowed.form, request.GET),
        "page_obj": page,
        "matches": cards,
    }


def _cards(request: HttpRequest, ranking: Ranking, ids: list[int]) -> list[dict[str, Any]]:
    found: PostingQuerySet = Posting.objects.addressed_to(signed_in(request)).filter(pk__in=ids)
    by_id = {each.pk: each for each in found.for_listing()}
    postings = [by_id[each] for each in ids if each in by_id]
    matches = ranking.matches(postings)
    cards = cards_of(request, postings)
    return [{"match": m, "card": card} for m, card in zip(matches, cards, strict=True)]


@require_GET
def explanation(request: HttpRequest, posting_pk: int) -> HttpResponse:
    return render(request, "matching/explanation.html", _match_page(request, posting_pk))


@require_GET
def score(request: HttpRequest, posting_pk: int) -> HttpResponse:
    """A fragment for pages of other rooms: the score and its strongest reasons."""
    return render(request, "matching/_score.html", _match_page(request, posting_pk))


def _match_page(request: HttpRequest, posting_pk: int) -> dict[str, Any]:
    user = signed_in(request)
    posting = get_object_or_404(
        Posting.objects.visible_to(user).select_related("owner"), pk=posting_pk
    )
    profile = _own_profile(request)
    if profile is None:
        raise Http404
    reasons = reasons_against(profile, posting, today=timezone.localdate())
    match = explained_match(profile, posting)
    return {
        "posting": posting,
        "match": match,
        "against": [WORDS[reason] for reason in Reason if reason in reasons],
        "may_ask": Reason.ACCEPTANCE in reasons,
        "steps": steps_up(profile, posting) if match and not reasons else [],
        "is_refreshing": is_refreshing(profile),
    }


@require_GET
def candidates(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    visible = Posting.objects.visible_to(user).select_related("owner")
    posting = get_object_or_404(visible, pk=pk)
    if not rules.can_see_candidates(user, posting):
        raise Http404
    found: Any = Candidates(posting)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    seen = seen_by_owner(found, page.object_list)
    if seen:
        feedback.record_shown(seen, at=timezone.now())
    return render(
        request,
        "matching/candidates.html",
        {
            "posting": posting,
            "is_project": posting.owner.kind == OrganisationKind.UNIVERSITY,
            "page_obj": page,
            "was_ranked": RankingRun.objects.current().exists(),
        },
    )


def _own_profile(request: HttpRequest) -> StudentProfile | None:
    own = StudentProfile.objects.visible_to(signed_in(request)).select_related("university")
    found: StudentProfile | None = own.filter(user=signed_in(request)).first()
    return found
