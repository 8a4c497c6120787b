"""Rows without any business meaning."""

from foundation.models.base import Timestamped, Transition
from foundation.models.idempotency import IdempotencyKey
from foundation.models.job import Job, JobState
from foundation.models.limit import LimitCounter
from foundation.models.mail import OutgoingMail

__all__ = [
    "IdempotencyKey",
    "Job",
    "JobState",
    "LimitCounter",
    "OutgoingMail",
    "Timestamped",
    "Transition",
]
