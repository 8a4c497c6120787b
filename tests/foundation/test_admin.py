import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from foundation import jobs
from foundation.mail import queue_mail
from foundation.models import Job, JobState

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    client.force_login(User.objects.create_superuser("root@example.org", "a-long-password"))
    return client


def failed(name="build-run"):
    job = jobs.enqueue(name, run_id=1)
    Job.objects.filter(pk=job.pk).update(
        state=JobState.FAILED, attempts=3, error="OSError: disk full", finished_at=timezone.now()
    )
    return job


def test_a_failed_job_is_listed_with_its_error_and_runs_again(administrator):
    job, done = failed(), failed("send-mail")
    Job.objects.filter(pk=done.pk).update(state=JobState.DONE)
    page = reverse("admin:foundation_job_changelist")

    assert "OSError: disk full" in administrator.get(page).content.decode()
    ticked = {"action": "run_again", "_selected_action": [job.pk, done.pk]}
    answer = administrator.post(page, ticked, follow=True).content.decode()

    assert "1 job waits to be run." in answer
    states = Job.objects.order_by("pk").values_list("state", "attempts")
    assert list(states) == [(JobState.QUEUED, 0), (JobState.DONE, 3)]


def test_the_text_of_a_mail_is_not_shown(administrator):
    mail = queue_mail(to="ana@example.org", subject="Your key", text="the secret link")

    address = reverse("admin:foundation_outgoingmail_change", args=[mail.pk])
    page = administrator.get(address).content.decode()

    assert "Your key" in page
    assert "the secret link" not in page


def test_nobody_deletes_a_job(administrator):
    page = reverse("admin:foundation_job_delete", args=[failed().pk])

    assert administrator.post(page, {"post": "yes"}).status_code == 403
