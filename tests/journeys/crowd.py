"""Students and postings enough for a run of some seconds, and what a run found."""

from django.db import transaction

from accounts.enums import DegreeLevel
from accounts.models import StudentProfile, StudentSkill, User
from foundation.models import Job
from matching.enums import RunStatus
from matching.models import PostingMatches, StudentMatches
from taxonomy.models import Skill
from tests.journeys.world import World, day, some_discipline

STUDENTS, POSTINGS, SHARDS = 3_000, 120, 40
SKILLS_EACH = 5
ENVIRONMENT = {"MATCHING_SHARD_STUDENTS": str(STUDENTS // SHARDS), "MATCHING_MOST_SHARDS": "99"}


def gather():
    """Everybody brings other skills."""
    known = list(Skill.objects.usable().order_by("pk"))
    with transaction.atomic():
        world = World()
        for number in range(POSTINGS):
            world.posting(*(each.key for each in some(known, number)))
        profiles = enrol(STUDENTS, world.university)
        StudentSkill.objects.bulk_create(
            StudentSkill(profile=profile, skill=skill, level=1 + number % 5)
            for number, profile in enumerate(profiles)
            for skill in some(known, number)
        )


def some(known, number):
    """Five skills that lie close together, so that neighbours have some in common."""
    start = number * 3 % (len(known) - SKILLS_EACH)
    return known[start : start + SKILLS_EACH]


def enrol(count, university):
    users = User.objects.bulk_create(
        User(email=f"student{number}@example.org") for number in range(count)
    )
    studied = some_discipline()
    return StudentProfile.objects.bulk_create(
        StudentProfile(
            user=user,
            university=university,
            discipline=studied,
            degree_level=DegreeLevel.BACHELOR,
            year=2,
            available_from_on=day(30),
            available_until_on=day(400),
            hours_per_week=40,
        )
        for user in users
    )


def lists_of(run):
    """Everything that the run found, to the last bit."""
    of_students = StudentMatches.objects.filter(run=run).values_list("profile", "packed")
    of_postings = PostingMatches.objects.filter(run=run).values_list("posting", "packed")
    return [
        {owner: bytes(packed) for owner, packed in lists} for lists in (of_students, of_postings)
    ]


def is_under_way(run):
    run.refresh_from_db()
    return run.status == RunStatus.RANKING and run.shards_done > SHARDS // 10


def wait_for_the_end(site):
    site.until(lambda: not Job.objects.unfinished().exists(), what="the end of the run")
