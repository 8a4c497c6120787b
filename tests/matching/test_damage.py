"""Each file of a run's folder in turn: cut to half, empty, gone. Whoever reads it says so."""

from contextlib import contextmanager

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse

from accounts.enums import Role
from accounts.signals import profile_changed
from foundation import jobs
from foundation.events import announce
from foundation.models import Job
from internships.postings.signals import posting_changed
from matching.actions import runs
from matching.actions.runs import VECTORS_MISSING
from matching.archive import RunFolder
from matching.enums import RunStatus
from matching.matches import order
from matching.models import RankingRun
from tests.factories import MembershipFactory

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("_in_november"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),  # by np.load
]


@pytest.fixture
def _in_november():
    with time_machine.travel("2026-11-23T08:00:00Z", tick=True):
        yield


def half(content):
    return content[: len(content) // 2]


def none(content):
    return content[:0]


@contextmanager
def damaged(file, cut):
    """The file cut, or gone without `cut`; afterwards as it was, in a folder that counts as new."""
    whole, mark = file.read_bytes(), file.parent / "complete"
    file.unlink()
    if cut is not None:
        file.write_bytes(cut(whole))
    if mark.exists():
        mark.touch()
    yield
    if file.parent.exists():
        file.write_bytes(whole)
        mark.touch()


def every_file(folder):
    return sorted(file for file in folder.path.iterdir() if file.name != "complete")


@pytest.fixture
def world(network, work_off, settings):
    settings.MATCHING_EXPOSURE_LOSS = 0.1
    ros, law = network.skill("ros"), network.skill("patent law")
    network.profile = network.student(ros)
    network.student(law, ros)
    network.first, network.second = network.posting(ros), network.posting(law, ros)
    network.owner = MembershipFactory(organisation=network.company, role=Role.ADMIN).user
    network.run = runs.request_run(by=None, reason="test")
    work_off()
    network.folder = RunFolder(network.run.pk)
    return network


@pytest.mark.parametrize("cut", [half, none, None])
def test_every_page_and_the_api_answer_whatever_file_is_damaged(world, client, cut):
    posting = world.first.pk
    of_the_student = [
        reverse("matching:for-you"),
        reverse("matching:explanation", args=[posting]),
        reverse("matching:score", args=[posting]),
        "/api/v1/matches/",
        f"/api/v1/matches/{posting}/explanation/",
    ]
    of_the_owner = [
        reverse("matching:candidates", args=[posting]),
        f"/api/v1/matches/?posting={posting}",
    ]
    for file in every_file(world.folder):
        order._kept.cache_clear()
        with damaged(file, cut):
            for reader, pages in (
                (world.profile.user, of_the_student),
                (world.owner, of_the_owner),
            ):
                client.force_login(reader)
                for page in pages:
                    assert client.get(page).status_code == 200, (file.name, page)


@pytest.mark.parametrize("cut", [half, none, None])
def test_a_refresh_does_its_work_or_asks_for_a_run(world, cut):
    outcomes = set()
    for file in every_file(world.folder):
        for signal, facts in (
            (profile_changed, {"profile_id": world.profile.pk}),
            (posting_changed, {"posting_id": world.first.pk}),
        ):
            announce(signal, **facts)
            job = Job.objects.waiting().get(name__startswith="refresh-")
            with damaged(file, cut):
                assert jobs.work(job.pk), (file.name, Job.objects.get(pk=job.pk).error)
            asked = RankingRun.objects.unfinished().filter(reason=VECTORS_MISSING)
            outcomes.add(asked.exists())
            for run in asked:
                runs.cancel(run)
            Job.objects.waiting().delete()
    assert outcomes == {True, False}  # what only shards read is of no concern to a refresh


def divided(world):
    """A run whose vectors are built, and its jobs."""
    run = runs.request_run(by=None, reason="again")
    jobs.work(Job.objects.get(name="build-run", key=str(run.pk)).pk)
    return run, Job.objects.get(name="rank-shard", key=f"{run.pk}/0")


READ_BY_SHARDS = ["order.npy", "facts.npz", "wishes.npz", "conditions.npz", "terms.npz", "ties.npz"]
READ_BY_SHARDS += [
    f"{side}.{part}.npy"
    for side in ("student", "posting")
    for part in ("ids", "age", "starts", "columns", "values", "widths", "keen.starts")
]


def assert_lost(world, run, file, job, cut):
    """In a transaction that is rolled back, so that the next file finds the run as it was."""
    with transaction.atomic():
        with damaged(file, cut):
            assert jobs.work(job.pk), (file.name, Job.objects.get(pk=job.pk).error)
        lost = RankingRun.objects.get(pk=run.pk)
        assert (lost.status, bool(lost.error)) == (RunStatus.FAILED, True), file.name
        assert RankingRun.objects.unfinished().get().reason == VECTORS_MISSING
        assert RankingRun.objects.current().get() == world.run
        transaction.set_rollback(True)


@pytest.mark.parametrize("cut", [half, none, None])
def test_a_shard_that_cannot_read_fails_its_run_and_asks_for_another(world, cut):
    run, shard = divided(world)
    for name in READ_BY_SHARDS:
        assert_lost(world, run, RunFolder(run.pk).path / name, shard, cut)


@pytest.mark.parametrize("cut", [half, none, None])
def test_a_run_that_cannot_be_finished_fails_and_asks_for_another(world, cut):
    run, shard = divided(world)
    jobs.work(shard.pk)
    finish = Job.objects.get(name="finish-run", key=str(run.pk))
    for name in ("shard-0.npz", "student.ids.npy", "posting.ids.npy"):
        assert_lost(world, run, RunFolder(run.pk).path / name, finish, cut)


def test_an_unfinished_folder_loses_the_run_too(world):
    run, shard = divided(world)
    assert_lost(world, run, RunFolder(run.pk).path / "complete", shard, None)


def test_a_run_that_was_asked_for_because_of_damage_asks_for_no_other(world):
    """A broken disk does not keep the workers busy for ever."""
    run, _shard = divided(world)
    RankingRun.objects.filter(pk=run.pk).update(reason=VECTORS_MISSING)

    runs.lose(run.pk, error="no disk", at=run.created_at)

    run.refresh_from_db()
    assert (run.status, run.error) == (RunStatus.FAILED, "no disk")
    assert not RankingRun.objects.unfinished().exists()


def test_the_run_that_was_asked_for_is_shown_in_the_end(world, work_off):
    run, _shard = divided(world)
    (RunFolder(run.pk).path / "order.npy").unlink()

    work_off()

    assert RankingRun.objects.current().get().reason == VECTORS_MISSING
    assert RankingRun.objects.current().get().pk > run.pk


def test_a_run_that_has_ended_is_not_lost_afterwards(world):
    runs.lose(world.run.pk, error="late", at=world.run.created_at)

    world.run.refresh_from_db()
    assert world.run.status == RunStatus.DONE
    assert not RankingRun.objects.unfinished().exists()
