"""A person's own settings, and the language of the page."""

from copy import copy

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import check_for_language, gettext, override
from django.views import i18n

from accounts.actions import people
from accounts.forms.settings import SettingsForm
from accounts.http import signed_in


def account_settings(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    form = SettingsForm(request.POST or None, instance=copy(user))
    if request.method == "POST" and form.is_valid():
        language = form.cleaned_data["language"]
        people.change_settings(
            user,
            name=form.cleaned_data["name"],
            language=language,
            time_zone=form.cleaned_data["time_zone"],
        )
        with override(language):
            messages.success(request, gettext("Your settings are saved."))
        return _reading(redirect("accounts:settings"), language)
    return render(request, "accounts/settings.html", {"form": form})


@login_not_required
def set_language(request: HttpRequest) -> HttpResponse:
    """Django's, which keeps the choice in a cookie; a signed-in person's account learns it too."""
    language = request.POST.get("language", "")
    is_known = language in dict(settings.LANGUAGES) and check_for_language(language)
    if request.method == "POST" and is_known and request.user.is_authenticated:
        people.choose_language(signed_in(request), language=language)
    return i18n.set_language(request)


def _reading(answer: HttpResponse, language: str) -> HttpResponse:
    """Let the browser remember the language, so that it stays after signing out."""
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        domain=settings.LANGUAGE_COOKIE_DOMAIN,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,  # type: ignore[arg-type]
    )
    return answer
