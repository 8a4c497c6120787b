from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.models.base import Timestamped


class JobState(models.TextChoices):
    QUEUED = "queued", _("queued")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


class JobQuerySet(models.QuerySet["Job"]):
    def claimable(self, *, at: datetime) -> Self:
        """Jobs that nobody works on: due, or left behind by a worker that died."""
        due = Q(state=JobState.QUEUED, due_at__lte=at)
        abandoned = Q(state=JobState.RUNNING, lease_until__lt=at)
        return self.filter(due | abandoned)

    def given_up(self, *, at: datetime) -> Self:
        """Jobs whose every attempt ended without an answer."""
        return self.claimable(at=at).filter(attempts__gte=F("max_attempts"))

    def waiting(self) -> Self:
        return self.filter(state=JobState.QUEUED)

    def unfinished(self) -> Self:
        return self.filter(state__in=[JobState.QUEUED, JobState.RUNNING])

    def held(self, job_id: int, token: str) -> Self:
        """The job, if the worker with this token still holds it."""
        return self.filter(pk=job_id, lease_token=token, state=JobState.RUNNING)


class Job(Timestamped):
    """Work that must happen. The row is the job; a message to a worker is only a hint."""

    name = models.CharField(max_length=100)
    key = models.CharField(max_length=100, blank=True, help_text=_("Equal waiting jobs are one."))
    queue = models.CharField(max_length=20, default="celery")
    facts = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=3)
    due_at = models.DateTimeField()
    lease_token = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        indexes = [
            models.Index(fields=["state", "due_at"], name="job_due"),
            models.Index(fields=["name", "key", "state"], name="job_same_work"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.name}: {self.state}"
