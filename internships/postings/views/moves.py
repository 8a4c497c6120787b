"""Move a posting on: each door finds it, asks the rule, calls one verb."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.http import signed_in
from foundation.text import clean
from internships.postings import rules
from internships.postings.actions import postings
from internships.postings.models import Posting
from internships.postings.views.finding import posting_for


@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    posting = posting_for(request, pk, rule=rules.can_edit)
    postings.submit(posting, by=signed_in(request))
    return _back(request, posting, _("Submitted for review."))


@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    posting = posting_for(request, pk, rule=rules.can_move)
    postings.send_back(posting, by=signed_in(request), reason=_reason(request))
    return _back(request, posting, _("Sent back to its editors."))


@require_POST
def open_(request: HttpRequest, pk: int) -> HttpResponse:
    posting = posting_for(request, pk, rule=rules.can_move)
    postings.open_(posting, by=signed_in(request), at=timezone.now())
    return _back(request, posting, _("The posting is open."))


@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    posting = posting_for(request, pk, rule=rules.can_move)
    postings.resume(posting, by=signed_in(request), at=timezone.now())
    return _back(request, posting, _("The posting is open again."))


@require_POST
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    posting = posting_for(request, pk, rule=rules.can_move)
    postings.pause(posting, by=signed_in(request), reason=_reason(request))
    return _back(request, posting, _("The posting is paused."))


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    posting = posting_for(request, pk, rule=rules.can_move)
    postings.close(posting, by=signed_in(request), reason=_reason(request))
    return _back(request, posting, _("The posting is closed."))


@require_POST
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    posting = posting_for(request, pk, rule=rules.can_move)
    postings.archive(posting, by=signed_in(request))
    return _back(request, posting, _("The posting is archived."))


def _reason(request: HttpRequest) -> str:
    return clean(request.POST.get("reason", ""))[:1000]


def _back(request: HttpRequest, posting: Posting, news: str) -> HttpResponse:
    messages.success(request, news)
    return redirect("postings:edit", pk=posting.pk)
