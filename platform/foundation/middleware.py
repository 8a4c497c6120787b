"""Manners that every answer keeps."""

from collections.abc import Callable
from urllib.parse import unquote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from foundation.errors import RuleBroken, RulesBroken
from foundation.text import is_malformed

GetResponse = Callable[[HttpRequest], HttpResponse]


def refuse_malformed_text(get_response: GetResponse) -> GetResponse:
    """400 for a NUL or a half character in an address: one database stores it, the other fails."""

    def answer(request: HttpRequest) -> HttpResponse:
        query = unquote(request.META.get("QUERY_STRING", ""), errors="surrogateescape")
        if is_malformed(request.path) or is_malformed(query):
            return HttpResponseBadRequest(
                "Bad request: malformed text in the address.", "text/plain"
            )
        return get_response(request)

    return answer


def keep_personal_pages_private(get_response: GetResponse) -> GetResponse:
    """What a signed-in person reads stays out of every cache."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.user.is_authenticated:
            response.setdefault("Cache-Control", "no-store, private")
        return response

    return answer


class answer_refusals:  # noqa: N801 -- named like its neighbours
    """A broken rule becomes a message on the page one came from, or a page of its own (409)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, RuleBroken):
            return None
        back = request.headers.get("Referer", "")
        here = {request.get_host()}
        if request.method == "POST" and url_has_allowed_host_and_scheme(back, here):
            for reason in error.reasons if isinstance(error, RulesBroken) else (error,):
                messages.error(request, str(reason))
            return redirect(back)
        return render(request, "409.html", {"refusal": str(error)}, status=409)
