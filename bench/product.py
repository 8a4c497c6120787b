"""The product's own goals, on a database: `python bench/product.py --results bench/results.json`.

DATABASE_URL names an empty PostgreSQL database and REDIS_URL a Redis. Fills the database, ranks it
with a worker of two processes (`scale_run.py`), compares lists with rows (`storage.py`), and times
refreshes, explanations and pages there. Entries are added to the results that are there.
"""

import argparse
import json
import logging
import os
import random
import sys
import time
from collections import defaultdict
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import numpy as np
import structlog

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform"), str(ROOT / "bench")]
os.environ |= {
    "PYTHONPATH": str(ROOT / "platform"),
    "DJANGO_SETTINGS_MODULE": "config.settings.dev",
}
import scale_run  # noqa: E402 -- needs the path
import storage  # noqa: E402
from report import Report  # noqa: E402

SAMPLE, REQUESTS = 200, 60
FULL = 100_000  # students; goals of this size are not asked of a smaller one
STAGES = {"reading": "loading", "vectors": "vectors", "merging, publishing": "finishing"}


def main(n_students, n_postings, results):
    report = Report(threads=2)
    ran = scale_run.main(n_students, n_postings)
    sizes = {"students": ran["students"], "postings": ran["postings"], "columns": "database"}
    if ran["status"] != "done":
        sys.exit(f"the run ended as {ran['status']}: {ran['error']}")

    def add(name, value, unit, **goal):
        asked = goal if n_students >= FULL or goal.pop("always", False) else {}
        asked.pop("always", None)
        report.add(name, value, unit, sizes=sizes, **asked)

    of_the_run(add, ran)
    of_storage(add, storage.main(ran["students"]))
    of_refreshes(add, ran)
    of_explanations(add)
    of_pages(add)
    before = json.loads(results.read_text(encoding="utf-8")) if results.exists() else []
    report.entries = [*before, *report.entries]
    report.write(results)


def of_the_run(add, ran):
    stages = ran["stages_s"]
    add("whole run, database to lists", ran["wall_s"], "s", at_most=180)
    for name, stage in STAGES.items():
        add(f"whole run: {name}", stages[stage], "s")
    add("whole run: ranking and writing, all shards together", stages["ranking"], "s")
    prepared = stages["loading"] + stages["vectors"]
    add("whole run: preparing over ranking", prepared / stages["ranking"], "×", at_most=5)
    for number, size in enumerate(ran["MiB_by_process"][:2], start=1):
        add(f"whole run: memory of process {number}", size, "MiB", at_most=2048)
    overhead = ran["ranking_wall_s"] / (stages["ranking"] / 2)
    add("Celery: wall over task time by workers", overhead, "×", at_most=1.10)
    add("Celery: longest message", ran["bytes_of_a_message"], "bytes", at_most=1024, always=True)


def of_storage(add, found):
    size = f"{found['matches']:,} matches"
    add(f"writing {size}: times faster", found["times faster to write"], "×", at_least=100)
    fewer = found["bytes, rows over packed"]
    add(f"storing {size}: times fewer bytes", fewer, "×", at_least=8)
    reading = found["reading my top 20, packed over rows"]
    add("reading my top 20, packed over rows", reading, "×", at_most=1.2)


def of_refreshes(add, ran):
    from accounts.models import StudentProfile  # noqa: PLC0415 -- needs Django set up
    from internships.postings.models import Posting  # noqa: PLC0415
    from matching.actions import refreshes  # noqa: PLC0415
    from matching.tasks import refresh  # noqa: PLC0415

    students, postings = some(StudentProfile.objects.matchable()), some(Posting.objects.open())
    edits = refreshed(students, refresh.refreshed_student, refreshes.put_student)
    p95 = 1e3 * float(np.percentile(edits["list"], 95))
    add("profile edit, read and computed: p95", p95, "ms", at_most=5)
    add("profile edit, with all lists it changes: p95", 1e3 * percentile(edits["all"]), "ms")
    news = refreshed(postings, refresh.refreshed_posting, refreshes.put_posting)
    median = float(np.median(news["all"]))
    add("posting, with all lists it changes: median", 1e3 * median, "ms")
    over = ran["stages_s"]["ranking"] / median
    add("posting, with all lists: ranking and writing over it", over, "×", at_least=50)


