import time
from datetime import timedelta

import pytest
from celery import current_app
from django.db import OperationalError, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerError

from foundation import jobs, sweeping
from foundation.models import Job, JobState
from foundation.models.job import JobQuerySet

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(monkeypatch):
    """A handler that appends to this list when its write is allowed."""
    lines = []
    monkeypatch.setitem(jobs.HANDLERS, "note", lambda text: lambda: lines.append(text))
    return lines


def lose_lease(job):
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_a_job_is_done_once_however_often_the_message_arrives(written):
    job = jobs.enqueue("note", text="hello")

    assert [jobs.work(job.pk), jobs.work(job.pk)] == [True, False]
    assert written == ["hello"]


def test_a_job_of_a_dead_worker_is_claimed_again(written):
    job = jobs.enqueue("note", text="hello")
    jobs.claim(job.pk, at=timezone.now())
    lose_lease(job)

    assert jobs.work(job.pk)
    assert written == ["hello"]


def test_a_worker_may_be_silent_for_as_long_as_the_installation_says(written, settings):
    settings.JOB_LEASE_SECONDS = 5
    job, now = jobs.enqueue("note", text="hello"), timezone.now()

    jobs.claim(job.pk, at=now)

    job.refresh_from_db()
    assert job.lease_until == now + timedelta(seconds=5)


def test_a_worker_given_up_for_dead_writes_nothing(written):
    job = jobs.enqueue("note", text="hello")
    stale = jobs.claim(job.pk, at=timezone.now())
    lose_lease(job)
    jobs.claim(job.pk, at=timezone.now())

    with pytest.raises(jobs.LeaseLost):
        jobs.finish(job.pk, stale, lambda: written.append("late"))

    assert written == []


def test_a_job_that_kills_its_workers_fails_in_the_end(written):
    job = jobs.enqueue("note", text="poison")
    for _attempt in range(job.max_attempts):
        assert jobs.claim(job.pk, at=timezone.now())
        lose_lease(job)

    sweeping.sweep(at=timezone.now())

    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert not jobs.work(job.pk)


def test_a_job_that_raises_waits_longer_each_time_and_keeps_the_error(monkeypatch):
    monkeypatch.setitem(jobs.HANDLERS, "break", lambda: 1 / 0)
    job = jobs.enqueue("break")
    before = timezone.now()

    assert not jobs.work(job.pk)

    job.refresh_from_db()
    assert job.state == JobState.QUEUED
    assert job.error == "ZeroDivisionError: division by zero"
    assert job.due_at - before >= jobs.back_off(1)


def test_the_row_says_why_a_job_failed_before_the_log_does(monkeypatch):
    """A log may be slow, or full; the lease is not renewed meanwhile."""
    monkeypatch.setitem(jobs.HANDLERS, "break", lambda: 1 / 0)
    job, told = jobs.enqueue("break"), []

    def log(_event, *, job_id, **_facts):
        told.append(Job.objects.get(pk=job_id).error)

    monkeypatch.setattr(jobs.log, "exception", log)
    jobs.work(job.pk)

    assert told == ["ZeroDivisionError: division by zero"]


def test_a_log_line_shows_where_a_job_failed_and_no_values(monkeypatch, capsys):
    def fail():
        somebody = "ana@example" + ".org"
        return 1 / len(somebody.replace("ana@example.org", ""))

    monkeypatch.setitem(jobs.HANDLERS, "break", fail)

    jobs.work(jobs.enqueue("break").pk)

    told = capsys.readouterr().out
    assert "ZeroDivisionError" in told
    assert "in fail" in told
    assert "'ana@example.org'" not in told


def test_a_failed_job_can_be_run_again(written):
    job = jobs.enqueue("note", text="hello")
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED, attempts=3)

    jobs.run_again(job, at=timezone.now())

    assert jobs.work(job.pk)
    assert written == ["hello"]


def test_equal_waiting_jobs_are_one(written):
    first = jobs.enqueue("note", key="same", text="hello")
    second = jobs.enqueue("note", key="same", text="hello")

    assert second is None
    assert list(Job.objects.all()) == [first]


def test_a_running_job_does_not_swallow_a_later_wish(written):
    first = jobs.enqueue("note", key="same", text="early")
    jobs.claim(first.pk, at=timezone.now())

    assert jobs.enqueue("note", key="same", text="late") is not None


def test_a_job_whose_change_is_rolled_back_never_was(written):
    def change_and_fail():
        with transaction.atomic():
            jobs.enqueue("note", text="hello")
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        change_and_fail()

    assert not Job.objects.exists()


@pytest.fixture
def broker(monkeypatch):
    """Counts the messages it is sent; where `silent`, it takes none of them."""

    class Broker:
        silent, sent, asked = False, (), 0

        def send_task(self, _name, *, kwargs, **_options):
            self.asked += 1
            if self.silent:
                raise BrokerError("timed out")
            self.sent = (*self.sent, kwargs["job_id"])

    broker = Broker()
    monkeypatch.setattr(jobs._Broker, "away_until", 0.0)
    monkeypatch.setattr(current_app, "send_task", broker.send_task)
    return broker


def test_many_jobs_wait_for_a_silent_broker_once(broker, django_capture_on_commit_callbacks):
    broker.silent = True
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(20):
            jobs.enqueue("note", text="hello")

    assert broker.asked == 1
    assert Job.objects.waiting().count() == 20


def test_a_broker_that_is_back_is_told_again(broker, monkeypatch):
    job = jobs.enqueue("note", text="hello")
    broker.silent = True
    assert not jobs.wake(job.pk, queue="celery")
    broker.silent = False
    later = jobs._Broker.away_until + 1
    monkeypatch.setattr(jobs, "monotonic", lambda: later)

    assert jobs.wake(job.pk, queue="celery")


def test_a_sweep_sends_the_oldest_of_each_queue_and_no_more_than_it_may(broker, monkeypatch):
    monkeypatch.setattr(sweeping, "MOST_AT_ONCE", 2)
    old = [jobs.enqueue("note", text="hello") for _ in range(3)]
    heavy = jobs.enqueue("note", queue="ranking", text="hello")

    sweeping.sweep(at=timezone.now())

    assert sorted(broker.sent) == [old[0].pk, old[1].pk, heavy.pk]


def test_a_job_whose_row_is_held_does_not_keep_a_sweep_from_the_others(broker, monkeypatch):
    dead, waiting = (jobs.enqueue("note", text="hello") for _ in range(2))
    Job.objects.filter(pk=dead.pk).update(attempts=3)

    def held(job, *, at):
        raise OperationalError("lock timeout")

    monkeypatch.setattr(sweeping, "_give_up", held)
    sweeping.sweep(at=timezone.now())

    assert broker.sent == (waiting.pk,)


@pytest.mark.django_db(transaction=True)
def test_a_lease_is_renewed_again_after_the_database_was_away(written, settings, monkeypatch):
    settings.JOB_LEASE_SECONDS = 0.3
    job = jobs.enqueue("note", text="hello")
    token = jobs.claim(job.pk, at=timezone.now())
    asked, real = [], JobQuerySet.held

    def away_at_first(queryset, job_id, token):
        asked.append(job_id)
        if len(asked) == 1:
            raise OperationalError("the connection is closed")
        return real(queryset, job_id, token)

    monkeypatch.setattr(JobQuerySet, "held", away_at_first)
    with jobs._lease_renewed(job.pk, token):
        give_up_at = time.monotonic() + 20
        while len(asked) < 3 and time.monotonic() < give_up_at:
            time.sleep(0.02)

    assert len(asked) >= 3
