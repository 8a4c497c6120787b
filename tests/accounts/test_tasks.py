from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actions.invitations import KEPT_FOR
from accounts.models import Invitation
from accounts.tasks import keep_time
from tests.factories.organisations import InvitationFactory

pytestmark = pytest.mark.django_db


def test_the_clock_may_strike_twice():
    long_ago = timezone.now() - KEPT_FOR - timedelta(days=1)
    InvitationFactory(expires_at=long_ago)
    kept = InvitationFactory(expires_at=timezone.now() - timedelta(days=1))

    keep_time()
    keep_time()

    assert list(Invitation.objects.all()) == [kept]
