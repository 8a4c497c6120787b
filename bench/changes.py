"""One profile or posting has changed: what it costs to rank it again, against ranking everybody.

What is timed is what a worker computes once it has the new vector: who may be, the scores, the
list, and which lists of the other side it comes into. Indexes lie in memory, as a run's files do.
"""

import time

import numpy as np

from matching.engine.lattice import MILLIONTHS
from matching.engine.ranking import rank
from matching.engine.single import Layer, stand
from matching.engine.tables import Lengths

EDITS, NEWCOMERS = 1_000, 100


def profile_edits(world):
    """CPU seconds of each, and how many lists differ from the full ranking's."""
    random = np.random.default_rng(2)
    layer, lengths = Layer.of(world.postings), Lengths()
    rows = random.choice(len(world.students), min(EDITS, len(world.students)), replace=False)
    expected = rank(
        world.students, world.postings, eligibility=world.eligibility, rows=rows, lengths=lengths
    ).for_students
    spent, wrong = [], 0
    for number, row in enumerate(rows.tolist()):
        one, keen = world.students.only(row)
        started = time.process_time()
        mask = world.eligibility.of_student(row)
        found = stand(one, keen, [(layer, mask)], length=lengths.postings)
        spent.append(time.process_time() - started)
        wrong += world.postings.ids[expected[number][0]].tolist() != found.ids.tolist()
    return spent, wrong


def new_postings(world, full):
    """CPU seconds of each, and how many lists, on either side, are not those of `full`."""
    random = np.random.default_rng(3)
    layer, lengths = Layer.of(world.students), Lengths()
    _ = world.eligibility.facts.kinds
    floors = full.for_students.last_scores(length=lengths.postings)
    rows = random.choice(len(world.postings), min(NEWCOMERS, len(world.postings)), replace=False)
    listing = listed_by(full.for_students, len(world.postings))
    spent, wrong = [], 0
    for row in rows.tolist():
        one, keen = world.postings.only(row)
        started = time.process_time()
        mask = world.eligibility.of_posting(row)
        found = stand(one, keen, [(layer, mask)], length=lengths.students)
        scores = (found.marks[0] / MILLIONTHS).astype(np.float32)
        reached = np.flatnonzero((found.marks[0] > 0) & (scores >= floors))
        spent.append(time.process_time() - started)
        ids = world.students.ids[full.for_postings[row][0]]
        wrong += ids.tolist() != found.ids.tolist() or bool(
            np.setdiff1d(listing[row], reached).size
        )
    return spent, wrong


def listed_by(for_students, n_postings):
    """The students that list each posting."""
    owner = np.repeat(np.arange(len(for_students)), np.diff(for_students.starts))
    order = np.argsort(for_students.rows, kind="stable")
    ends = np.cumsum(np.bincount(for_students.rows, minlength=n_postings))
    return np.split(owner[order], ends[:-1])
