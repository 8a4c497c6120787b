"""Made-up students and postings with the structure of real ones, as vectors ready to be ranked.

Popularity follows Zipf's law, for skills and for words. Disciplines are clusters: most skills and
a good part of the words of a text come from the discipline's own share. Half of the texts are in
English columns, half in Chinese ones. Students fall into universities × degrees × disciplines; with
the postings' conditions that leaves about one pair in twenty eligible.

The blocks are those of the product: skills with what lies above them, once by themselves and once
as broader skills, and the columns of wishes, which are few and full; with text, words of either
language.
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from matching.engine import inputs
from matching.engine.arrays import Ragged, ints
from matching.engine.eligibility import Eligibility
from matching.engine.lattice import snap
from matching.engine.matrices import from_triplets, scaled, unit_rows
from matching.engine.sides import Side

SKILLS, PARENTS, GRANDPARENTS = 2_500, 250, 25
WISHES = 100  # columns
ENGLISH, CHINESE = 60_000, 40_000
DISCIPLINES, UNIVERSITIES, DEGREES = 24, 8, 3
OWN_SKILLS, OWN_WORDS = 120, 2_000  # of a discipline
BROUGHT, ASKED = 12, 7  # skills
WISHED, OFFERED = 30, 10  # columns of wishes
TERMS = 300  # of a text
TODAY = 20_000
AT_A_TIME = 50_000
ACCEPTED = 0.8  # of the companies, by a university


@dataclass(frozen=True)
class World:
    students: Side
    postings: Side
    eligibility: Eligibility


def make(*, students, postings, text, seed=0):
    random = np.random.default_rng(seed)
    clusters = Clusters(random)
    of_students = random.integers(0, DISCIPLINES, students)
    of_postings = random.integers(0, DISCIPLINES, postings)
    return World(
        students=clusters.whole(random, of_students, (BROUGHT, WISHED), text=text),
        postings=clusters.whole(random, of_postings, (ASKED, OFFERED), text=text),
        eligibility=eligibility(random, of_students, of_postings),
    )


class Clusters:
    """Which skills and words belong to a discipline."""

    def __init__(self, random):
        self.skills = random.permuted(np.tile(np.arange(SKILLS), (DISCIPLINES, 1)), axis=1)
        self.parents = random.integers(0, PARENTS, SKILLS)
        self.grandparents = random.integers(0, GRANDPARENTS, SKILLS)
        self.english = random.integers(0, ENGLISH, (DISCIPLINES, OWN_WORDS))
        self.chinese = random.integers(0, CHINESE, (DISCIPLINES, OWN_WORDS))

    def whole(self, random, disciplines, sizes, *, text):
        """A side, made in parts: what one is made of takes far more memory than the side."""
        cuts = range(AT_A_TIME, disciplines.size, AT_A_TIME)
        parts = [self.side(random, some, sizes, text=text) for some in np.split(disciplines, cuts)]
        if len(parts) == 1:
            return parts[0]
        return Side(
            ids=np.arange(disciplines.size) + 1,
            age=random.permutation(disciplines.size),
            matrix=joined([part.matrix for part in parts]),
            keen=joined([part.keen for part in parts]),
        )

    def side(self, random, disciplines, sizes, *, text):
        each, wishes = sizes
        length = disciplines.size
        row, skill, value = self._drawn(
            random, disciplines, each, self.skills[:, :OWN_SKILLS], SKILLS
        )
        parts = [
            (row, skill, value),
            *self._above(row, skill, value, start=0),
            *self._above(row, skill, value, start=SKILLS),
            self._wishes(random, length, wishes),
        ]
        if text:
            terms = self._texts(random, disciplines)
            parts.append((terms[0], terms[1] + 2 * SKILLS + WISHES, terms[2]))
        width = 2 * SKILLS + WISHES + (ENGLISH + CHINESE if text else 0)
        row_of, column, weight = (np.concatenate(each) for each in zip(*parts, strict=True))
        shape = (length, width)
        matrix = scaled(
            unit_rows(from_triplets(row_of, column, weight, shape=shape, repeated="max"))
        )
        matrix.data = snap(matrix.data)
        ones = np.ones(row.size)
        keen = from_triplets(row, skill, ones, shape=(length, SKILLS), repeated="max")
        return Side(
            ids=np.arange(length) + 1,
            age=random.permutation(length),
            matrix=matrix,
            keen=keen.astype(np.float32),
        )

    def _above(self, row, skill, value, *, start):
        """Columns of what lies one and two steps above, with a half and a quarter of the weight."""
        parent = self.parents[skill]
        yield row, parent + start, value / 2
        yield row, self.grandparents[parent] + start, value / 4

    @staticmethod
    def _wishes(random, length, each):
        row = np.repeat(np.arange(length), each)
        return row, random.integers(0, WISHES, row.size) + 2 * SKILLS, np.full(row.size, 0.3)

    @staticmethod
    def _drawn(random, disciplines, each, own, total):
        """Rows, columns and weights: seven of ten from the discipline's own, by Zipf's law."""
        size = disciplines.size * each
        row = np.repeat(np.arange(disciplines.size), each)
        anything = zipf(random, size, total)
        special = own[disciplines[row], zipf(random, size, own.shape[1])]
        column = np.where(random.random(size) < 0.7, special, anything)  # noqa: PLR2004
        return row, column, random.uniform(0.2, 1.0, size)

    def _texts(self, random, disciplines):
        chinese = np.arange(disciplines.size) % 2 == 1
        row, column, value = self._drawn(random, disciplines, TERMS, self.english, ENGLISH)
        row_zh, column_zh, value_zh = self._drawn(random, disciplines, TERMS, self.chinese, CHINESE)
        use, use_zh = ~chinese[row], chinese[row_zh]
        return (
            np.concatenate([row[use], row_zh[use_zh]]),
            np.concatenate([column[use], column_zh[use_zh] + ENGLISH]),
            np.concatenate([value[use], value_zh[use_zh]]),
        )


def joined(matrices):
    return sparse.csr_array(sparse.vstack(matrices, format="csr"))


def zipf(random, size, total):
    """Ranks from 0, the first ones most often."""
    share = 1.0 / np.arange(1, total + 1)
    return np.searchsorted(np.cumsum(share) / share.sum(), random.random(size))


def eligibility(random, of_students, of_postings):
    n_students, n_postings = of_students.size, of_postings.size
    facts = inputs.Facts.plain(n_students)
    wishes = inputs.Wishes.unsaid(n_students)
    conditions = inputs.Conditions.plain(n_postings)
    terms = inputs.Terms.unsaid(n_postings)
    fields = vars(facts) | {
        "university": random.integers(0, UNIVERSITIES, n_students),
        "degree": random.integers(0, DEGREES, n_students),
        "disciplines": Ragged.of(of_students[:, None].tolist()),
    }
    hopes = vars(wishes) | {
        "hours_per_week": random.choice([16.0, 24.0, 40.0], n_students),
        "free_until": TODAY + random.integers(100, 400, n_students),
    }
    more = random.integers(0, DISCIPLINES, (n_postings, 3))
    asked = vars(conditions) | {
        "company": random.integers(0, 200, n_postings),
        "min_degree": random.integers(0, DEGREES, n_postings),
        "seat_disciplines": Ragged.of(np.column_stack([of_postings, more]).tolist()),
    }
    offered = vars(terms) | {
        "hours_per_week": random.choice([16.0, 40.0], n_postings),
        "starts_on": TODAY + random.integers(0, 200, n_postings),
    }
    return Eligibility(
        facts=inputs.Facts(**fields),
        wishes=inputs.Wishes(**hopes),
        conditions=inputs.Conditions(**asked),
        terms=inputs.Terms(**offered),
        ties=inputs.Ties(random.random((UNIVERSITIES, 200)) < ACCEPTED, ints([]), ints([])),
        today=TODAY,
    )
