"""What the clock calls."""

from celery import shared_task
from django.utils import timezone

from internships.postings.actions import clock


@shared_task(name="postings.keep_time", soft_time_limit=240, time_limit=280)
def keep_time() -> None:
    clock.keep_time(at=timezone.now())
