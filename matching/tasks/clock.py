"""What the clock does for matching, besides ranking anew."""

from celery import shared_task
from django.utils import timezone

from matching.actions import feedback


@shared_task(name="matching.keep_time", soft_time_limit=1700, time_limit=1740)
def keep_time() -> None:
    """Each piece is a transaction of its own: what does not get done is done next time."""
    feedback.forget_shown(at=timezone.now())
