from datetime import UTC, datetime, timedelta

import pytest

from foundation.limits import forget_old, within_limit
from foundation.models import LimitCounter

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_uses_beyond_the_limit_are_refused():
    answers = [within_limit("invite:1", limit=2, per=HOUR, at=NOON) for _ in range(4)]

    assert answers == [True, True, False, False]


def test_a_new_window_starts_anew():
    for _ in range(3):
        within_limit("invite:1", limit=2, per=HOUR, at=NOON)

    assert within_limit("invite:1", limit=2, per=HOUR, at=NOON + HOUR)


def test_keys_are_counted_apart():
    within_limit("invite:1", limit=1, per=HOUR, at=NOON)

    assert within_limit("invite:2", limit=1, per=HOUR, at=NOON)


def test_old_counters_are_forgotten():
    within_limit("invite:1", limit=1, per=HOUR, at=NOON)

    forget_old(at=NOON + timedelta(days=3))

    assert not LimitCounter.objects.exists()
