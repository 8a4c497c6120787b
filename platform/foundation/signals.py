"""What the ground floor announces."""

from django.dispatch import Signal

job_failed = Signal()  # facts: name: str, facts: dict, error: str
