import pytest
from django.core import mail as sent
from django.db import transaction

from foundation import jobs
from foundation.mail import queue_mail
from foundation.models import Job, OutgoingMail

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
