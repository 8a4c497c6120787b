import pytest
import time_machine
from django.utils import timezone

from foundation import jobs
from foundation.models import Job
from matching.actions import runs
from matching.archive import RunFolder
from matching.enums import RunStatus
from matching.models import PostingMatches, RankingRun, StudentMatches
from matching.tasks import runs as run_tasks

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_in_november")]


@pytest.fixture
def _in_november():
    with time_machine.travel("2026-11-23T08:00:00Z", tick=True):
        yield


@pytest.fixture
def ranked(network, work_off):
    """Two students, two postings, ranked: each suits one of the other side best."""
    ros, law = network.skill("ros"), network.skill("patent law")
    network.roboticist, network.lawyer = network.student(ros), network.student(law)
    network.robot_posting, network.law_posting = network.posting(ros), network.posting(law)
    network.run = runs.request_run(by=None, reason="test")
    network.jobs = work_off()
    network.run.refresh_from_db()
    return network


def postings_of(profile):
    return StudentMatches.objects.current().get(profile=profile).ranked().ids.tolist()


def students_of(posting):
    return PostingMatches.objects.current().get(posting=posting).ranked().ids.tolist()


def test_a_run_lists_the_best_of_each_side_for_the_other(ranked):
    assert ranked.jobs[:3] == ["build-run", "rank-shard", "finish-run"]
    assert postings_of(ranked.roboticist)[0] == ranked.robot_posting.pk
    assert postings_of(ranked.lawyer)[0] == ranked.law_posting.pk
    assert students_of(ranked.law_posting)[0] == ranked.lawyer.pk


def test_a_run_remembers_what_it_computed_with(ranked):
    run = ranked.run

    assert (run.status, run.is_current, run.progress) == (RunStatus.DONE, True, 1.0)
    assert (run.n_students, run.n_postings) == (2, 2)
    assert (run.shards_done, run.shards_total) == (1, 1)
    assert [stage for stage, _seconds in run.seconds_by_stage] == [
        "reading the database",
        "making vectors",
        "ranking",
        "merging and showing the lists",
        "measuring who is shown",
    ]
    assert run.code_version == run_tasks.engine_version()


def test_both_sides_have_the_same_scores(ranked):
    mine = StudentMatches.objects.current().get(profile=ranked.roboticist).ranked()
    theirs = PostingMatches.objects.current().get(posting=ranked.robot_posting).ranked()

    assert mine.score_of(ranked.robot_posting.pk) == theirs.score_of(ranked.roboticist.pk)


def test_only_one_run_at_a_time(network):
    runs.request_run(by=None, reason="first")

    with pytest.raises(runs.RunUnderWay):
        runs.request_run(by=None, reason="second")


def test_a_second_run_replaces_the_first_and_its_files(ranked, work_off):
    second = runs.request_run(by=None, reason="again")
    work_off()

    assert RankingRun.objects.current().get() == second
    assert set(StudentMatches.objects.values_list("run", flat=True)) == {second.pk}


def test_the_same_inputs_give_the_same_bytes(ranked, work_off):
    before = list(StudentMatches.objects.order_by("profile").values_list("packed", flat=True))
    runs.request_run(by=None, reason="again")
    work_off()

    after = list(StudentMatches.objects.order_by("profile").values_list("packed", flat=True))
    assert [bytes(each) for each in after] == [bytes(each) for each in before]


def test_any_number_of_shards_gives_the_same_lists(ranked, work_off, settings):
    before = list(PostingMatches.objects.order_by("posting").values_list("packed", flat=True))
    settings.MATCHING_SHARD_STUDENTS = 1
    run = runs.request_run(by=None, reason="again")
    work_off()

    run.refresh_from_db()
    after = list(PostingMatches.objects.order_by("posting").values_list("packed", flat=True))
    assert run.shards_total == 2
    assert [bytes(each) for each in after] == [bytes(each) for each in before]


def test_a_cancelled_run_leaves_the_shown_lists_alone(ranked, work_off):
    second = runs.request_run(by=None, reason="again")
    runs.cancel(second)
    work_off()

    second.refresh_from_db()
    assert second.status == RunStatus.CANCELLED
    assert RankingRun.objects.current().get() == ranked.run
    assert postings_of(ranked.roboticist)[0] == ranked.robot_posting.pk


def test_an_ended_run_cannot_be_cancelled(ranked):
    with pytest.raises(runs.RunEnded):
        runs.cancel(ranked.run)


def test_a_shard_that_is_ranked_twice_counts_once(network, settings):
    settings.MATCHING_SHARD_STUDENTS = 1
    ros = network.skill("ros")
    network.student(ros), network.student(ros), network.posting(ros)
    run = runs.request_run(by=None, reason="test")
    jobs.work(Job.objects.get(name="build-run").pk)
    write = run_tasks.rank_shard(run_id=run.pk, number=0)
    again = run_tasks.rank_shard(run_id=run.pk, number=0)

    write()
    again()

    run.refresh_from_db()
    assert (run.shards_done, run.status) == (1, RunStatus.RANKING)


def test_a_failed_run_resumes_from_its_finished_shards(network, work_off, settings):
    settings.MATCHING_SHARD_STUDENTS = 1
    ros = network.skill("ros")
    network.student(ros), network.student(ros), network.posting(ros)
    run = runs.request_run(by=None, reason="test")
    jobs.work(Job.objects.get(name="build-run").pk)
    first, second = Job.objects.filter(name="rank-shard").order_by("pk")
    jobs.work(first.pk)
    Job.objects.filter(pk=second.pk).update(state="failed")
    runs.fail(run.pk, error="the worker died", at=timezone.now())
    run.refresh_from_db()
    assert run.status == RunStatus.FAILED

    runs.resume(run)

    assert work_off() == ["rank-shard", "finish-run", "forget-old-runs"]
    run.refresh_from_db()
    assert (run.status, run.shards_done) == (RunStatus.DONE, 2)


def test_a_job_that_gives_up_fails_its_run(network, monkeypatch):
    run = runs.request_run(by=None, reason="test")
    job = Job.objects.get(name="build-run")
    Job.objects.filter(pk=job.pk).update(attempts=2)
    monkeypatch.setitem(jobs.HANDLERS, "build-run", lambda run_id: 1 / 0)

    jobs.work(job.pk)

    run.refresh_from_db()
    assert (run.status, run.error) == (
        RunStatus.FAILED,
        "ZeroDivisionError: division by zero",
    )


def test_an_empty_installation_is_ranked_too(work_off):
    run = runs.request_run(by=None, reason="test")
    work_off()

    run.refresh_from_db()
    assert (run.status, run.n_students, run.n_matches) == (RunStatus.DONE, 0, 0)


def test_the_folders_of_old_runs_are_removed(ranked, work_off, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        second = runs.request_run(by=None, reason="again")
        work_off()

    assert RunFolder(second.pk).path.exists()
    assert not RunFolder(ranked.run.pk).path.exists()
