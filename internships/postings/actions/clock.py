"""What time does to postings: past deadlines expire, forgotten ones are recalled, then paused."""

from datetime import datetime, timedelta

from django.conf import settings

from internships.postings.actions.opening import today_at
from internships.postings.actions.postings import (
    expire_if_due,
    pause_if_forgotten,
    warn_if_forgotten,
)
from internships.postings.models import Posting
from internships.postings.models.posting import PostingQuerySet


def keep_time(*, at: datetime) -> None:
    """Each posting in a transaction of its own; every verb asks again under the posting's lock.

    So this may run twice, also at once.
    """
    warned_since = at - timedelta(days=settings.POSTING_WARNED_AFTER_DAYS)
    paused_since = at - timedelta(days=settings.POSTING_PAUSED_AFTER_DAYS)
    for posting_id in _ids(Posting.objects.past_deadline(today=today_at(at))):
        expire_if_due(posting_id, at=at)
    for posting_id in _ids(Posting.objects.unchanged_since(paused_since)):
        pause_if_forgotten(posting_id, unchanged_since=paused_since)
    for posting_id in _ids(Posting.objects.unchanged_since(warned_since).unwarned()):
        warn_if_forgotten(posting_id, unchanged_since=warned_since, at=at)


def _ids(postings: PostingQuerySet) -> list[int]:
    return list(postings.order_by("pk").values_list("pk", flat=True))
