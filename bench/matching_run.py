"""How long a ranking takes: `python bench/matching_run.py`, prints JSON.

Made-up students and postings (`--students`, `--postings`, `--seed`) with skills, texts of about 120
words (every other one in Chinese), wishes and eligibility go through the engine as in a run: learn
vocabularies, make vectors, rank both sides, on one thread. The database and the finding of skills
in texts are left out; see `extraction.py` for the latter.
"""

import os

THREADS = "1"
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = THREADS

import argparse  # noqa: E402 -- threads first
import hashlib  # noqa: E402
import json  # noqa: E402
import platform  # noqa: E402
import resource  # noqa: E402
import sys  # noqa: E402
import time  # noqa: E402
from pathlib import Path  # noqa: E402

import numpy as np  # noqa: E402
import scipy  # noqa: E402
import sklearn  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]
from matching.engine import inputs  # noqa: E402 -- needs the path
from matching.engine.arrays import Ragged, ints  # noqa: E402
from matching.engine.eligibility import Eligibility  # noqa: E402
from matching.engine.ranking import rank  # noqa: E402
from matching.engine.vectors import Vectoriser  # noqa: E402
from matching.engine.weights import Weights  # noqa: E402

SKILLS, WORDS, CHARACTERS = 2500, 20_000, 3_000
STATED, ASKED, FOUND, LENGTH = 12, 6, 8, 120
UNIVERSITIES, COMPANIES, DISCIPLINES, REGIONS, TODAY = 8, 200, 24, 30, 20_000
ON_CHARACTERS = 0x4E00


def main(n_students, n_postings, seed):
    random = np.random.default_rng(seed)
    students, postings = made_students(random, n_students), made_postings(random, n_postings)
    ties = inputs.Ties(random.random((UNIVERSITIES, COMPANIES)) < 0.5, ints([]), ints([]))  # noqa: PLR2004
    clock = Clock()
    vectoriser = Vectoriser(graph(random), Weights.packaged())
    clock.time("fit", lambda: vectoriser.fit(students, postings))
    one = clock.time("student vectors", lambda: vectoriser.students(students))
    other = clock.time("posting vectors", lambda: vectoriser.postings(postings))
    eligibility = Eligibility.between(students, postings, ties=ties, today=TODAY)
    found = clock.time("rank", lambda: rank(one, other, eligibility=eligibility))
    report = {
        "students": n_students,
        "postings": n_postings,
        "columns": one.matrix.shape[1],
        "values": one.matrix.nnz + other.matrix.nnz,
        "eligible share": round(float(eligibility.mask(np.arange(200)).mean()), 4),
        "matches": [found.for_students.rows.size, found.for_postings.rows.size],
        "digest": digest(found),
        "seconds": clock.seconds,
        "peak MiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "threads": int(THREADS),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "scikit-learn": sklearn.__version__,
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
    }
    print(json.dumps(report, indent=2))


class Clock:
    """Seconds of CPU and by the wall, by stage; their sums at last."""

    def __init__(self):
        self.seconds = {"all": {"cpu": 0.0, "wall": 0.0}}

    def time(self, name, deed):
        cpu, wall = time.process_time(), time.perf_counter()
        done = deed()
        spent = {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall}
        self.seconds[name] = {kind: round(value, 2) for kind, value in spent.items()}
        total = self.seconds.pop("all")
        self.seconds["all"] = {kind: round(total[kind] + spent[kind], 2) for kind in spent}
        return done


def digest(found):
    """The same for the same inputs, whatever machine or number of threads."""
    both = (found.for_students, found.for_postings)
    arrays = b"".join(each.rows.tobytes() + each.scores.tobytes() for each in both)
    return hashlib.sha256(arrays).hexdigest()[:16]


def graph(random):
    """Every skill but a tenth has a broader one among that tenth."""
    broader = SKILLS // 10
    child = np.arange(broader, SKILLS)
    return inputs.SkillGraph(SKILLS, child=child, parent=random.integers(0, broader, child.size))


def drawn(random, size, total):
    """Numbers below `total`, the low ones far more often, as words and skills occur."""
    return np.minimum((total * random.random(size) ** 3).astype(np.int64), total - 1)


