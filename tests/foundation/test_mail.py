from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail as sent
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from foundation import jobs
from foundation import mail as outbox
from foundation.mail import queue_mail
from foundation.models import Job, JobState, OutgoingMail

pytestmark = pytest.mark.django_db


def test_a_mail_goes_out_by_its_job_and_once():
    queued = queue_mail(to="ana@example.org", subject="Hello", text="…")
    assert sent.outbox == []

    job = Job.objects.get(name="send-mail")
    assert [jobs.work(job.pk), jobs.work(job.pk)] == [True, False]

    queued.refresh_from_db()
    assert [message.to for message in sent.outbox] == [["ana@example.org"]]
    assert queued.sent_at is not None


def test_a_mail_that_may_be_sent_twice_has_one_message_id():
    queued = queue_mail(to="ana@example.org", subject="Hello", text="…")
    job = Job.objects.get(name="send-mail")
    jobs.handler_of("send-mail")(mail_id=queued.pk)  # sent, and killed before it was noted

    jobs.work(job.pk)

    ids = {message.extra_headers["Message-ID"] for message in sent.outbox}
    assert (len(sent.outbox), ids) == (2, {queued.message_id})


def test_a_subject_cannot_smuggle_in_a_header():
    queued = queue_mail(to="ana@example.org", subject="Hi\r\nBcc: all@example.org", text="…")

    assert queued.subject == "Hi Bcc: all@example.org"


def test_a_mail_of_a_change_that_failed_is_never_sent():
    def change_and_fail():
        with transaction.atomic():
            queue_mail(to="ana@example.org", subject="Hello", text="…")
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        change_and_fail()

    assert not OutgoingMail.objects.exists()


@pytest.fixture
def server(monkeypatch):
    """Raises what it is told to, instead of sending."""

    class Server:
        problem, asked = None, 0

        def send(self):
            self.asked += 1
            raise self.problem

    server = Server()
    monkeypatch.setattr(outbox._Server, "away_until", 0.0)
    monkeypatch.setattr(EmailMessage, "send", server.send)
    return server


SILENT = [SMTPServerDisconnected("timed out"), TimeoutError("timed out"), ConnectionRefusedError()]


@pytest.mark.parametrize("problem", SILENT)
def test_a_mail_waits_for_a_server_that_is_away_and_loses_no_attempt(server, problem, settings):
    settings.EMAIL_TIMEOUT = 10
    server.problem = problem
    queue_mail(to="ana@example.org", subject="Hello", text="…")
    job, before = Job.objects.get(), timezone.now()

    assert not jobs.work(job.pk)

    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.QUEUED, 0)
    assert job.due_at - before >= timedelta(seconds=30)
    assert "the mail server does not answer" in job.error


def test_only_the_first_of_many_mails_waits_for_a_silent_server(server):
    server.problem = TimeoutError("timed out")
    for _ in range(5):
        queue_mail(to="ana@example.org", subject="Hello", text="…")

    for job in Job.objects.all():
        jobs.work(job.pk)

    assert server.asked == 1
    assert set(Job.objects.values_list("state", "attempts")) == {(JobState.QUEUED, 0)}


def test_a_mail_that_the_server_refuses_fails_in_the_end(server):
    server.problem = SMTPRecipientsRefused({"ana@example.org": (550, b"nobody here")})
    queue_mail(to="ana@example.org", subject="Hello", text="…")
    job = Job.objects.get()

    for _attempt in range(job.max_attempts):
        Job.objects.update(due_at=timezone.now())
        jobs.work(job.pk)

    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.FAILED, 3)
    assert "nobody here" in job.error


def test_a_mail_that_found_no_server_for_a_day_uses_up_its_attempts(server):
    server.problem = TimeoutError("timed out")
    queue_mail(to="ana@example.org", subject="Hello", text="…")
    job = Job.objects.get()
    Job.objects.update(created_at=timezone.now() - timedelta(days=2))

    jobs.work(job.pk)

    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.QUEUED, 1)
