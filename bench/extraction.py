"""How fast skills are found in texts: `python bench/extraction.py FILE… `, prints JSON.

The taxonomy is the one in the database that DATABASE_URL names; each file is cut into texts of
2,000 characters. Times are CPU seconds of this process, the median of five rounds.
"""

import json
import platform
import statistics
import sys
import time
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[1]
LENGTH = 2000
ROUNDS = 5


def main(files):
    sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
    django.setup()
    from taxonomy.extraction import finder  # noqa: PLC0415 -- needs Django set up
    from taxonomy.models import SkillAlias  # noqa: PLC0415

    building, found = timed(finder)
    report = {
        "python": platform.python_version(),
        "names": SkillAlias.objects.usable().count(),
        "build_s": round(building, 2),
        "files": [measured(found, Path(file)) for file in files],
    }
    print(json.dumps(report, ensure_ascii=False, indent=2))


def measured(finder, file):
    text = file.read_text(encoding="utf-8", errors="replace")
    texts = [text[start : start + LENGTH] for start in range(0, len(text), LENGTH)]
    rounds = [timed(lambda: [finder.find(each) for each in texts]) for _round in range(ROUNDS)]
    seconds = statistics.median(each for each, _found in rounds)
    return {
        "file": file.name,
        "bytes": len(text.encode()),
        "mentions": sum(len(each) for each in rounds[0][1]),
        "mb_per_s": round(len(text.encode()) / seconds / 1e6, 2),
    }


def timed(deed):
    started = time.process_time()
    done = deed()
    return time.process_time() - started, done


if __name__ == "__main__":
    main(sys.argv[1:])