def refreshed(ids, compute, put):
    """Seconds of computing one's list from the database, and of that with every list written."""
    from django.db import transaction  # noqa: PLC0415 -- needs Django set up
    from django.utils import timezone  # noqa: PLC0415

    from matching.models import RankingRun  # noqa: PLC0415
    from matching.tasks.world import world_of  # noqa: PLC0415

    run = RankingRun.objects.current().get()
    spent = defaultdict(list)
    for number, each in enumerate(ids):
        started = time.perf_counter()
        seen = seen_by(run, compute, each)
        found = compute(world_of(run.pk), each, seen)
        computed = time.perf_counter() - started
        with transaction.atomic():
            put(run.pk, found, at=timezone.now())
        if number:  # the first one opens the run's files
            spent["list"].append(computed)
            spent["all"].append(time.perf_counter() - started)
    return spent


def seen_by(run, compute, subject_id):
    from matching.actions import refreshes  # noqa: PLC0415 -- needs Django set up
    from matching.enums import Side  # noqa: PLC0415

    side = Side.STUDENT if compute.__name__ == "refreshed_student" else Side.POSTING
    return refreshes.latest_seen(run.pk, side, subject_id)


def of_explanations(add):
    from accounts.models import StudentProfile  # noqa: PLC0415 -- needs Django set up
    from internships.postings.models import Posting  # noqa: PLC0415
    from matching.matches import explained_match  # noqa: PLC0415
    from matching.matches.reading import ranking_of  # noqa: PLC0415

    spent, worst = [], 0.0
    for profile in StudentProfile.objects.filter(pk__in=some(StudentProfile.objects.matchable())):
        ranking = ranking_of(profile)
        for posting in Posting.objects.filter(pk__in=list(ranking.scores)[:1]):
            started = time.process_time()
            match = explained_match(profile, posting)
            spent.append(time.process_time() - started)
            total = sum(part.share for part in match.explained.parts)
            worst = max(worst, abs(total - ranking.scores[posting.pk]))
    add("explanation of one match, CPU: median", 1e3 * float(np.median(spent)), "ms", at_most=5)
    add(
        "explanation: parts away from the score, at most", worst, "score", at_most=1e-6, always=True
    )


def of_pages(add):
    from django.conf import settings  # noqa: PLC0415 -- needs Django set up
    from django.test import override_settings  # noqa: PLC0415

    from accounts.models import User  # noqa: PLC0415

    quiet = structlog.make_filtering_bound_logger(logging.WARNING)
    structlog.configure(wrapper_class=quiet)
    user = User.objects.get(email="student.en@linghu-tech.example.org")
    hosts = [*settings.ALLOWED_HOSTS, "testserver"]
    with override_settings(ROOT_URLCONF="empty_urls", ALLOWED_HOSTS=hosts):
        figures = {
            "for you, list alone": (in_turn(user, "/for-you/", bare=True), 25),
            "for you, with explanations": (in_turn(user, "/for-you/"), 40),
        }
    for name, ((page, empty, queries), goal) in figures.items():
        add(f"page {name}: CPU", 1e3 * page, "ms")
        add(f"page {name}: over an empty view", page / empty, "×", at_most=goal, always=True)
        add(f"page {name}: queries", queries, "queries")


def in_turn(user, path, *, bare=False):
    """Median CPU seconds of the page and of an empty view, asked for in turn, and the queries."""
    from django.db import connection  # noqa: PLC0415 -- needs Django set up
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    client = Client()
    client.force_login(user)
    with without_explanations() if bare else contextmanager(lambda: (yield))():
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(path)
        queries = len(asked)
        assert answer.status_code == 200, answer.status_code  # noqa: PLR2004
        spent = defaultdict(list)
        for _ in range(REQUESTS):
            for each in (path, "/empty/"):
                started = time.process_time()
                client.get(each)
                spent[each].append(time.process_time() - started)
    return float(np.median(spent[path])), float(np.median(spent["/empty/"])), queries


def without_explanations():
    """As pages are while the files of a run are gone."""
    return patch("matching.matches.reading._explained", lambda *_: {})


def some(rows):
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    return random.Random(0).sample(ids, min(SAMPLE, len(ids)))


def percentile(seconds):
    return float(np.percentile(seconds, 95))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--students", type=int, default=FULL)
    parser.add_argument("--postings", type=int, default=10_000)
    parser.add_argument("--results", type=Path, default=ROOT / "bench" / "results.json")
    given = parser.parse_args()
    main(given.students, given.postings, given.results)
