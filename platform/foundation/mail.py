"""Mail by outbox: the row is written with the change, a job sends it."""

from email.utils import make_msgid

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from foundation import jobs
from foundation.models import OutgoingMail


def queue_mail(*, to: str, subject: str, text: str) -> OutgoingMail:
    """Let a mail go out once the caller's transaction is committed."""
    mail = OutgoingMail.objects.create(
        recipient=to,
        subject=" ".join(subject.split())[:300],
        text=text,
        message_id=make_msgid(domain="synnet"),
    )
    jobs.enqueue("send-mail", key=str(mail.pk), mail_id=mail.pk)
    return mail


def send(mail_id: int) -> jobs.Write:
    """Hand the mail to the server; the returned function notes that it went out."""
    mail = OutgoingMail.objects.get(pk=mail_id)
    if mail.sent_at is None:
        EmailMessage(
            mail.subject,
            mail.text,
            settings.DEFAULT_FROM_EMAIL,
            [mail.recipient],
            headers={"Message-ID": mail.message_id},
        ).send()

    def note() -> None:
        OutgoingMail.objects.filter(pk=mail_id, sent_at=None).update(sent_at=timezone.now())

    return note
