from datetime import timedelta

import pytest
from django.utils import timezone

from foundation import jobs
from foundation.models import Job

pytestmark = pytest.mark.django_db


def test_with_nothing_to_do_all_is_well(client):
    answer = client.get("/health/")

    assert (answer.status_code, answer.json()) == (
        200,
        {"waiting_jobs": 0, "oldest_waiting_seconds": 0},
    )


def test_a_job_that_waits_too_long_is_a_fault(client):
    job = jobs.enqueue("note", text="hello")
    Job.objects.filter(pk=job.pk).update(due_at=timezone.now() - timedelta(seconds=90))

    answer = client.get("/health/")

    assert answer.status_code == 503
    assert answer.json()["waiting_jobs"] == 1
