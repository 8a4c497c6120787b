"""The reader's language and time zone."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse  # noqa: TID251 -- what it is made of
from django.utils import timezone, translation

from foundation.zones import zone_of

GetResponse = Callable[[HttpRequest], HttpResponse]


def speak_the_persons_language(get_response: GetResponse) -> GetResponse:
    """A signed-in person reads in the language and time zone of their settings."""

    def answer(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return get_response(request)
        language = _known(request.user.language)
        zone = zone_of(request.user.time_zone, otherwise=settings.TIME_ZONE)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        with timezone.override(zone):
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return answer


def _known(language: str) -> str:
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
