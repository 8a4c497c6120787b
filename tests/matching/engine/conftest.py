from dataclasses import dataclass

import numpy as np
import pytest

from matching.engine.arrays import Ragged, ints
from matching.engine.eligibility import Eligibility
from matching.engine.inputs import (
    AskedSkills,
    Conditions,
    Facts,
    FoundSkills,
    Postings,
    SkillGraph,
    StatedSkills,
    Students,
    Terms,
    Ties,
    Wishes,
)
from matching.engine.vectors import Vectoriser
from matching.engine.weights import Weights

WORDS = [
    "robot",
    "arm",
    "control",
    "vision",
    "python",
    "ros",
    "market",
    "plan",
    "机器人",
    "运动",
    "规划",
    "数据",
    "分析",
    "c++",
    "sensor",
]
TODAY = 20_000


@dataclass(frozen=True)
class World:
    """Everybody, and what follows from it."""

    graph: SkillGraph
    students: Students
    postings: Postings
    ties: Ties

    def fitted(self) -> Vectoriser:
        return Vectoriser(self.graph, Weights.packaged()).fit(self.students, self.postings)

    def eligibility(self) -> Eligibility:
        return Eligibility.between(self.students, self.postings, ties=self.ties, today=TODAY)


@pytest.fixture(scope="session")
def weights() -> Weights:
    return Weights.packaged()


@pytest.fixture(scope="session")
def make_world():
    def make(*, seed: int, students: int = 12, postings: int = 9, skills: int = 10) -> World:
        random = np.random.default_rng(seed)
        n_edges = min(skills // 2, skills - 1)
        graph = SkillGraph(
            skills,
            child=np.arange(n_edges),
            parent=random.integers(n_edges, skills, n_edges),
            occupations=ints([0, skills - 1]),
        )
        return World(
            graph=graph,
            students=_students(random, students, skills),
            postings=_postings(random, postings, skills),
            ties=Ties(
                accepted=random.random((3, 2)) < 0.8,
                applied_student=random.integers(0, students, 4) if students else ints([]),
                applied_posting=random.integers(0, postings, 4) if students else ints([]),
            ),
        )

    return make


def _students(random, length, skills):
    row, skill = _pairs(random, length, skills, each=3)
    size = row.size
    return Students(
        ids=random.permutation(length) + 100,
        age=random.integers(0, 3, length),
        stated=StatedSkills(row, skill, random.integers(1, 6, size), random.integers(0, 5, size)),
        found=_found(random, length, skills),
        texts=_texts(random, length),
        wishes=Wishes(
            regions=_lists(random, length, values=5, most=3),
            only_these_regions=random.random(length) < 0.4,
            remote=random.integers(-1, 2, length),
            free_from=_maybe(random, random.integers(TODAY, TODAY + 60, length), -1),
            free_until=_maybe(random, random.integers(TODAY + 60, TODAY + 200, length), -1),
            hours_per_week=_maybe(random, random.choice([8.0, 20.0, 40.0], length), np.nan),
            pay_per_day=_maybe(random, random.choice([0.0, 100.0, 180.0], length), np.nan),
            fields=_lists(random, length, values=4, most=2),
        ),
        facts=Facts(
            university=random.integers(-1, 3, length),
            degree=random.integers(0, 3, length),
            year=random.integers(1, 4, length),
            disciplines=_lists(random, length, values=4, most=2),
            languages=random.integers(0, 4, length).astype(np.uint64),
            permits=_lists(random, length, values=2, most=2),
        ),
    )


def _postings(random, length, skills):
    row, skill = _pairs(random, length, skills, each=3)
    starts_on = random.integers(TODAY + 10, TODAY + 120, length)
    return Postings(
        ids=random.permutation(length) + 500,
        age=random.integers(0, 3, length),
        asked=AskedSkills(
            row, skill, random.integers(1, 6, row.size), random.random(row.size) < 0.5
        ),
        found=_found(random, length, skills),
        texts=_texts(random, length),
        terms=Terms(
            region=random.integers(-1, 5, length),
            mode=random.integers(0, 3, length),
            starts_on=starts_on,
            ends_on=starts_on + random.integers(0, 90, length),
            hours_per_week=_maybe(random, random.choice([16.0, 30.0, 40.0], length), np.nan),
            pay_per_day=_maybe(random, random.choice([0.0, 100.0, 150.0], length), np.nan),
            fields=_lists(random, length, values=4, most=2),
        ),
        conditions=Conditions(
            audience=random.integers(0, 4, length),
            universities=_lists(random, length, values=3, most=3),
            company=random.integers(-1, 2, length),
            min_degree=random.integers(0, 2, length),
            min_year=random.integers(0, 3, length),
            seat_disciplines=_lists(random, length, values=4, most=3),
            languages=random.integers(0, 2, length).astype(np.uint64),
            permit_country=_maybe(random, random.integers(0, 2, length), -1),
            deadline=_maybe(random, random.integers(TODAY - 3, TODAY + 20, length), -1),
            is_open=random.random(length) < 0.9,
            passes_rules=random.random(length) < 0.9,
        ),
    )


def _pairs(random, length, skills, *, each):
    row = np.repeat(np.arange(length), each)
    pairs = np.unique(row * skills + random.integers(0, skills, row.size))
    return pairs // skills, pairs % skills


def _found(random, length, skills):
    row, skill = _pairs(random, length, skills, each=2)
    return FoundSkills(row, skill, random.integers(1, 4, row.size))


def _texts(random, length):
    return [" ".join(random.choice(WORDS, random.integers(0, 9))) for _ in range(length)]


def _lists(random, length, *, values, most):
    sizes = random.integers(0, most + 1, length)
    return Ragged.of([random.choice(values, size, replace=False).tolist() for size in sizes])


def _maybe(random, values, unsaid):
    return np.where(random.random(values.size) < 0.3, unsaid, values)
