"""What a worker does before its first job."""

from typing import Any

from celery.signals import worker_init

from matching.engine.ranking import warm_up


@worker_init.connect
def load_the_kernel(**_facts: Any) -> None:
    """Once, before the worker divides: its processes then share the compiled loops."""
    warm_up()
