"""Work that survives: enqueue it with the change that needs it, claim it once, finish it fenced.

A handler computes, and returns the function that writes. The write happens in the transaction
that marks the job done, and only while this worker still holds the lease: a worker that was
given up for dead writes nothing.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Event, Thread
from time import monotonic
from typing import Any
from uuid import uuid4

import structlog
from celery import current_app
from django.conf import settings
from django.db import Error, connection, transaction
from django.db.models import F
from django.utils import timezone
from kombu.exceptions import OperationalError

from foundation.events import announce
from foundation.models import Job, JobState
from foundation.signals import job_failed

RENEWALS_PER_LEASE = 3
POSTPONED_AT_MOST = timedelta(days=1)
BROKER_REST_SECONDS = 5.0

Write = Callable[[], None]
Handler = Callable[..., Write]
HANDLERS: dict[str, Handler] = {}

log = structlog.get_logger()


class _Broker:
    """When it failed last here: nobody waits for its silence once for each of a hundred jobs."""

    away_until = 0.0


class LeaseLost(Exception):
    """Somebody else has taken the job over; what was computed here must not be written."""


class Postponed(Exception):
    """What the job needs is away: try again in `wait`, and do not count this as an attempt.

    Raised by handlers. A job that is a day old fails like any other.
    """

    def __init__(self, why: str, *, wait: timedelta) -> None:
        super().__init__(why)
        self.wait = wait


def handles(name: str) -> Callable[[Handler], Handler]:
    """Register the function that does jobs called `name`. It lives in an app's `tasks.py`."""

    def register(handler: Handler) -> Handler:
        HANDLERS[name] = handler
        return handler

    return register


def enqueue(name: str, *, key: str = "", queue: str = "celery", **facts: Any) -> Job | None:
    """Write the job in the caller's transaction; wake a worker once that is committed.

    With a `key`, an equal job that still waits is used instead, and None is returned. Touching
    its row holds it until the caller commits, so that it cannot start before it can see why.
    """
    now = timezone.now()
    same = Job.objects.waiting().filter(name=name, key=key)
    if key and same.update(updated_at=now):
        return None
    job = Job.objects.create(name=name, key=key, queue=queue, facts=facts, due_at=now)
    transaction.on_commit(lambda: wake(job.pk, queue=queue))
    return job


def wake(job_id: int, *, queue: str) -> bool:
    """Tell a worker. Without a broker nothing is lost: the sweeper will find the row.

    Returns whether the broker took the message. One that was silent is left alone for a moment.
    """
    if not settings.CELERY_BROKER_URL:
        work(job_id)
        return True
    if monotonic() < _Broker.away_until:
        return False
    try:
        current_app.send_task(
            "foundation.work", kwargs={"job_id": job_id}, queue=queue, retry=False
        )
    except (OperationalError, OSError) as error:
        _Broker.away_until = monotonic() + BROKER_REST_SECONDS
        log.warning("broker_away", job_id=job_id, error=str(error))
        return False
    return True


def work(job_id: int) -> bool:
    """Do the job if it is free. Returns whether it was done here."""
    token = claim(job_id, at=timezone.now())
    if token is None:
        return False
    job = Job.objects.get(pk=job_id)
    try:
        with _lease_renewed(job_id, token):
            write = handler_of(job.name)(**job.facts)
        finish(job_id, token, write)
    except LeaseLost:
        log.warning("lease_lost", job_id=job_id, job=job.name)
        return False
    except Postponed as error:
        log.warning("job_postponed", job_id=job_id, job=job.name, error=str(error))
        postpone(job, token, error=error, at=timezone.now())
        return False
    except Exception as error:  # the edge of the process: note it, try again later
        _drop_a_broken_connection()
        put_back(job, token, error=f"{type(error).__name__}: {error}", at=timezone.now())
        log.exception("job_failed", job_id=job_id, job=job.name)
        return False
    return True


def _drop_a_broken_connection() -> None:
    """It may have been the database that went away; it may be back by now."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()


def claim(job_id: int, *, at: datetime) -> str | None:
    """Take the job in one statement: where exactly one row changed, it is ours."""
    token = uuid4().hex
    taken = (
        Job.objects.claimable(at=at)
        .filter(pk=job_id, attempts__lt=F("max_attempts"))
        .update(
            state=JobState.RUNNING,
            attempts=F("attempts") + 1,
            lease_token=token,
            lease_until=at + lease(),
        )
    )
    return token if taken else None


def lease() -> timedelta:
    """How long a worker may be silent before its job is given to another."""
    return timedelta(seconds=settings.JOB_LEASE_SECONDS)


def back_off(attempts: int) -> timedelta:
    """How long a job that failed so many times waits before it is tried again."""
    return timedelta(seconds=settings.JOB_BACK_OFF_SECONDS * 2**attempts)


@transaction.atomic
def finish(job_id: int, token: str, write: Write) -> None:
    """Write the effects and mark the job done, together or not at all."""
    held = Job.objects.held(job_id, token)
    if not held.update(state=JobState.DONE, finished_at=timezone.now(), error=""):
        raise LeaseLost
    write()


@transaction.atomic
def put_back(job: Job, token: str, *, error: str, at: datetime) -> None:
    """Let a failed job wait for its next attempt, or fail for good after the last one."""
    last = job.attempts >= job.max_attempts
    changed = Job.objects.held(job.pk, token).update(
        state=JobState.FAILED if last else JobState.QUEUED,
        due_at=at + back_off(job.attempts),
        finished_at=at if last else None,
        error=error[:2000],
    )
    if changed and last:
        announce(job_failed, name=job.name, facts=job.facts, error=error)


def postpone(job: Job, token: str, *, error: Postponed, at: datetime) -> None:
    """Let a job wait for what it needs, with as many attempts left as before."""
    if at - job.created_at > POSTPONED_AT_MOST:
        put_back(job, token, error=str(error), at=at)
        return
    Job.objects.held(job.pk, token).update(
        state=JobState.QUEUED,
        attempts=F("attempts") - 1,
        due_at=at + error.wait,
        error=str(error)[:2000],
    )


def run_again(job: Job, *, at: datetime) -> None:
    """Give a failed job three more attempts."""
    changed = Job.objects.filter(pk=job.pk, state=JobState.FAILED).update(
        state=JobState.QUEUED, attempts=0, due_at=at, error="", finished_at=None
    )
    if changed:
        transaction.on_commit(lambda: wake(job.pk, queue=job.queue))


def handler_of(name: str) -> Handler:
    """What does jobs of this name; the tasks of every app are imported where nobody did so yet."""
    if name not in HANDLERS:
        current_app.loader.import_default_modules()
    return HANDLERS[name]


@contextmanager
def _lease_renewed(job_id: int, token: str) -> Iterator[None]:
    """Hold the lease for as long as the block runs, by a thread with a connection of its own."""
    stop = Event()
    seconds = settings.JOB_LEASE_SECONDS / RENEWALS_PER_LEASE

    def renew() -> None:
        while not stop.wait(seconds):
            try:
                Job.objects.held(job_id, token).update(lease_until=timezone.now() + lease())
            except Error as error:  # the database may be back before the lease ends
                log.warning("lease_not_renewed", job_id=job_id, error=str(error))
                connection.close()
        connection.close()

    thread = Thread(target=renew, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
