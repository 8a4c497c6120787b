from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.models.base import Timestamped


class OutgoingMail(Timestamped):
    """A mail that must go out: written with the change that caused it, sent by a job.

    It may be sent twice when a worker dies between the server's answer and our note of it; the
    Message-ID is the same both times, so that mail programs show it once.
    """

    recipient = models.EmailField()
    subject = models.CharField(max_length=300)
    text = models.TextField()
    message_id = models.CharField(max_length=100, unique=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mails")

    def __str__(self) -> str:
        return f"{self.recipient}: {self.subject}"
