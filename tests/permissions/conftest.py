import logging

import pytest
import structlog
import time_machine
from django.db import transaction
from django.utils import translation

from tests.permissions.asking import Site
from tests.permissions.world import World

NOVEMBER = "2026-11-23T08:00:00Z"


@pytest.fixture(autouse=True)
def _in_november():
    """Before the postings' deadline."""
    with time_machine.travel(NOVEMBER, tick=True):
        yield


@pytest.fixture(autouse=True)
def _in_silence():
    """Thousands of refusals, each with its traceback, would take half of the time to write."""
    logging.disable(logging.CRITICAL)
    with structlog.testing.capture_logs():
        yield
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One for all tests of a module, in a transaction that is rolled back behind the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        with time_machine.travel(NOVEMBER, tick=True), translation.override("en"):
            made = World()
            made.site = Site()
        yield made
        transaction.set_rollback(True)
