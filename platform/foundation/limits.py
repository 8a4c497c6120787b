"""Limits that hold under parallel requests: counters in the database (fixed windows)."""

from datetime import UTC, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F

from foundation.models import LimitCounter


def within_limit(key: str, *, limit: int, per: timedelta, at: datetime) -> bool:
    """Count one more use of `key`; say whether it is within `limit` uses per window."""
    starts_at = datetime.fromtimestamp(
        at.timestamp() // per.total_seconds() * per.total_seconds(), UTC
    )
    counter = LimitCounter.objects.filter(key=key, starts_at=starts_at)
    try:
        with transaction.atomic():
            if not counter.update(count=F("count") + 1):
                LimitCounter.objects.create(key=key, starts_at=starts_at, count=1)
    except IntegrityError:
        counter.update(count=F("count") + 1)
    return counter.get().count <= limit


def forget_old(*, at: datetime) -> None:
    LimitCounter.objects.filter(starts_at__lt=at - timedelta(days=2)).delete()
