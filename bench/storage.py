"""Packed lists against a row for each match: `python bench/storage.py`, prints JSON.

DATABASE_URL names a PostgreSQL or SQLite database with at least `--students` profiles, such as one
that `scale_run.py` has filled. Both ways store the same made-up best 50 of each student: as the
product does (`matching.actions.lists`), and by `bulk_create` of rows with an index by student and
rank. Then "my top 20" is read for some students both ways. What was written is removed.
"""

import argparse
import json
import os
import sys
import time
from pathlib import Path

import django
import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
LENGTH, TOP, READERS = 50, 20, 2_000


def main(n_students):
    """What both ways took."""
    django.setup()
    from accounts.models import StudentProfile  # noqa: PLC0415 -- needs Django set up

    ids = list(StudentProfile.objects.order_by("pk").values_list("pk", flat=True)[:n_students])
    if len(ids) < n_students:
        sys.exit(f"only {len(ids)} profiles in this database: see scale_run.py")
    random = np.random.default_rng(0)
    lists = [
        (each, random.integers(1, 10_000, LENGTH), np.sort(random.random(LENGTH))[::-1])
        for each in ids
    ]
    packed, rows = packed_lists(lists), match_rows(lists)
    return {
        "matches": n_students * LENGTH,
        "packed": packed,
        "rows": rows,
        "times faster to write": round(rows["write_s"] / packed["write_s"], 1),
        "bytes, rows over packed": round(rows["bytes"] / packed["bytes"], 1),
        "reading my top 20, packed over rows": round(packed["read_s"] / rows["read_s"], 2),
    }


def packed_lists(lists):
    from django.utils import timezone  # noqa: PLC0415 -- needs Django set up

    from matching.actions.lists import write_student_lists  # noqa: PLC0415
    from matching.codec import RankedList  # noqa: PLC0415
    from matching.models import RankingRun, StudentMatches  # noqa: PLC0415

    run = RankingRun.objects.create(status="cancelled", reason="bench/storage.py")
    before = size_of(StudentMatches)
    ranked = [(each, RankedList.of(ids, scores)) for each, ids, scores in lists]
    try:
        wrote = seconds(lambda: write_student_lists(run.pk, ranked, at=timezone.now()))
        size = size_of(StudentMatches) - before

        def read(profile_id):
            found = StudentMatches.objects.get(run=run, profile=profile_id)
            return found.ranked().first(TOP).by_id()

        return figures(wrote, size, lists, read)
    finally:
        run.delete()


def match_rows(lists):
    from django.db import connection, models  # noqa: PLC0415 -- needs Django set up

    class BenchMatch(models.Model):
        run = models.BigIntegerField()
        profile = models.BigIntegerField()
        posting = models.BigIntegerField()
        rank = models.PositiveSmallIntegerField()
        score = models.FloatField()

        class Meta:
            app_label = "matching"
            db_table = "bench_match"
            indexes = [models.Index(fields=["run", "profile", "rank"], name="bench_match_top")]

        def __str__(self):
            return f"{self.profile}: {self.posting}"

    with connection.schema_editor() as editor:
        editor.create_model(BenchMatch)
    try:
        wrote = seconds(
            lambda: BenchMatch.objects.bulk_create(
                (
                    BenchMatch(run=1, profile=each, posting=int(posting), rank=rank, score=score)
                    for each, ids, scores in lists
                    for rank, (posting, score) in enumerate(zip(ids, scores, strict=True))
                ),
                batch_size=5_000,
            )
        )

        def read(profile_id):
            best = BenchMatch.objects.filter(run=1, profile=profile_id).order_by("rank")[:TOP]
            return {each.posting: each.score for each in best}

        return figures(wrote, size_of(BenchMatch), lists, read)
    finally:
        with connection.schema_editor() as editor:
            editor.delete_model(BenchMatch)


def figures(wrote, size, lists, read):
    step = max(1, len(lists) // READERS)
    readers = [each for each, _ids, _scores in lists[::step]]
    reading = seconds(lambda: [read(each) for each in readers])
    return {"write_s": round(wrote, 2), "bytes": size, "read_s": round(reading, 3)}


def seconds(deed):
    started = time.perf_counter()
    deed()
    return time.perf_counter() - started


def size_of(model):
    """Bytes of the table with its indexes."""
    from django.db import connection  # noqa: PLC0415 -- needs Django set up

    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_total_relation_size(%s)", [table])
        else:
            cursor.execute(
                "SELECT sum(pgsize) FROM dbstat WHERE name = %s OR name IN"
                " (SELECT name FROM sqlite_master WHERE tbl_name = %s)",
                [table, table],
            )
        return int(cursor.fetchone()[0] or 0)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--students", type=int, default=100_000)
    print(json.dumps(main(parser.parse_args().students), indent=2))
