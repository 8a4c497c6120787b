"""The ranking against what else one would take: `make bench`, see bench/README.md.

Every contender runs in a process of its own, forked from one that holds the matrices, on the
threads stated; CPU seconds and the memory it took on top are its own. All rank the same matrices.
"""

import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[name] = "1"

import argparse  # noqa: E402 -- threads first
import json  # noqa: E402
import multiprocessing  # noqa: E402
import resource  # noqa: E402
import sys  # noqa: E402
import time  # noqa: E402
from pathlib import Path  # noqa: E402

import numpy as np  # noqa: E402
from scipy import sparse  # noqa: E402
from sklearn.metrics.pairwise import cosine_similarity  # noqa: E402
from sklearn.neighbors import NearestNeighbors  # noqa: E402
from sparse_dot_topn import sp_matmul_topn  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]
import changes  # noqa: E402 -- needs the path
import synthetic  # noqa: E402
from report import Report  # noqa: E402

from matching.engine.compiled import CompiledKernel  # noqa: E402
from matching.engine.kernels import SparseKernel  # noqa: E402
from matching.engine.ranking import Machine, rank, warm_up  # noqa: E402
from matching.engine.tables import Lengths  # noqa: E402

TOP = 50
CHUNK_BYTES = 64 * 2**20
SIZES = {
    "small": [(10_000, 2_000)],
    "full": [(10_000, 2_000), (100_000, 10_000)],
    "large": [(500_000, 20_000)],
}
FEW = (
    "compiled, eligible",
    "compiled, eligible, both sides",
    "sparse, eligible",
    "usual, eligible",
)
ONE_SIDED = Lengths(postings=TOP, students=1)


# ------------------------------------------------------------------ contenders


def loop(world):
    """A student at a time, as tutorials do it."""
    postings = world.postings.matrix
    return [
        np.argsort(-cosine_similarity(world.students.matrix[[row]], postings)[0])[:TOP]
        for row in range(len(world.students))
    ]


def nearest_neighbours(world):
    model = NearestNeighbors(n_neighbors=TOP, metric="cosine", algorithm="brute", n_jobs=1)
    return model.fit(world.postings.matrix).kneighbors(world.students.matrix)


def topn(world):
    other = sparse.csr_matrix(world.postings.matrix.T)
    one = sparse.csr_matrix(world.students.matrix)
    return sp_matmul_topn(one, other, top_n=TOP, n_threads=1)


