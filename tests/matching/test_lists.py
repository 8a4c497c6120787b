"""Lists in the database, looked through without unpacking them."""

import numpy as np
import pytest
from django.utils import timezone

from matching.actions.lists import write_student_lists
from matching.codec import RankedList
from matching.models import RankingRun, StudentMatches

pytestmark = pytest.mark.django_db


@pytest.fixture
def stored(network):
    """Lists of three students in one run, and of one of them in another."""
    run, other = (RankingRun.objects.create(status="done") for _ in range(2))
    students = [network.student().pk for _ in range(3)]
    beyond = 2**33
    lists = [[7, 300, beyond], [300], []]
    pairs = [
        (student, RankedList.of(ids, np.linspace(0.9, 0.1, len(ids))))
        for student, ids in zip(students, lists, strict=True)
    ]
    write_student_lists(run.pk, pairs, at=timezone.now())
    write_student_lists(other.pk, pairs[:1], at=timezone.now())
    return StudentMatches.objects.filter(run=run), students


@pytest.mark.parametrize(
    ("each", "expected"), [(7, [0]), (300, [0, 1]), (2**33, [0]), (8, []), (2**40, [])]
)
def test_lists_that_hold_an_id_are_found_by_its_bytes(stored, each, expected):
    lists, students = stored
    found = lists.holding(each).order_by("pk").values_list("profile_id", flat=True)
    assert list(found) == [students[number] for number in expected]


def test_no_list_that_holds_it_is_left_out(stored):
    lists, students = stored
    random = np.random.default_rng(0)
    ids = random.integers(1, 2**40, 64)
    ranked = RankedList.of(ids, np.sort(random.random(64))[::-1])
    run_id = lists.get(profile=students[2]).run_id
    write_student_lists(run_id, [(students[2], ranked)], at=timezone.now())
    for each in ids.tolist():
        assert students[2] in lists.holding(each).values_list("profile_id", flat=True)
