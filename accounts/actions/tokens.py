"""Keys to the API."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import ApiToken, User
from foundation.errors import RuleBroken

MOST_TOKENS = 20


class TooManyTokens(RuleBroken):
    """Somebody keeps more tokens than anybody can look after."""

    rule = "too_many_tokens"


@transaction.atomic
def create_token(user: User, *, name: str, days: int) -> tuple[ApiToken, str]:
    """Make a token; its text is returned this once and cannot be read again."""
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if ApiToken.objects.filter(user=user).count() >= MOST_TOKENS:
        raise TooManyTokens(
            _("You have %(count)d tokens. Revoke one that you no longer use.")
            % {"count": MOST_TOKENS}
        )
    token, text = ApiToken.objects.create(user, expiry=timedelta(days=days), name=name)
    return token, text


def revoke_token(token: ApiToken) -> None:
    """From now on the token opens nothing."""
    token.delete()