def usual(world):
    """By chunks: a dense product, a mask, argpartition."""
    other = world.postings.matrix.T.tocsc()
    size = max(1, CHUNK_BYTES // (8 * len(world.postings)))
    found = []
    for start in range(0, len(world.students), size):
        rows = np.arange(start, min(start + size, len(world.students)))
        scores = (world.students.matrix[rows] @ other).toarray()
        scores[~world.eligibility.mask(rows)] = 0
        best = np.argpartition(-scores, TOP, axis=1)[:, :TOP]
        found.append(np.take_along_axis(scores, best, axis=1))
    return found


def usual_without_mask(world):
    other = world.postings.matrix.T.tocsc()
    size = max(1, CHUNK_BYTES // (8 * len(world.postings)))
    for start in range(0, len(world.students), size):
        scores = (world.students.matrix[start : start + size] @ other).toarray()
        np.argpartition(-scores, TOP, axis=1)


def topn_per_class(world):
    """For each group, on the postings that any of it may take; the rest of the mask is left out."""
    rule = world.eligibility
    order = np.argsort(rule.groups, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(rule.groups[order])) + 1):
        postings = np.flatnonzero(rule.of_groups(rows[:1])[0])
        one = sparse.csr_matrix(world.students.matrix[rows])
        other = sparse.csr_matrix(world.postings.matrix[postings].T)
        sp_matmul_topn(one, other, top_n=TOP, n_threads=1)


def ours(kernel, *, masked=True, lengths=ONE_SIDED, threads=1, half=None, every=1):
    def run(world):
        order = np.argsort(world.eligibility.groups, kind="stable")
        return rank(
            world.students,
            world.postings,
            eligibility=world.eligibility if masked else None,
            rows=order[::every] if half is None else np.array_split(order, 2)[half],
            lengths=lengths,
            machine=Machine(kernel, threads),
        )

    return run


def adding_up(world):
    """The floor: products added up by SciPy, nothing chosen."""
    other = world.postings.matrix.T.tocsr()
    size = max(1, CHUNK_BYTES // (8 * len(world.postings)))
    for start in range(0, len(world.students), size):
        world.students.matrix[start : start + size] @ other


def blas_128(world):
    """What 128 dense dimensions would cost, nothing chosen."""
    random = np.random.default_rng(0)
    one = random.random((len(world.students), 128), dtype=np.float32)
    other = random.random((128, len(world.postings)), dtype=np.float32)
    size = max(1, CHUNK_BYTES // (4 * len(world.postings)))
    for start in range(0, one.shape[0], size):
        one[start : start + size] @ other


OPEN = {
    "compiled": ours(CompiledKernel, masked=False),
    "sparse": ours(SparseKernel, masked=False),
    "sparse_dot_topn": topn,
    "chunked SciPy": usual_without_mask,
    "NearestNeighbors": nearest_neighbours,
    "adding up alone": adding_up,
    "BLAS, 128 dimensions": blas_128,
}
ELIGIBLE = {
    "compiled, eligible": ours(CompiledKernel),
    "compiled, eligible, both sides": ours(CompiledKernel, lengths=Lengths()),
    "sparse, eligible": ours(SparseKernel),
    "sparse_dot_topn per class": topn_per_class,
    "usual, eligible": usual,
}


# ------------------------------------------------------------------ measuring


def measured(deed, world):
    """CPU and wall seconds and MiB on top of what was there, of `deed` in a process of its own."""
    return apart(_measure, deed, world)


def apart(deed, *facts):
    """What `deed` returns, in a process of its own; None where that dies."""
    fork = multiprocessing.get_context("fork")
    reader, writer = fork.Pipe(duplex=False)
    child = fork.Process(target=lambda: writer.send(deed(*facts)))
    child.start()
    writer.close()
    try:
        found = reader.recv()
    except EOFError:
        found = None
    child.join()
    return found


def two_workers(world):
    """Wall seconds of two processes with a half of the students each."""
    fork = multiprocessing.get_context("fork")
    halves = [ours(CompiledKernel, half=half) for half in (0, 1)]
    workers = [fork.Process(target=half, args=(world,)) for half in halves]
    started = time.perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return time.perf_counter() - started


def _measure(deed, world):
    before = _resident()
    cpu, wall = time.process_time(), time.perf_counter()
    deed(world)
    spent = time.process_time() - cpu, time.perf_counter() - wall
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"cpu": spent[0], "wall": spent[1], "MiB": max(0.0, peak - before)}


def _resident():
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


def recall(world, *, sample=500):
    """Of a sample's exact best, by plain products in double precision, the share that is found."""
    random = np.random.default_rng(1)
    rows = np.sort(random.choice(len(world.students), min(sample, len(world.students)), False))
    dense = world.students.matrix[rows].astype(float) @ world.postings.matrix.T.astype(float)
    scores = np.where(world.eligibility.mask(rows), np.rint(dense.toarray() * 1e6), 0)
    found = rank(
        world.students, world.postings, eligibility=world.eligibility, rows=rows, lengths=ONE_SIDED
    ).for_students
    hits = total = wrong = 0
    for number in range(rows.size):
        listed, _scores = found[number]
        exact = np.sort(scores[number][scores[number] > 0])[::-1][:TOP]
        total += exact.size
        hits += int(np.sum(np.sort(scores[number][listed])[::-1] == exact[: listed.size]))
        wrong += int(np.sum(scores[number][listed] == 0))
    return hits / max(total, 1), wrong


def main(size, out):
    warm_up()
    report = Report(threads=1)
    for text in (False, True):
        columns = "skills and text" if text else "skills"
        for students, postings in SIZES[size]:
            world = synthetic.make(students=students, postings=postings, text=text)
            _ = world.eligibility.groups
            sizes = {"students": students, "postings": postings, "columns": columns}
            compare(report, world, sizes)
    report.write(out)
    print(json.dumps(report.entries, indent=2))


def compare(report, world, sizes):
    contenders = ELIGIBLE | OPEN
    if len(world.students) <= 10_000:  # noqa: PLR2004
        contenders |= {"loop of cosine_similarity": loop}
    if len(world.students) > 100_000:  # noqa: PLR2004
        contenders = {name: ELIGIBLE[name] for name in FEW}
    seconds, memory = {}, {}
    for name, deed in contenders.items():
        found = measured(deed, world)
        if found is None:
            report.add(f"CPU: {name}", None, "s", sizes=sizes)
            continue
        seconds[name], memory[name] = found["cpu"], found["MiB"]
        report.add(f"CPU: {name}", round(found["cpu"], 3), "s", sizes=sizes)
        report.add(f"memory on top: {name}", round(found["MiB"], 1), "MiB", sizes=sizes)
    goals = Goals(report, sizes)
    speed(goals, seconds)
    exact(goals, world)
    space(goals, memory)
    scale(goals, world)
    single(goals, world, ranking=seconds["compiled, eligible, both sides"])


class Goals:
    """Entries of one size; goals of the full size are not asked of a small one."""

    def __init__(self, report, sizes):
        self.report, self.sizes = report, sizes
        self.big = sizes["students"] >= 100_000  # noqa: PLR2004
        self.with_text = "text" in sizes["columns"]

    def add(self, name, value, unit, *, at_least=None, at_most=None, always=False):
        if not (self.big or always):
            at_least = at_most = None
        self.report.add(name, value, unit, at_least=at_least, at_most=at_most, sizes=self.sizes)


def speed(goals, seconds):
    if "usual, eligible" not in seconds:
        return
    usual_s, per_class = seconds["usual, eligible"], seconds["sparse_dot_topn per class"]
    fast, sparse_s = seconds["compiled, eligible"], seconds["sparse, eligible"]
    goals.add(
        "compiled: times faster than usual",
        usual_s / fast,
        "×",
        at_least=10 if goals.with_text else 8,
    )
    alone = None if goals.with_text else 4
    name = "compiled: times faster than sparse_dot_topn per class"
    goals.add(name, per_class / fast, "×", at_least=alone)
    goals.add("SciPy only: times faster than usual", usual_s / sparse_s, "×", at_least=alone)


def exact(goals, world):
    share, wrong = recall(world)
    goals.add("recall@50", share, "share", at_least=1.0, always=True)
    goals.add("ineligible pairs listed", wrong, "pairs", at_most=0, always=True)


def space(goals, memory):
    on_top = memory["compiled, eligible"]
    goals.add("memory on top, compiled", on_top, "MiB", at_most=128, always=True)
    if "NearestNeighbors" in memory:
        share = memory["NearestNeighbors"] / max(on_top, 0.1)
        goals.add("memory: NearestNeighbors over compiled", share, "×", at_least=12)


def scale(goals, world):
    whole = measured(ours(CompiledKernel), world)
    one = whole["wall"]
    two = measured(ours(CompiledKernel, threads=2), world)["wall"]
    goals.add("two threads: times faster", one / two, "×")
    goals.add("two workers: times faster", one / two_workers(world), "×", at_least=1.8)
    half = measured(ours(CompiledKernel, every=2), world)
    growth = whole["cpu"] / half["cpu"]
    goals.add("growth: time for twice the students", growth, "×", at_most=2.2)


def single(goals, world, *, ranking):
    """One changed profile and one new posting, against ranking everybody both ways."""
    spent, wrong = apart(changes.profile_edits, world)
    p95 = float(np.percentile(spent, 95))
    goals.add("profile edit, computing: p95", 1e3 * p95, "ms", at_most=1)
    goals.add("profile edit, computing: ranking over it", ranking / p95, "×", at_least=1_000)
    goals.add("profile edit: lists unlike a full ranking's", wrong, "lists", at_most=0, always=True)
    spent, wrong = apart(_new_postings, world)
    median = float(np.median(spent))
    goals.add("new posting, computing: median", 1e3 * median, "ms")
    goals.add("new posting, computing: ranking over it", ranking / median, "×", at_least=200)
    goals.add("new posting: lists unlike a full ranking's", wrong, "lists", at_most=0, always=True)


def _new_postings(world):
    full = rank(world.students, world.postings, eligibility=world.eligibility, lengths=Lengths())
    return changes.new_postings(world, full)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", choices=SIZES, default="full")
    parser.add_argument("--out", type=Path, default=ROOT / "bench" / "results.json")
    given = parser.parse_args()
    main(given.size, given.out)
