"""What is changed, deleted, or nonsense while a run is between its steps."""

import pytest
import time_machine
from django.core.checks import run_checks
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import StudentProfile, StudentSkill
from accounts.signals import profile_changed
from foundation import jobs
from foundation.events import announce
from foundation.models import Job, JobState
from internships.postings.models import Posting, PostingSkill, SeatGroup
from internships.postings.signals import posting_changed
from matching.actions import runs
from matching.apps import settings_make_sense
from matching.enums import RunStatus
from matching.matches import explained_match, ranking_of, reasons_against
from matching.models import PostingMatches, RankingRun, StudentMatches
from tests.factories import DisciplineFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_in_november")]
STEPS = ["build-run", "rank-shard", "finish-run"]


@pytest.fixture
def _in_november():
    with time_machine.travel("2026-11-23T08:00:00Z", tick=True):
        yield


@pytest.fixture
def world(network):
    network.field, network.above = DisciplineFactory(), DisciplineFactory()
    network.ros, network.law = network.skill("ros"), network.skill("patent law")
    network.people = [
        network.student(network.ros, network.law, discipline=network.field),
        network.student(network.law, discipline=network.field),
    ]
    network.offers = [network.posting(network.ros), network.posting(network.law, network.ros)]
    return network


def up_to(run, step):
    """Do the run's jobs up to this step."""
    for name in STEPS[: STEPS.index(step) + 1]:
        for job in Job.objects.waiting().filter(name=name).order_by("pk"):
            assert jobs.work(job.pk), Job.objects.get(pk=job.pk).error


def half_way(step):
    run = runs.request_run(by=None, reason="test")
    up_to(run, step)
    return run


def done(run):
    run.refresh_from_db()
    return (run.status, run.is_current) == (RunStatus.DONE, True)


def delete_skill(world):
    StudentSkill.objects.filter(skill=world.ros).delete()
    PostingSkill.objects.filter(skill=world.ros).delete()
    world.ros.delete()


def merge_skills(world):
    """The lines of one go to the other, as far as they are not there; then it is gone."""
    for model, owner in ((StudentSkill, "profile_id"), (PostingSkill, "posting_id")):
        has = set(model.objects.filter(skill=world.law).values_list(owner, flat=True))
        of_the_other = model.objects.filter(skill=world.ros)
        of_the_other.exclude(**{f"{owner}__in": has}).update(skill=world.law)
        model.objects.filter(skill=world.ros).delete()
    world.ros.delete()


def move_disciplines(world):
    world.field.parent = world.above
    world.field.save()


def retire_skill(world):
    world.ros.is_active = False
    world.ros.save()


def add_skill(world):
    newer = world.skill("newer")
    for person in world.people:
        StudentSkill.objects.create(profile=person, skill=newer, level=3)


CHANGES = [delete_skill, merge_skills, move_disciplines, retire_skill, add_skill]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("after", STEPS)
def test_a_taxonomy_that_changes_half_way_leaves_a_run_that_is_shown(
    world, work_off, client, change, after
):
    run = half_way(after)
    change(world)
    work_off()

    assert done(run)
    student, posting = world.people[0], world.offers[1]
    client.force_login(student.user)
    assert client.get(reverse("matching:for-you")).status_code == 200
    for page in (
        reverse("matching:explanation", args=[posting.pk]),
        f"/api/v1/matches/{posting.pk}/explanation/",
        "/api/v1/matches/",
    ):
        assert client.get(page).status_code == 200
    match = explained_match(student, posting)
    stored = StudentMatches.objects.current().get(profile=student).ranked()
    assert match.explained.score == pytest.approx(stored.score_of(posting.pk), abs=1e-6)
    assert sum(part.share for part in match.explained.parts) == pytest.approx(
        match.explained.score, abs=1e-6
    )


@pytest.mark.parametrize("change", CHANGES)
def test_refreshes_after_a_changed_taxonomy_agree_with_each_other(world, work_off, change):
    half_way("finish-run")
    change(world)
    for person in world.people:
        announce(profile_changed, profile_id=person.pk)
    for offer in world.offers:
        announce(posting_changed, posting_id=offer.pk)
    work_off()

    for person in world.people:
        mine = StudentMatches.objects.current().get(profile=person).ranked()
        for posting_id, score in mine.by_id().items():
            theirs = PostingMatches.objects.current().get(posting=posting_id).ranked()
            assert theirs.by_id()[person.pk] == score


def test_a_seat_for_a_discipline_that_moved_is_decided_as_it_is_now(world, work_off):
    """A run decides by the tree of when it read; a page and a refresh by that of now."""
    offer = world.offers[0]
    SeatGroup.objects.filter(posting=offer).delete()
    SeatGroup.objects.create(posting=offer, seats=1).disciplines.add(world.above)
    run = half_way("build-run")
    move_disciplines(world)
    work_off()
    student, today = world.people[0], timezone.localdate()

    assert done(run)
    assert StudentMatches.objects.current().get(profile=student).ranked().score_of(offer.pk) is None
    assert not reasons_against(student, offer, today=today)
    announce(profile_changed, profile_id=student.pk)
    work_off()
    assert StudentMatches.objects.current().get(profile=student).ranked().score_of(offer.pk)


@pytest.mark.parametrize("after", STEPS[:2])
def test_a_profile_erased_while_a_run_is_under_way_has_no_list(world, work_off, after, settings):
    settings.MATCHING_SHARD_STUDENTS = 1
    run = half_way(after)
    gone, left = world.people
    gone_id = gone.pk
    gone.user.delete()
    assert not StudentProfile.objects.filter(pk=gone_id).exists()
    announce(profile_changed, profile_id=gone_id)
    work_off()

    assert done(run)
    of_the_run = StudentMatches.objects.current().values_list("profile", flat=True)
    assert list(of_the_run) == [left.pk]
    for stored in PostingMatches.objects.current():
        assert gone_id not in stored.ranked().ids


