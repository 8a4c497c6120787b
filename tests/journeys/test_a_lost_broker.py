"""The broker loses everything, or stands still, in the middle of a ranking run: the run ends."""

import os
import signal
import time

import pytest

from foundation.models import Job, JobState
from matching.enums import RunStatus
from tests.journeys import crowd
from tests.journeys.crowd import (
    POSTINGS,
    SHARDS,
    STUDENTS,
    is_under_way,
    lists_of,
    wait_for_the_end,
)
from tests.journeys.world import rank

FROZEN_SECONDS = 4  # longer than the worker waits for an answer


@pytest.fixture(scope="module")
def running(install, private_broker):
    """Only a worker, and a broker of its own that may go away."""
    one = install(private_broker(), **crowd.ENVIRONMENT)
    one.start_worker()
    return one


@pytest.fixture
def _crowd(site):
    if not Job.objects.exists():
        crowd.gather()
        wait_for_the_end(site)


def assert_done_once(run):
    run.refresh_from_db()
    assert (run.status, run.shards_done, run.shards_total) == (RunStatus.DONE, SHARDS, SHARDS)
    assert [len(lists) for lists in lists_of(run)] == [STUDENTS, POSTINGS]
    of_the_run = Job.objects.filter(queue="ranking", facts__run_id=run.pk)
    assert set(of_the_run.values_list("state", flat=True)) == {JobState.DONE}
    assert of_the_run.count() == SHARDS + 2


@pytest.mark.usefixtures("_crowd")
def test_a_run_ends_though_the_broker_came_back_empty(site):
    run = rank()
    site.until(lambda: is_under_way(run), what="the middle of the run")

    site.broker.kill()
    site.broker.start()

    wait_for_the_end(site)
    assert_done_once(run)


@pytest.mark.usefixtures("_crowd")
def test_a_run_ends_though_the_broker_was_silent_for_a_while(site):
    """Also when the worker could not acknowledge what it did meanwhile."""
    run = rank()
    site.until(lambda: is_under_way(run), what="the middle of the run")
    group = site.broker.process.started.pid

    os.killpg(group, signal.SIGSTOP)
    time.sleep(FROZEN_SECONDS)
    os.killpg(group, signal.SIGCONT)

    wait_for_the_end(site)
    assert_done_once(run)
