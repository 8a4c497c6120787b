from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection

from foundation import bulk
from foundation.bulk import Target, count_anew, upsert
from foundation.models import LimitCounter

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


COUNTERS = Target(LimitCounter, ("key", "starts_at", "count"), unique=("key", "starts_at"))


def counters(keys, *, count, at=NOON):
    return [(key, at, count) for key in keys]


def stored():
    return sorted(LimitCounter.objects.values_list("key", "starts_at", "count"))


def test_new_rows_are_added_and_known_ones_overwritten():
    upsert(counters("ab", count=1), COUNTERS)
    upsert(counters("bc", count=7), COUNTERS)

    assert stored() == [("a", NOON, 1), ("b", NOON, 7), ("c", NOON, 7)]


def test_pieces_make_no_difference(monkeypatch):
    monkeypatch.setattr(bulk, "ROWS_PER_TRANSACTION", 3)
    monkeypatch.setattr(bulk, "ROWS_PER_COPY", 3)
    later = NOON + timedelta(hours=1)

    upsert(counters("abcdefgh", count=2, at=later), COUNTERS)

    assert stored() == [(key, later, 2) for key in "abcdefgh"]


def test_nothing_is_no_problem():
    upsert([], COUNTERS)

    assert stored() == []


def test_an_overwritten_row_keeps_its_number():
    upsert(counters("a", count=1), COUNTERS)
    before = LimitCounter.objects.get().pk

    upsert(counters("a", count=2), COUNTERS)

    assert LimitCounter.objects.get().pk == before


def test_what_the_database_forbids_is_refused():
    with pytest.raises(IntegrityError):
        upsert(counters("a", count=None), COUNTERS)


@pytest.mark.parametrize("columns", [("key", "starts_at"), ("key", "starts_at", "count", "id")])
def test_a_target_names_every_column_and_no_other(columns):
    with pytest.raises(ValueError, match="a row of LimitCounter has the columns"):
        Target(LimitCounter, columns, unique=("key",))


def test_a_filled_table_is_counted_anew():
    upsert(counters("abcdefgh", count=1), COUNTERS)

    count_anew(LimitCounter)

    if connection.vendor == "postgresql":
        table = LimitCounter._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute("SELECT reltuples FROM pg_class WHERE relname = %s", [table])
            assert cursor.fetchone() == (8,)
    assert len(stored()) == 8
