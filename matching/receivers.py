"""When this happens elsewhere, matching does that."""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from accounts.models import StudentProfile
from accounts.signals import acceptance_moved, organisation_moved, profile_changed
from foundation import jobs
from foundation.signals import job_failed
from internships.postings.models import Posting
from internships.postings.signals import (
    posting_changed,
    posting_moved,
    posting_opened,
    posting_saved,
)
from matching.actions import feedback, runs
from matching.enums import Event
from matching.models import RankingRun

FROM_THE_LIST = "matches"
RUN_JOBS = ("build-run", "rank-shard", "finish-run")


@receiver(profile_changed)
def refresh_a_students_list(*, profile_id: int, **_: Any) -> None:
    if _anything_ranked():
        jobs.enqueue("refresh-student", key=str(profile_id), profile_id=profile_id)


@receiver([posting_changed, posting_moved])
def refresh_a_postings_list(*, posting_id: int, **_: Any) -> None:
    if _anything_ranked():
        _refresh_posting(posting_id)


@receiver(acceptance_moved)
def refresh_lists_of_a_company(*, company_id: int, **_: Any) -> None:
    _refresh_postings_of(company_id)


@receiver(organisation_moved)
def refresh_lists_of_an_organisation(*, organisation_id: int, **_: Any) -> None:
    _refresh_postings_of(organisation_id)


@receiver(posting_opened)
def note_that_a_student_opened(*, posting_id: int, user_id: int, came_from: str, **_: Any) -> None:
    """Only what the student's own list led to: pages are opened for many reasons."""
    if came_from == FROM_THE_LIST:
        _note(Event.OPENED, posting_id=posting_id, user_id=user_id)


@receiver(posting_saved)
def note_that_a_student_saved(*, posting_id: int, user_id: int, **_: Any) -> None:
    _note(Event.SAVED, posting_id=posting_id, user_id=user_id)


@receiver(job_failed)
def fail_the_run(*, name: str, facts: dict[str, Any], error: str, **_: Any) -> None:
    """A job that names no run, or nonsense, has failed by itself."""
    run_id = facts.get("run_id")
    if name in RUN_JOBS and isinstance(run_id, int):
        runs.fail(run_id, error=error, at=timezone.now())


def _note(event: Event, *, posting_id: int, user_id: int) -> None:
    profile_id = StudentProfile.objects.filter(user=user_id).values_list("pk", flat=True).first()
    if profile_id is not None:
        feedback.record(event, profile_id=profile_id, posting_id=posting_id, at=timezone.now())


def _anything_ranked() -> bool:
    """Before the first run there is nothing to refresh: it will see everything."""
    return RankingRun.objects.exists()


def _refresh_posting(posting_id: int) -> None:
    jobs.enqueue("refresh-posting", key=str(posting_id), posting_id=posting_id)


def _refresh_postings_of(organisation_id: int) -> None:
    if not _anything_ranked():
        return
    owned = Posting.objects.filter(owner=organisation_id).exclude(opened_at=None)
    for posting_id in owned.values_list("pk", flat=True):
        _refresh_posting(posting_id)