def entries(random, total, each):
    """Rows and skills, `each` of a row, without repetition."""
    row = np.repeat(np.arange(total), each)
    pairs = np.unique(np.stack([row, drawn(random, row.size, SKILLS)]), axis=1)
    return pairs[0], pairs[1]


def texts(random, total):
    return [chinese(random) if row % 2 else english(random) for row in range(total)]


def english(random):
    return " ".join(f"word{number:x}" for number in drawn(random, LENGTH, WORDS).tolist())


def chinese(random):
    return "".join(
        chr(ON_CHARACTERS + number) for number in drawn(random, LENGTH * 2, CHARACTERS).tolist()
    )


def found_skills(random, total):
    row, skill = entries(random, total, FOUND)
    return inputs.FoundSkills(row=row, skill=skill, count=random.integers(1, 4, row.size))


def lists(random, total, among, *, most):
    return Ragged.of(
        [random.integers(0, among, random.integers(0, most + 1)) for _ in range(total)]
    )


def made_students(random, total):
    row, skill = entries(random, total, STATED)
    start = TODAY + random.integers(0, 200, total)
    return inputs.Students(
        ids=np.arange(total),
        age=random.permutation(total),
        stated=inputs.StatedSkills(
            row=row,
            skill=skill,
            level=random.integers(1, 6, row.size),
            evidence=random.integers(0, 5, row.size),
        ),
        found=found_skills(random, total),
        texts=texts(random, total),
        wishes=inputs.Wishes(
            regions=lists(random, total, REGIONS, most=3),
            only_these_regions=random.random(total) < 0.2,  # noqa: PLR2004
            remote=random.integers(-1, 2, total),
            free_from=start,
            free_until=start + random.integers(60, 300, total),
            hours_per_week=random.choice([np.nan, 16.0, 24.0, 40.0], total),
            pay_per_day=random.choice([np.nan, 100.0, 200.0], total),
            fields=lists(random, total, DISCIPLINES, most=2),
        ),
        facts=inputs.Facts(
            university=random.integers(0, UNIVERSITIES, total),
            degree=random.integers(1, 5, total),
            year=random.integers(1, 5, total),
            disciplines=Ragged.of([[number] for number in random.integers(0, DISCIPLINES, total)]),
            languages=random.integers(0, 16, total).astype(np.uint64),
            permits=Ragged.empty(total),
        ),
    )


def made_postings(random, total):
    row, skill = entries(random, total, ASKED)
    start = TODAY + random.integers(0, 200, total)
    plain = inputs.Conditions.plain(total)
    return inputs.Postings(
        ids=np.arange(total),
        age=random.permutation(total),
        asked=inputs.AskedSkills(
            row=row,
            skill=skill,
            weight=random.integers(1, 6, row.size),
            must=random.random(row.size) < 0.5,  # noqa: PLR2004
        ),
        found=found_skills(random, total),
        texts=texts(random, total),
        terms=inputs.Terms(
            region=random.integers(0, REGIONS, total),
            mode=random.integers(0, 3, total),
            starts_on=start,
            ends_on=start + random.integers(60, 200, total),
            hours_per_week=random.choice([16.0, 24.0, 40.0], total),
            pay_per_day=random.choice([np.nan, 80.0, 150.0, 250.0], total),
            fields=lists(random, total, DISCIPLINES, most=2),
        ),
        conditions=inputs.Conditions(
            audience=np.full(total, int(inputs.Audience.NETWORK)),
            universities=plain.universities,
            company=random.integers(0, COMPANIES, total),
            min_degree=random.integers(0, 4, total),
            min_year=random.integers(0, 3, total),
            seat_disciplines=lists(random, total, DISCIPLINES, most=8),
            languages=(1 << random.integers(0, 4, total)).astype(np.uint64),
            permit_country=plain.permit_country,
            deadline=TODAY + random.integers(0, 100, total),
            is_open=plain.is_open,
            passes_rules=plain.passes_rules,
        ),
    )


def arguments_of(words):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--students", type=int, default=10_000)
    parser.add_argument("--postings", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args(words)


if __name__ == "__main__":
    arguments = arguments_of(sys.argv[1:])
    main(arguments.students, arguments.postings, arguments.seed)
