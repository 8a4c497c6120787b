"""Postings to find again, and owners who may see who one is."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from accounts.http import signed_in
from internships.postings.actions import interest as interests
from internships.postings.actions import saved as bookmarks
from internships.postings.models import Posting, SavedPosting
from internships.postings.views.cards import cards_of

PER_PAGE = 20


@require_safe
def saved(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    there = Posting.objects.visible_to(user).saved_by(user)
    page = Paginator(there.for_listing(), PER_PAGE).get_page(request.GET.get("page"))
    everything = SavedPosting.objects.visible_to(user).count()
    content = {
        "page_obj": page,
        "cards": cards_of(request, page.object_list),
        "gone": everything - page.paginator.count,
        "shown": Posting.objects.shown_interest_by(user).for_listing(),
    }
    return render(request, "postings/saved.html", content)


@require_POST
def save(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    posting = get_object_or_404(Posting.objects.visible_to(user), pk=pk)
    bookmarks.save(posting, by=user)
    return _toggled(request, pk, is_saved=True)


@require_POST
def unsave(request: HttpRequest, pk: int) -> HttpResponse:
    bookmarks.forget(pk, by=signed_in(request))
    return _toggled(request, pk, is_saved=False)


@require_POST
def interest_show(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    posting = get_object_or_404(Posting.objects.visible_to(user), pk=pk)
    interests.show(posting, by=user)
    return redirect("postings:detail", pk=pk)


@require_POST
def interest_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Possible also when the posting is not open to the student any more."""
    user = signed_in(request)
    posting = Posting.objects.shown_interest_by(user).filter(pk=pk).first()
    if posting is None:
        posting = get_object_or_404(Posting.objects.visible_to(user), pk=pk)
    interests.withdraw(posting, by=user)
    return _back(request)


def _toggled(request: HttpRequest, pk: int, *, is_saved: bool) -> HttpResponse:
    """The other button in place of the one that was pressed; without JavaScript the page again."""
    if "HX-Request" in request.headers:
        button = {"posting_id": pk, "is_saved": is_saved}
        return render(request, "postings/_save.html", button)
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    """To the page one came from, if it is ours."""
    asked = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure())
    return redirect(asked if ours else "postings:saved")
