"""From the database to the engine's arrays: the engine's only door.

A `Frame` is the numbering that both sides share (which skill is which column, which university
which row). It is made once per run, stored with it, and used again for everything that changes
until the next run.
"""

from matching.dataset.frame import Frame
from matching.dataset.postings import load_conditions, load_postings
from matching.dataset.students import load_facts, load_students
from matching.dataset.ties import load_ties

__all__ = ["Frame", "load_conditions", "load_facts", "load_postings", "load_students", "load_ties"]
