from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from foundation import jobs
from foundation.models import Job, JobState

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

    jobs.sweep(at=timezone.now())

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
