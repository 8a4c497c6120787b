"""Mail by outbox: the row is written with the change, a job sends it."""

from datetime import timedelta
from email.utils import make_msgid
from smtplib import SMTPConnectError, SMTPException, SMTPServerDisconnected
from time import monotonic

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from foundation import jobs
from foundation.models import OutgoingMail

RESTS_PER_TIMEOUT = 3


class _Server:
    """Until when it is left alone here: waiting for its silence keeps other jobs waiting too."""

    away_until = 0.0


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
    """Hand the mail to the server; the returned function notes that it went out.

    Raises Postponed while the server cannot be reached. A mail that it refuses is a failed attempt.
    """
    mail = OutgoingMail.objects.get(pk=mail_id)
    if mail.sent_at is None:
        _hand_over(mail)

    def note() -> None:
        OutgoingMail.objects.filter(pk=mail_id, sent_at=None).update(sent_at=timezone.now())

    return note


def _hand_over(mail: OutgoingMail) -> None:
    rest = timedelta(seconds=RESTS_PER_TIMEOUT * settings.EMAIL_TIMEOUT)
    if monotonic() < _Server.away_until:
        raise jobs.Postponed("the mail server did not answer a moment ago", wait=rest)
    message = EmailMessage(
        mail.subject,
        mail.text,
        settings.DEFAULT_FROM_EMAIL,
        [mail.recipient],
        headers={"Message-ID": mail.message_id},
    )
    try:
        message.send()
    except OSError as error:
        if not _is_away(error):
            raise
        _Server.away_until = monotonic() + rest.total_seconds()
        why = f"the mail server does not answer ({type(error).__name__}: {error})"
        raise jobs.Postponed(why, wait=rest) from error


def _is_away(error: OSError) -> bool:
    """Refusals are SMTPExceptions too, and those are OSErrors."""
    silent = (SMTPServerDisconnected, SMTPConnectError)
    return isinstance(error, silent) or not isinstance(error, SMTPException)
