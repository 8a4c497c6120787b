"""How sign-in and sign-up behave here: mails go by the outbox, answers are even."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib.auth.hashers import make_password
from django.contrib.sites.requests import RequestSite
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.http import HttpRequest  # noqa: TID251 -- allauth hands it over
from django.shortcuts import redirect  # noqa: TID251
from django.urls import reverse
from django.utils.crypto import get_random_string

from accounts.models import Membership, StudentProfile, User
from foundation.mail import queue_mail


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's, with mails written as rows."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        known = {"request": self.request, "email": email, "current_site": RequestSite(self.request)}
        message: EmailMessage = self.render_mail(template_prefix, email, {**known, **context})
        with transaction.atomic():
            queue_mail(to=email, subject=str(message.subject), text=str(message.body))

    def send_account_already_exists_mail(self, email: str) -> None:
        """Work as long as for a new account, so that the clock does not tell them apart."""
        make_password(get_random_string(20))
        super().send_account_already_exists_mail(email)

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Two clicks at once make one account; the second is answered like the first."""
        try:
            with transaction.atomic():
                saved: User = super().save_user(request, user, form, commit)
        except IntegrityError as error:
            raise ImmediateHttpResponse(redirect("account_email_verification_sent")) from error
        return saved

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Newcomers land where they have something to fill in; the others at home."""
        user = request.user
        if not isinstance(user, User):
            return reverse("home")
        profile = StudentProfile.objects.of(user).first()
        if profile is not None:
            return reverse("home" if profile.is_complete else "accounts:profile")
        at_home = user.is_platform_admin or Membership.objects.of(user).exists()
        return reverse("home" if at_home else "accounts:organisation-list")