@pytest.mark.parametrize("after", STEPS[:2])
def test_a_posting_deleted_while_a_run_is_under_way_has_no_list(world, work_off, client, after):
    run = half_way(after)
    gone, left = world.offers
    gone_id = gone.pk
    Posting.objects.filter(pk=gone_id).delete()
    announce(posting_changed, posting_id=gone_id)
    work_off()

    assert done(run)
    assert list(PostingMatches.objects.current().values_list("posting", flat=True)) == [left.pk]
    assert list(ranking_of(world.people[0]).scores) == [left.pk]
    client.force_login(world.people[0].user)
    assert client.get(reverse("matching:for-you")).status_code == 200
    assert client.get(reverse("matching:explanation", args=[gone_id])).status_code == 404


def test_a_run_without_students_and_one_without_postings(network, work_off):
    network.posting(network.skill("ros"))
    alone = half_way("finish-run")
    assert done(alone)
    assert (alone.n_students, alone.n_postings, alone.n_matches) == (0, 1, 0)

    Posting.objects.all().delete()
    network.student(network.skill("law"))
    other = half_way("finish-run")

    assert done(other)
    assert (other.n_students, other.n_postings, other.n_matches) == (1, 0, 0)


def test_ids_beyond_32_bits_go_all_the_way(network, work_off, client, settings):
    settings.MATCHING_EXPOSURE_LOSS = 0.1
    ros = network.skill("ros")
    student = network.student(ros, pk=2**31 + 7, user=UserFactory(pk=2**33))
    posting = network.posting(ros, pk=2**40 + 1)
    half_way("finish-run")
    client.force_login(student.user)

    def wire():
        lines = client.get("/api/v1/matches/").json()["results"]
        why = client.get(f"/api/v1/matches/{posting.pk}/explanation/").json()
        ranks = {line["posting"]: line["rank"] for line in lines}
        assert why["rank"] == ranks[why["posting"]]
        return set(ranks)

    assert wire() == {posting.pk}
    later = network.posting(ros, pk=2**62)
    announce(posting_changed, posting_id=later.pk)
    announce(profile_changed, profile_id=student.pk)
    work_off()

    assert wire() == {posting.pk, later.pk}
    mine = StudentMatches.objects.current().get(profile=student).ranked()
    assert set(mine.ids.tolist()) == {posting.pk, later.pk}
    theirs = PostingMatches.objects.current().get(posting=later).ranked()
    assert theirs.ids.tolist() == [student.pk]


# Jobs and settings that are nonsense


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("build-run", {}),
        ("build-run", {"run_id": "x"}),
        ("rank-shard", {"run_id": 999_999, "number": 0}),
        ("rank-shard", {"run_id": -1}),
        ("finish-run", {"run_id": None}),
        ("finish-run", {"run_id": 10**30}),
        ("refresh-student", {"profile_id": "x"}),
        ("refresh-posting", {"posting": 1}),
        ("refresh-nobody", {}),
    ],
)
def test_a_job_that_is_nonsense_fails_by_itself_and_says_why(world, name, facts):
    half_way("finish-run")
    shown = RankingRun.objects.current().get()
    job = jobs.enqueue(name, **facts)
    Job.objects.filter(pk=job.pk).update(attempts=2)

    assert not jobs.work(job.pk)

    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert job.error
    assert RankingRun.objects.current().get() == shown


@pytest.mark.parametrize("number", [99, -1])
def test_a_shard_that_there_is_not_is_refused(world, number):
    run = half_way("build-run")
    job = jobs.enqueue("rank-shard", run_id=run.pk, number=number)

    assert not jobs.work(job.pk)

    assert "RankingShard" in Job.objects.get(pk=job.pk).error
    run.refresh_from_db()
    assert run.status == RunStatus.RANKING


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("MATCHING_SHARD_STUDENTS", 0),
        ("MATCHING_SHARD_STUDENTS", -5),
        ("MATCHING_MOST_SHARDS", 0),
        ("MATCHING_EXPOSURE_LOSS", -0.1),
        ("MATCHING_EXPOSURE_LOSS", 0.6),
        ("MATCHING_EXPOSURE_LOSS", float("nan")),
    ],
)
def test_settings_that_make_no_sense_are_named_before_anything_starts(settings, setting, value):
    setattr(settings, setting, value)

    assert [setting in str(error) for error in settings_make_sense()] == [True]
    assert any(setting in str(error) for error in run_checks())


def test_the_settings_as_they_come_make_sense():
    assert settings_make_sense() == []


def test_two_runs_that_begin_at_once_are_one(world, monkeypatch):
    """Neither sees the other's row yet: the database refuses the second."""
    runs.request_run(by=None, reason="first")
    nothing = RankingRun.objects.none()
    monkeypatch.setattr(type(RankingRun.objects.all()), "unfinished", lambda _self: nothing)

    with pytest.raises(runs.RunUnderWay, match="just begun"):
        runs.request_run(by=None, reason="second")
    with pytest.raises(IntegrityError), transaction.atomic():
        RankingRun.objects.create(status=RunStatus.RANKING)

    assert RankingRun.objects.count() == 1
    RankingRun.objects.create(status=RunStatus.FAILED)
    RankingRun.objects.create(status=RunStatus.CANCELLED)
