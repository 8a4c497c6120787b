"""What Celery calls: a hint that a job waits, and the clock."""

from celery import shared_task
from django.utils import timezone

from foundation import jobs, limits, mail, sweeping
from foundation.api import idempotency


@shared_task(name="foundation.work")
def work(*, job_id: int) -> bool:
    return jobs.work(job_id)


@shared_task(name="foundation.sweep", soft_time_limit=50, time_limit=60)
def sweep() -> None:
    sweeping.sweep(at=timezone.now())


@shared_task(name="foundation.tidy", soft_time_limit=110, time_limit=120)
def tidy() -> None:
    now = timezone.now()
    sweeping.forget_finished(at=now)
    idempotency.forget_old(at=now)
    limits.forget_old(at=now)


@jobs.handles("send-mail")
def send_mail(*, mail_id: int) -> jobs.Write:
    return mail.send(mail_id)
