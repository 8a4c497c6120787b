"""Ranking runs: what was computed when, how far the present one is, start, cancel, resume."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.http import signed_in
from matching import rules
from matching.actions import runs
from matching.models import RankingRun

STOP_POLLING = 286
PER_PAGE = 20


@require_GET
def run_list(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    if not rules.can_start_run(user):
        raise Http404
    found = RankingRun.objects.visible_to(user).newest_first()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    under_way = RankingRun.objects.unfinished().exists()
    context = {"page": page, "under_way": under_way}
    return render(request, "matching/run_list.html", context)


@require_GET
def run_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "matching/run_detail.html", _page_of(request, _run(request, pk)))


@require_GET
def run_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """A fragment that asks for itself again until the run has ended."""
    run = _run(request, pk)
    status = 200 if run.is_unfinished else STOP_POLLING
    return render(
        request, "matching/run_detail.html#progress", _page_of(request, run), status=status
    )


@require_POST
def run_start(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    if not rules.can_start_run(user):
        raise Http404
    run = runs.request_run(by=user, reason="asked for")
    return redirect("matching:run-detail", pk=run.pk)


@require_POST
def run_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    run = _run(request, pk)
    if not rules.can_cancel(signed_in(request), run):
        raise PermissionDenied
    runs.cancel(run)
    return redirect("matching:run-detail", pk=pk)


@require_POST
def run_resume(request: HttpRequest, pk: int) -> HttpResponse:
    run = _run(request, pk)
    if not rules.can_resume(signed_in(request), run):
        raise PermissionDenied
    runs.resume(run)
    return redirect("matching:run-detail", pk=pk)


def _run(request: HttpRequest, pk: int) -> RankingRun:
    visible = RankingRun.objects.visible_to(signed_in(request)).newest_first()
    return get_object_or_404(visible, pk=pk)


def _page_of(request: HttpRequest, run: RankingRun) -> dict[str, object]:
    return {
        "run": run,
        "may_cancel": rules.can_cancel(signed_in(request), run),
        "exposure": _exposure(run),
    }


def _exposure(run: RankingRun) -> list[dict[str, str]]:
    """How evenly places are spread, line by line; `before` is "" where nothing was re-ranked."""
    lines = {
        "gini_of_attention": (_("Postings: Gini of attention"), _index),
        "gini_of_postings": (_("Postings: Gini of places"), _index),
        "postings_never_shown": (_("Postings never shown"), _percent),
        "postings_never_in_first_ten": (_("Postings never among the first ten"), _percent),
        "gini_of_students": (_("Students: Gini of places"), _index),
        "students_never_shown": (_("Students never shown"), _percent),
    }
    return [
        {
            "label": label,
            "shown": written(run.measures[name]),
            "before": written(run.as_scored[name]) if name in run.as_scored else "",
        }
        for name, (label, written) in lines.items()
        if name in run.measures
    ]


def _index(value: float) -> str:
    return f"{value:.3f}"


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"
