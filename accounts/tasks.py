"""What the clock does for people and organisations."""

from celery import shared_task
from django.utils import timezone

from accounts.actions import invitations


@shared_task(name="accounts.keep_time", soft_time_limit=110, time_limit=120)
def keep_time() -> None:
    """Forget invitations that came to nothing; an expired one is refused by its date alone."""
    invitations.forget_old(at=timezone.now())
