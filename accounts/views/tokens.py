"""A person's keys to the API."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.actions import tokens
from accounts.forms.settings import TokenForm
from accounts.http import signed_in
from accounts.models import ApiToken, User


@require_safe
def token_list(request: HttpRequest) -> HttpResponse:
    return _page(request, signed_in(request), TokenForm())


@require_POST
def token_create(request: HttpRequest) -> HttpResponse:
    """The new token is shown in this one answer, and never again."""
    user = signed_in(request)
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _page(request, user, form)
    _token, text = tokens.create_token(
        user, name=form.cleaned_data["name"], days=form.cleaned_data["days"]
    )
    return _page(request, user, TokenForm(), new_token=text)


@require_POST
def token_revoke(request: HttpRequest) -> HttpResponse:
    mine = ApiToken.objects.of(signed_in(request))
    token = get_object_or_404(mine, pk=request.POST.get("token", ""))
    tokens.revoke_token(token)
    messages.success(request, _("The token is revoked: it opens nothing any more."))
    return redirect("accounts:token-list")


def _page(request: HttpRequest, user: User, form: TokenForm, new_token: str = "") -> HttpResponse:
    listed = ApiToken.objects.of(user).newest_first()
    page = {"tokens": listed, "form": form, "new_token": new_token, "now": timezone.now()}
    return render(request, "accounts/tokens.html", page)
