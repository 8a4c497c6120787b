"""A worker dies in the middle of a ranking run; the next one ends it as if nothing had been."""

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


@pytest.fixture(scope="module")
def running(install, broker):
    """Only a worker: nobody looks at pages here."""
    one = install(broker(), **crowd.ENVIRONMENT)
    one.start_worker()
    return one


@pytest.fixture
def _crowd(site):
    crowd.gather()


@pytest.mark.usefixtures("_crowd")
def test_a_run_whose_worker_was_killed_ends_once_and_finds_the_same(site):
    undisturbed = rank()
    wait_for_the_end(site)
    found = lists_of(undisturbed)

    run = rank()
    site.until(lambda: is_under_way(run), what="the middle of the run")
    site.kill_worker()
    run.refresh_from_db()
    done_before = run.shards_done
    site.start_worker()
    wait_for_the_end(site)

    run.refresh_from_db()
    assert 0 < done_before < SHARDS
    assert (run.status, run.shards_done, run.shards_total) == (RunStatus.DONE, SHARDS, SHARDS)
    assert run.shards.filter(done_at__isnull=True).count() == 0
    assert [len(lists) for lists in found] == [STUDENTS, POSTINGS]
    assert lists_of(run) == found
    ends = Job.objects.filter(name="finish-run", key=str(run.pk))
    assert [job.state for job in ends] == [JobState.DONE]
