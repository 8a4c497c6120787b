"""Real tables in, ranked lists out: `python bench/real_input.py`, see docs/importing.md.

A new installation in a temporary folder (SQLite, or the empty database that DATABASE_URL names)
takes the taxonomy, ESCO, the tables and a ranking run by the commands of docs/importing.md. Prints
JSON: what each command said at last, and its seconds by the wall. With `--lists N` the first five
of N lists follow in words, evenly chosen, to be read by eye.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[1]
SHOWN = 5
ADMIN = "importer@example.org"


def main(arguments):
    with tempfile.TemporaryDirectory(prefix="synnet-real-") as folder:
        os.environ |= {"SYNNET_VAR": folder, "REDIS_URL": "", "PYTHONPATH": str(ROOT / "platform")}
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.dev"
        report = [timed(command) for command in commands(arguments)]
        print(json.dumps(report, indent=2, ensure_ascii=False))
        if arguments.lists:
            show(arguments.lists)


def commands(arguments):
    today = date.fromisoformat(time.strftime("%Y-%m-%d"))
    starts, ends, deadline = (today + timedelta(days=days) for days in (120, 300, 90))
    dates = ["--starts-on", starts, "--ends-on", ends, "--deadline-on", deadline]
    yield ["migrate", "-v0"]
    yield ["load_taxonomy"]
    if arguments.esco:
        yield ["import_esco", arguments.esco]
    os.environ["DJANGO_SUPERUSER_PASSWORD"] = os.urandom(12).hex()
    yield ["createsuperuser", "--noinput", "--email", ADMIN]
    for file, mapping in arguments.postings:
        owners = ["--as", ADMIN, "--verified-owners", "--open"]
        yield ["import_postings", file, "--mapping", mapping, *owners, *dates]
    for file, mapping in arguments.students:
        yield ["import_students", file, "--mapping", mapping, "--consent"]
    yield ["rank_matches", "--wait"]


def timed(command):
    words = [str(word) for word in command]
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "manage.py", *words], cwd=ROOT, capture_output=True, text=True, check=False
    )
    seconds = round(time.perf_counter() - started, 1)
    if done.returncode:
        sys.exit(f"{' '.join(words)}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
    said = [line for line in done.stdout.splitlines() if line.strip()][-3:]
    return {"command": words[0], "said": said, "s": seconds}


def show(how_many):
    sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
    django.setup()
    from accounts.models import StudentProfile  # noqa: PLC0415 -- needs Django set up
    from internships.postings.models import Posting  # noqa: PLC0415
    from matching.matches import ranking_of  # noqa: PLC0415

    profiles = list(StudentProfile.objects.order_by("pk"))
    for profile in profiles[:: max(1, len(profiles) // how_many)][:how_many]:
        ranking = ranking_of(profile)
        print(f"\n## {profile.programme}: {' '.join(profile.cv_text[:220].split())}")
        if ranking is None:
            print("no list")
            continue
        first = list(ranking.scores)[:SHOWN]
        postings = Posting.objects.select_related("owner").in_bulk(first)
        for match in ranking.matches([postings[each] for each in first]):
            skills = [
                f"{each.skill} {each.share:.3f}"
                for each in (match.explained.skills + match.explained.found)[:5]
            ]
            title = match.posting.title_en or match.posting.title_zh
            print(f"{match.score:.3f} {title} ({match.posting.owner}): {', '.join(skills)}")


def arguments_given():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--esco", type=Path)
    pair = {"nargs": 2, "action": "append", "default": [], "metavar": ("FILE", "MAP")}
    parser.add_argument("--postings", **pair)
    parser.add_argument("--students", **pair)
    parser.add_argument("--lists", type=int, default=0)
    return parser.parse_args()


if __name__ == "__main__":
    main(arguments_given())
