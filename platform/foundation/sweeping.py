"""What the clock does for jobs: wake workers for them, end what never ends, forget the old."""

from datetime import datetime, timedelta

import structlog
from django.db import Error, transaction
from django.db.models import F

from foundation.events import announce
from foundation.jobs import wake
from foundation.models import Job, JobState
from foundation.signals import job_failed

KEPT = timedelta(days=30)
MOST_AT_ONCE = 500  # of each queue, oldest first: a long queue is not sent anew every time

log = structlog.get_logger()


def sweep(*, at: datetime) -> None:
    """Wake a worker for what waits; fail what has used up its attempts."""
    _wake_for_what_waits(at=at)
    for job in Job.objects.given_up(at=at):
        try:
            _give_up(job, at=at)
        except Error as error:  # somebody holds its row: the next sweep tries again
            log.warning("job_not_given_up", job_id=job.pk, error=str(error))


def _wake_for_what_waits(*, at: datetime) -> None:
    free = Job.objects.claimable(at=at).filter(attempts__lt=F("max_attempts"))
    for queue in free.order_by("queue").values_list("queue", flat=True).distinct():
        oldest = free.filter(queue=queue).order_by("due_at", "pk")
        for job_id in oldest.values_list("pk", flat=True)[:MOST_AT_ONCE]:
            if not wake(job_id, queue=queue):
                return


@transaction.atomic
def _give_up(job: Job, *, at: datetime) -> None:
    error = "gave up after every attempt died"
    still = Job.objects.given_up(at=at).filter(pk=job.pk)
    if still.update(state=JobState.FAILED, finished_at=at, error=error):
        announce(job_failed, name=job.name, facts=job.facts, error=error)


def forget_finished(*, at: datetime) -> None:
    """Delete jobs that were done long ago."""
    Job.objects.filter(state=JobState.DONE, finished_at__lt=at - KEPT).delete()
