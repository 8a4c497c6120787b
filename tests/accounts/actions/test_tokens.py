import pytest

from accounts.actions import tokens
from accounts.models import ApiToken
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_a_token_is_stored_hashed():
    token, text = tokens.create_token(UserFactory(), name="script", days=30)

    assert text not in (token.digest, token.token_key)
    assert (token.expiry - token.created).days == 29 or (token.expiry - token.created).days == 30


def test_nobody_collects_tokens_without_end():
    user = UserFactory()
    for number in range(tokens.MOST_TOKENS):
        tokens.create_token(user, name=f"{number}", days=1)

    with pytest.raises(tokens.TooManyTokens):
        tokens.create_token(user, name="one more", days=1)


def test_a_revoked_token_is_gone():
    token, _text = tokens.create_token(UserFactory(), name="script", days=30)

    tokens.revoke_token(token)

    assert not ApiToken.objects.exists()
