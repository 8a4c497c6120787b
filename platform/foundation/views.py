"""Pages for what went wrong; under /api the same as problem details."""

from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from foundation.api.problems import MEDIA_TYPE, problem
from foundation.models import Job

STUCK_SECONDS = 60


@login_not_required
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Does the database answer, and does the queue move? 503 once a job waits over a minute."""
    now = timezone.now()
    waiting = Job.objects.waiting().filter(due_at__lte=now)
    oldest = waiting.order_by("due_at").values_list("due_at", flat=True).first()
    age = int((now - oldest).total_seconds()) if oldest else 0
    facts = {"waiting_jobs": Job.objects.unfinished().count(), "oldest_waiting_seconds": age}
    return JsonResponse(facts, status=503 if age > STUCK_SECONDS else 200)


@login_not_required
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(request, HTTPStatus.BAD_REQUEST, _("This request cannot be understood."))


@login_not_required
def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(request, HTTPStatus.FORBIDDEN, _("You may not do this."))


@login_not_required
def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(request, HTTPStatus.NOT_FOUND, _("There is nothing here."))


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """Drawn without the reader: what failed may be the database that knows them."""
    status, text = HTTPStatus.INTERNAL_SERVER_ERROR, _("Something went wrong on our side.")
    if request.path.startswith("/api/"):
        return _answer(request, status, text)
    page = render_to_string("500.html", {"status": int(status), "text": text})
    return HttpResponse(page, status=status)


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    text = _("This form was open for too long, or cookies are off. Go back, reload, and try again.")
    return _answer(request, HTTPStatus.FORBIDDEN, text)


def _answer(request: HttpRequest, status: HTTPStatus, text: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        body: dict[str, Any] = problem(status, detail=text)
        return JsonResponse(body, status=status, content_type=MEDIA_TYPE)
    page = {"status": int(status), "text": text}
    return render(request, "error.html", page, status=status)
