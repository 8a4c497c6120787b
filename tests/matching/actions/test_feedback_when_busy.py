"""While somebody else holds the database, a list is read all the same."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.db import connection, connections
from django.urls import reverse

from matching.actions import feedback, runs
from matching.enums import Side
from matching.matches import Seen, Sight
from matching.models import Feedback, RankingRun

pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def seen(network):
    run = RankingRun.objects.create(status="done", is_current=True)
    pair = (network.student().pk, network.posting().pk)
    return Seen(run.pk, Side.STUDENT, {pair: Sight(1, 0.5, {})})


@pytest.fixture
def _held():
    """Somebody writes to what a row of feedback belongs to, and does not come to an end."""
    other = connections.create_connection("default")
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(settings.DATABASES["default"]["NAME"], uri=True)) as writer:
            writer.execute("BEGIN IMMEDIATE")
            yield
            writer.rollback()
        return
    with closing(other), other.cursor() as writer:
        other.set_autocommit(False)
        writer.execute("LOCK TABLE matching_feedback IN EXCLUSIVE MODE")
        yield
        other.rollback()


def test_a_busy_database_loses_the_sight_and_nothing_else(seen, request):
    request.getfixturevalue("_held")

    feedback.record_shown(seen, at=NOON)

    assert not Feedback.objects.exists()


def test_afterwards_the_connection_is_as_patient_as_before(seen):
    before = _patience()

    feedback.record_shown(seen, at=NOON)

    assert Feedback.objects.exists()
    assert _patience() == before


def test_the_page_is_shown_while_the_database_is_busy(client, network, work_off, request):
    ros = network.skill("ros")
    profile, posting = network.student(ros), network.posting(ros)
    runs.request_run(by=None, reason="test")
    work_off()
    client.force_login(profile.user)
    request.getfixturevalue("_held")

    page = client.get(reverse("matching:for-you"))

    assert [row["match"].posting for row in page.context["matches"]] == [posting]
    assert not Feedback.objects.exists()


def _patience():
    asked = "PRAGMA busy_timeout" if connection.vendor == "sqlite" else "SHOW lock_timeout"
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return cursor.fetchone()
