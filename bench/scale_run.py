"""A whole ranking run, from the database to stored lists: `python bench/scale_run.py`, prints JSON.

DATABASE_URL names an empty PostgreSQL database and REDIS_URL a Redis. The demo network is written,
and its students and postings are multiplied to `--students` and `--postings`: each copy keeps the
texts of one and takes half of its skills from another of the same discipline. Then a Celery worker
with two processes does the run that has waited since the demo was written. Seconds by stage are the
run's own (ranking: of all shards together, lists written); memory is the most that each process of
the worker had for itself, looked at twice a second.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
AT_A_TIME = 5_000
EVERY = 0.5  # seconds between two looks at memory
QUEUES = ("celery", "ranking")
WORKER = ["-m", "celery", "-A", "config", "worker", "-Q", ",".join(QUEUES), "-c", "2"]


def main(n_students, n_postings):
    """Fill the database and rank it; what was measured."""
    started = time.perf_counter()
    manage("migrate")
    manage("seed_demo")
    django.setup()
    filled = multiply(n_students, n_postings)
    written = time.perf_counter() - started
    message = bytes_of_a_message()
    worker = subprocess.Popen(
        [sys.executable, *WORKER, "--loglevel", "WARNING"],
        cwd=ROOT,
        start_new_session=True,
    )
    try:
        return {
            **filled,
            "filling_s": round(written, 1),
            "bytes_of_a_message": message,
            **run(worker.pid),
        }
    finally:
        os.killpg(worker.pid, signal.SIGTERM)
        worker.wait(timeout=60)


def bytes_of_a_message():
    """The longest of those that wait for a worker."""
    import redis  # noqa: PLC0415 -- only here
    from django.conf import settings  # noqa: PLC0415 -- needs Django set up

    broker = redis.Redis.from_url(settings.CELERY_BROKER_URL)
    waiting = [each for queue in QUEUES for each in broker.lrange(queue, 0, -1)]
    return max((len(each) for each in waiting), default=None)


def manage(*words):
    subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, check=True, capture_output=True)


def multiply(n_students, n_postings):
    from accounts.models import StudentProfile  # noqa: PLC0415 -- needs Django set up
    from internships.postings.models import Posting  # noqa: PLC0415

    chance = random.Random(0)
    students(StudentProfile, n_students, chance)
    postings(Posting, n_postings, chance)
    return {
        "students": StudentProfile.objects.matchable().count(),
        "postings": Posting.objects.open().count(),
    }


def students(model, total, chance):
    from accounts.models import StudentLanguage, StudentSkill, User  # noqa: PLC0415

    known = list(model.objects.matchable().order_by("pk"))
    kin = by_discipline(known)
    skills, languages = lines_of(StudentSkill, "profile"), lines_of(StudentLanguage, "profile")
    for start in range(0, total - len(known), AT_A_TIME):
        numbers = range(start, min(start + AT_A_TIME, total - len(known)))
        users = User.objects.bulk_create(
            User(email=f"copy{number}@example.org", name=f"Copy {number}", password="!")
            for number in numbers
        )
        origins = [chance.choice(known) for _ in numbers]
        made = model.objects.bulk_create(
            copied(each, user=user) for each, user in zip(origins, users, strict=True)
        )
        mixed, spoken = [], []
        for origin, profile in zip(origins, made, strict=True):
            other = chance.choice(kin[origin.discipline_id])
            mixed += crossed(skills, origin, other, chance, profile=profile)
            spoken += [copied(line, profile=profile) for line in languages[origin.pk]]
        StudentSkill.objects.bulk_create(mixed)
        StudentLanguage.objects.bulk_create(spoken)


def postings(model, total, chance):
    from internships.postings.models import PostingLanguage, PostingSkill  # noqa: PLC0415

    known = list(model.objects.open().order_by("pk"))
    kin = {each.pk: [other for other in known if other.kind == each.kind] for each in known}
    skills, languages = lines_of(PostingSkill, "posting"), lines_of(PostingLanguage, "posting")
    groups = {each.pk: list(each.seat_groups.prefetch_related("disciplines")) for each in known}
    origins = [chance.choice(known) for _ in range(total - len(known))]
    copies = [copied(each, source="", source_id="") for each in origins]
    made = model.objects.bulk_create(copies, batch_size=AT_A_TIME)
    mixed, needed = [], []
    for origin, posting in zip(origins, made, strict=True):
        mixed += crossed(skills, origin, chance.choice(kin[origin.pk]), chance, posting=posting)
        needed += [copied(line, posting=posting) for line in languages[origin.pk]]
    PostingSkill.objects.bulk_create(mixed, batch_size=AT_A_TIME)
    PostingLanguage.objects.bulk_create(needed, batch_size=AT_A_TIME)
    seats(groups, origins, made)


def seats(groups, origins, made):
    from internships.postings.models import SeatGroup  # noqa: PLC0415

    pairs = [
        (group, posting)
        for origin, posting in zip(origins, made, strict=True)
        for group in groups[origin.pk]
    ]
    copies = SeatGroup.objects.bulk_create(
        [copied(group, posting=posting) for group, posting in pairs], batch_size=AT_A_TIME
    )
    named = SeatGroup.disciplines.through
    named.objects.bulk_create(
        [
            named(seatgroup=copy, discipline=discipline)
            for copy, (group, _posting) in zip(copies, pairs, strict=True)
            for discipline in group.disciplines.all()
        ],
        batch_size=AT_A_TIME,
    )


def by_discipline(profiles):
    kin = defaultdict(list)
    for each in profiles:
        kin[each.discipline_id].append(each)
    return kin


def lines_of(model, owner):
    lines = defaultdict(list)
    for line in model.objects.order_by("pk"):
        lines[getattr(line, f"{owner}_id")].append(line)
    return lines


def copied(one, **changes):
    names = [field.attname for field in type(one)._meta.concrete_fields if not field.primary_key]
    values = {name: getattr(one, name) for name in names}
    for name in changes:
        values.pop(name, None)
        values.pop(f"{name}_id", None)
    return type(one)(**values, **changes)


def crossed(lines, one, other, chance, **owner):
    """Half of the skills of one, half of the other's."""
    both = {line.skill_id: line for line in [*lines[one.pk], *lines[other.pk]]}
    size = max(1, len(both) // 2)
    return [copied(line, **owner) for line in chance.sample(list(both.values()), size)]


def run(worker_pid):
    from matching.models import RankingRun  # noqa: PLC0415 -- needs Django set up

    started = time.perf_counter()
    peak, since = defaultdict(float), {}
    looked = 0.0
    while True:
        newest = RankingRun.objects.order_by("-pk").first()
        since.setdefault(newest.status, time.perf_counter())
        if not newest.is_unfinished:
            break
        if time.perf_counter() - looked > EVERY:
            looked = time.perf_counter()
            for pid, size in own_memory(worker_pid):
                peak[pid] = max(peak[pid], size)
        time.sleep(0.02)
    return {
        "status": newest.status,
        "error": newest.error,
        "matches": newest.n_matches,
        "wall_s": round(time.perf_counter() - started, 1),
        "ranking_wall_s": round(since["finishing"] - since["ranking"], 2),
        "stages_s": newest.timings,
        "shards": newest.shards_total,
        "MiB_by_process": sorted((round(size) for size in peak.values()), reverse=True),
    }


def own_memory(parent):
    """Private memory in MiB of the worker's processes."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(folder.name)) != parent:
                continue
            rollup = (folder / "smaps_rollup").read_text(encoding="ascii")
        except (OSError, ValueError):
            continue
        private = sum(
            int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Private_")
        )
        yield int(folder.name), private / 1024


if __name__ == "__main__":
    os.environ |= {
        "PYTHONPATH": str(ROOT / "platform"),
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
    }
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--students", type=int, default=100_000)
    parser.add_argument("--postings", type=int, default=10_000)
    given = parser.parse_args()
    print(json.dumps(main(given.students, given.postings), indent=2))
