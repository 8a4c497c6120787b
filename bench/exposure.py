"""What re-ranking for exposure costs and gains: `python bench/exposure.py`, prints JSON.

Made-up students and postings with text (`bench/synthetic.py`) are ranked, both sides, one thread.
Then the prices are found for several bounds, from lists mapped from files as a run does it: CPU
seconds, and the most memory that was allocated meanwhile (looked at in a second pass).
"""

import argparse
import json
import sys
import tempfile
import time
import tracemalloc
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

from bench import synthetic  # noqa: E402
from matching.codec import RankedList, millionths, pack_list  # noqa: E402
from matching.engine.exposure import Bound, order, priced  # noqa: E402
from matching.engine.ranking import rank  # noqa: E402

KEPT, SHOWN, AT_A_TIME = 64, 50, 8192
BOUNDS = [0.01, 0.02, 0.05, 0.1]
READS = 2000


class Mapped:
    def __init__(self, folder, found):
        shape = (len(found), KEPT)
        self.files = [folder / "rows.npy", folder / "scores.npy"]
        self.rows, self.scores = np.full(shape, -1, np.int32), np.zeros(shape, np.int32)
        lengths = np.diff(found.starts)
        there = np.arange(KEPT) < lengths[:, None]
        self.rows[there], self.scores[there] = found.rows, millionths(found.scores)
        for file, array in zip(self.files, (self.rows, self.scores), strict=True):
            np.save(file, array)
        self.rows, self.scores = (np.load(file, mmap_mode="r") for file in self.files)

    def parts(self):
        for start in range(0, len(self.rows), AT_A_TIME):
            here = slice(start, start + AT_A_TIME)
            yield np.array(self.rows[here]), self.scores[here].astype(np.int64)


def main(students, postings):
    world = synthetic.make(students=students, postings=postings, text=True)
    found, ranking = timed(
        lambda: rank(world.students, world.postings, eligibility=world.eligibility)
    )
    with tempfile.TemporaryDirectory() as folder:
        lists = Mapped(Path(folder), found.for_students)
        report = {"students": students, "postings": postings, "ranking_s": ranking, "bounds": {}}
        for share in [0, *BOUNDS]:
            report["bounds"][str(share)] = with_bound(share, lists, postings)
    report["reading_us"] = reading(found.for_students, postings)
    print(json.dumps(report, indent=2))


def with_bound(share, lists, postings):
    bound = Bound.of(share, shown=SHOWN)
    result, seconds = timed(lambda: priced(lists, n_postings=postings, bound=bound))
    tracemalloc.start()
    priced(lists, n_postings=postings, bound=bound)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    measures = {
        name: value
        for name, value in result.after.measures().items()
        if not name.startswith("lorenz")
    }
    return {
        "seconds": seconds,
        "allocated_mib": round(most / 2**20),
        **measures,
        "mean_loss": round(result.after.mean_loss, 5),
        "largest_loss": round(result.after.largest_loss, 5),
    }


def reading(found, postings):
    """Microseconds to order one student's list, which every reader does."""
    bound = Bound.of(0.05, shown=SHOWN)
    prices = np.arange(postings) % (bound.highest_price + 1)
    lists = [RankedList.of(*found[number]) for number in range(READS)]
    packed = sum(len(pack_list(each)) for each in lists) / READS
    _, seconds = timed(
        lambda: [
            order(each.millionths()[None], prices[each.ids][None], bound=bound) for each in lists
        ]
    )
    return {"order": round(seconds / READS * 1e6, 1), "bytes_of_a_list": packed}


def timed(deed):
    started = time.process_time()
    result = deed()
    return result, round(time.process_time() - started, 3)


if __name__ == "__main__":
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--students", type=int, default=100_000)
    words.add_argument("--postings", type=int, default=10_000)
    given = words.parse_args()
    main(given.students, given.postings)
