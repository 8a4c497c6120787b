import shutil

import pytest
import time_machine

from accounts.models import StudentSkill
from accounts.signals import profile_changed
from foundation import jobs
from foundation.events import announce
from foundation.models import Job
from internships.postings.signals import posting_changed
from matching.actions import runs
from matching.archive import RunFolder, VectorsMissing
from matching.models import PostingMatches, RankingRun, StudentMatches
from matching.tasks import refresh
from matching.tasks.world import world_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_in_november")]


@pytest.fixture
def _in_november():
    with time_machine.travel("2026-11-23T08:00:00Z", tick=True):
        yield


@pytest.fixture
def world(network, work_off):
    network.ros, network.law = network.skill("ros"), network.skill("patent law")
    network.students = [network.student(network.ros), network.student(network.law)]
    network.postings = [network.posting(network.ros), network.posting(network.law)]
    runs.request_run(by=None, reason="test")
    work_off()
    return network


def lists():
    """Every list that is shown, by its owner."""
    of_students = {
        ("student", each.profile_id): each.ranked() for each in StudentMatches.objects.current()
    }
    of_postings = {
        ("posting", each.posting_id): each.ranked() for each in PostingMatches.objects.current()
    }
    return {
        owner: (ranked.ids.tolist(), ranked.scores.tolist())
        for owner, ranked in (of_students | of_postings).items()
    }


def run_anew(work_off):
    runs.request_run(by=None, reason="to compare")
    work_off()


def test_a_learnt_skill_moves_a_posting_up_at_once(world, work_off):
    student, (robots, _law) = world.students[1], world.postings
    StudentSkill.objects.create(profile=student, skill=world.ros, level=5, evidence=4)
    before = StudentMatches.objects.current().get(profile=student).ranked().score_of(robots.pk)

    announce(profile_changed, profile_id=student.pk)
    done = work_off()

    after = StudentMatches.objects.current().get(profile=student).ranked().score_of(robots.pk)
    assert done == ["refresh-student"]
    assert after > before
    theirs = PostingMatches.objects.current().get(posting=robots).ranked()
    assert theirs.score_of(student.pk) == after


def test_a_refreshed_student_stands_as_after_a_full_run(world, work_off):
    StudentSkill.objects.filter(profile=world.students[1]).update(level=2, evidence=0)
    announce(profile_changed, profile_id=world.students[1].pk)
    work_off()
    refreshed = {owner: ids for owner, (ids, _scores) in lists().items()}

    run_anew(work_off)

    assert {owner: ids for owner, (ids, _scores) in lists().items()} == refreshed


def test_a_new_posting_enters_the_lists(world, work_off):
    posting = world.posting(world.law)

    announce(posting_changed, posting_id=posting.pk)
    work_off()

    ids, _ = lists()["student", world.students[1].pk]
    assert posting.pk in ids
    assert lists()["posting", posting.pk][0][0] == world.students[1].pk


def test_a_closed_posting_leaves_the_lists(world, work_off):
    posting = world.postings[0]
    posting.status = "closed"
    posting.save()

    announce(posting_changed, posting_id=posting.pk)
    work_off()

    assert all(
        posting.pk not in ids for (kind, _), (ids, _) in lists().items() if kind == "student"
    )
    assert ("posting", posting.pk) not in lists()


def test_who_withdraws_consent_leaves_the_lists(world, work_off):
    student = world.students[0]
    student.consents_to_matching = False
    student.save()

    announce(profile_changed, profile_id=student.pk)
    work_off()

    assert all(
        student.pk not in ids for (kind, _), (ids, _) in lists().items() if kind == "posting"
    )
    assert ("student", student.pk) not in lists()


def test_refreshing_twice_changes_nothing(world, work_off):
    announce(profile_changed, profile_id=world.students[0].pk)
    work_off()
    once = lists()
    announce(profile_changed, profile_id=world.students[0].pk)
    work_off()

    assert lists() == once


def test_a_change_during_a_run_is_not_lost(world, work_off):
    run = runs.request_run(by=None, reason="overlapping")
    jobs.work(Job.objects.get(name="build-run", key=str(run.pk)).pk)
    posting = world.posting(world.law)
    announce(posting_changed, posting_id=posting.pk)
    work_off()

    assert RankingRun.objects.current().get() == run
    ids, _ = lists()["student", world.students[1].pk]
    assert posting.pk in ids


def test_before_the_first_run_nothing_is_refreshed(network):
    student = network.student()

    announce(profile_changed, profile_id=student.pk)

    assert not Job.objects.exists()


def test_missing_vectors_lead_to_a_new_run(world, work_off):
    current = RankingRun.objects.current().get()
    shutil.rmtree(RunFolder(current.pk).path)

    announce(profile_changed, profile_id=world.students[0].pk)
    work_off()

    assert RankingRun.objects.current().get().pk > current.pk


def test_a_refresh_whose_run_was_replaced_meanwhile_is_done_again(world, work_off, monkeypatch):
    student = world.students[0]
    before = RankingRun.objects.current().get()
    announce(profile_changed, profile_id=student.pk)
    waiting = Job.objects.get(state="queued")

    def gone(run_id):
        if run_id == before.pk:
            RankingRun.objects.filter(pk=before.pk).update(is_current=False)
            raise VectorsMissing("the folder went with its run")
        return world_of(run_id)

    monkeypatch.setattr(refresh, "world_of", gone)
    jobs.work(waiting.pk)

    assert Job.objects.get(state="queued").name == "refresh-student"
    assert not RankingRun.objects.exclude(pk=before.pk).exists()
