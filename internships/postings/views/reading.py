"""The list of open postings and the page of one: for signed-in people, and for strangers."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Acceptance, Organisation, User
from internships.postings import rules
from internships.postings.actions import readers
from internships.postings.actions.opening import today_at
from internships.postings.enums import PostingKind
from internships.postings.filters import ReadingFilter
from internships.postings.models import Interest, Posting, SavedPosting
from internships.postings.models.posting import PostingQuerySet
from internships.postings.views.cards import cards_of, seats_left, weightiest_first
from internships.postings.views.chips import chips_of
from internships.postings.views.pictures import ladder, timeline
from taxonomy.text import reads_chinese

PER_PAGE = 20
LANGUAGE_TAGS = {"en": "en", "zh": "zh-Hans"}


@login_not_required
@require_safe
def posting_list(request: HttpRequest) -> HttpResponse:
    narrowed = ReadingFilter(request.GET, queryset=_readable(request).open())
    narrowed.form.is_valid()
    page = Paginator(narrowed.in_order().for_listing(), PER_PAGE).get_page(request.GET.get("page"))
    shown = {
        "form": narrowed.form,
        "order": narrowed.order,
        "sorts": narrowed.sorts,
        "skills": narrowed.form.cleaned_data.get("skill") or [],
        "owner": narrowed.form.cleaned_data.get("owner"),
        "chips": chips_of(narrowed.form, request.GET),
        "page_obj": page,
        "cards": cards_of(request, page.object_list),
    }
    return render(request, "postings/list.html", shown)


@login_not_required
@require_safe
def posting_detail(request: HttpRequest, pk: int) -> HttpResponse:
    posting = get_object_or_404(_readable(request).for_reading(), pk=pk)
    if isinstance(request.user, User) and request.method == "GET":
        readers.open_page(posting, by=request.user, came_from=request.GET.get("from", ""))
    today = today_at(timezone.now())
    days_left = (posting.deadline_on - today).days if posting.deadline_on else None
    page = {
        "posting": posting,
        "days_left": days_left,
        "seats_left": seats_left(posting),
        "skill_lines": weightiest_first(posting.skills.all()),
        "ladder": ladder(posting),
        "timeline": timeline(posting),
        **_texts(posting, asked=request.GET.get("text", "")),
        **_for_reader(request, posting),
    }
    return render(request, "postings/detail.html", page)


def _readable(request: HttpRequest) -> PostingQuerySet:
    """What the person may see; what strangers may, for strangers."""
    if isinstance(request.user, User):
        return Posting.objects.visible_to(request.user)
    return Posting.objects.public()


def _texts(posting: Posting, *, asked: str) -> dict[str, Any]:
    """The text in the language asked for, else in the reader's, else the one there is."""
    texts = {"en": posting.text_en, "zh": posting.text_zh}
    there = [code for code, text in texts.items() if text]
    own = "zh" if reads_chinese() else "en"
    chosen = next((code for code in (asked, own, *there) if code in there), own)
    return {
        "text": texts[chosen],
        "text_language": LANGUAGE_TAGS[chosen],
        "title_language": LANGUAGE_TAGS[_title_language(posting, own)],
        "other_texts": [code for code in there if code != chosen],
    }


def _title_language(posting: Posting, own: str) -> str:
    titles = {"en": posting.title_en, "zh": posting.title_zh}
    return own if titles[own] else next(code for code in titles if code != own)


def _for_reader(request: HttpRequest, posting: Posting) -> dict[str, Any]:
    """What this reader may do with the posting, and has done; nothing for strangers."""
    user = request.user
    if not isinstance(user, User):
        return {
            "may_edit": False,
            "may_show_interest": False,
            "is_saved": False,
            "has_shown": False,
            "approving": None,
            "has_accepted": False,
        }
    return {
        "may_edit": rules.can_edit(user, posting),
        "may_show_interest": rules.can_show_interest(user, posting),
        "is_saved": SavedPosting.objects.visible_to(user).filter(posting=posting).exists(),
        "has_shown": Interest.objects.in_posting(posting).of(user).exists(),
        **_approval(user, posting),
    }


def _approval(user: User, posting: Posting) -> dict[str, Any]:
    """A student's university, and whether it has accepted the company that offers the work."""
    university = Organisation.objects.universities().attended_by(user).first()
    if university is None or posting.kind != PostingKind.INTERNSHIP:
        return {"approving": university, "has_accepted": True}
    given = Acceptance.objects.accepted().between(university=university, company=posting.owner)
    return {"approving": university, "has_accepted": given.exists()}
