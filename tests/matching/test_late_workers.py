"""A worker stands still in the middle of a step, another does its work, then the first goes on."""

import errno

import pytest
from django.utils import timezone

from foundation import jobs
from foundation.models import Job, JobState
from matching.actions import runs
from matching.archive import FilesNotWritten, RunFolder
from matching.enums import RunStatus
from matching.models import PostingMatches, StudentMatches
from matching.tasks import runs as run_tasks

pytestmark = pytest.mark.django_db
NEWER = b"refreshed since"


@pytest.fixture(autouse=True)
def root(settings, tmp_path):
    settings.MATCHING_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def run(network):
    ros = network.skill("ros")
    network.student(ros), network.posting(ros)
    return runs.request_run(by=None, reason="test")


@pytest.fixture
def pause(monkeypatch):
    """When a step of `run_tasks` is next called, something else happens in its midst."""

    def at(name, meanwhile):
        step = getattr(run_tasks, name)

        def paused(*args, **kwargs):
            monkeypatch.setattr(run_tasks, name, step)
            found = step(*args, **kwargs)
            meanwhile()
            return found

        monkeypatch.setattr(run_tasks, name, paused)

    return at


def build(run):
    assert jobs.work(Job.objects.get(name="build-run", key=str(run.pk)).pk)


def files_of(run):
    return {each.name: each.read_bytes() for each in RunFolder(run.pk).path.iterdir()}


def test_a_late_shard_leaves_lists_that_were_refreshed_since(run, pause, work_off):
    build(run)

    def meanwhile():
        work_off()
        assert StudentMatches.objects.filter(run=run).update(packed=NEWER)

    pause("rank", meanwhile)
    run_tasks.rank_shard(run_id=run.pk, number=0)()

    run.refresh_from_db()
    assert (run.status, run.shards_done) == (RunStatus.DONE, 1)
    assert {bytes(each.packed) for each in StudentMatches.objects.all()} == {NEWER}


def test_a_late_end_of_a_run_leaves_lists_that_were_refreshed_since(run, pause, work_off):
    build(run)
    assert jobs.work(Job.objects.get(name="rank-shard").pk)

    def meanwhile():
        work_off()
        assert PostingMatches.objects.filter(run=run).update(packed=NEWER)

    pause("merged", meanwhile)
    run_tasks.finish_run(run_id=run.pk)()

    run.refresh_from_db()
    assert run.status == RunStatus.DONE
    assert {bytes(each.packed) for each in PostingMatches.objects.all()} == {NEWER}


def test_a_late_shard_writes_nothing_for_a_run_that_was_cancelled(run, pause):
    build(run)
    pause("rank", lambda: runs.cancel(run))

    run_tasks.rank_shard(run_id=run.pk, number=0)()

    assert not StudentMatches.objects.filter(run=run).exists()


def test_a_late_builder_leaves_the_files_of_the_run_alone(run, pause, work_off):
    """What it was writing is gone, so it fails; its lease is lost anyway."""
    kept = {}

    def meanwhile():
        work_off()
        kept.update(files_of(run))

    pause("_save_inputs", meanwhile)
    with pytest.raises(FilesNotWritten):
        run_tasks.build_run(run_id=run.pk)

    assert kept
    assert files_of(run) == kept


def test_a_builder_that_was_given_up_for_dead_does_not_put_its_files_in_place(run, work_off):
    job = Job.objects.get(name="build-run")
    stale = jobs.claim(job.pk, at=timezone.now())
    write = run_tasks.build_run(run_id=run.pk)
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now())
    work_off()
    kept = files_of(run)

    with pytest.raises(jobs.LeaseLost):
        jobs.finish(job.pk, stale, write)

    assert files_of(run) == kept


def test_what_dead_builders_left_goes_once_there_are_files(run, root):
    (root / f"run-{run.pk}.left").mkdir()
    (root / f"run-{run.pk}0").mkdir()

    build(run)

    assert {each.name for each in root.iterdir()} == {f"run-{run.pk}", f"run-{run.pk}0"}


def test_nothing_stays_of_a_run_that_was_cancelled_while_it_was_built(run, pause, root):
    pause("load_ties", lambda: runs.cancel(run))

    build(run)

    assert not list(root.iterdir())


def test_a_full_disk_fails_the_run_clearly(run, root, monkeypatch, work_off):
    def no_room(*_args, **_kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    job = Job.objects.get(name="build-run")
    with monkeypatch.context() as patch:
        patch.setattr(run_tasks, "_save_inputs", no_room)
        for _attempt in range(job.max_attempts):
            Job.objects.update(due_at=timezone.now())
            jobs.work(job.pk)

    job.refresh_from_db()
    run.refresh_from_db()
    assert (job.state, run.status) == (JobState.FAILED, RunStatus.FAILED)
    assert f"no room or no right to write run-{run.pk}" in run.error
    assert not list(root.iterdir())
    runs.resume(run)
    work_off()
    run.refresh_from_db()
    assert run.status == RunStatus.DONE
