from dataclasses import replace

import numpy as np
import pytest

from matching.engine.arrays import Ragged, ints, taken
from matching.engine.inputs import (
    AskedSkills,
    Conditions,
    Facts,
    FoundSkills,
    SkillGraph,
    StatedSkills,
    Terms,
    Ties,
    Wishes,
)

ZERO, ONE = ints([0]), ints([1])


@pytest.mark.parametrize(
    "build",
    [
        lambda: SkillGraph(2, child=ONE, parent=ints([2])),
        lambda: SkillGraph(2, child=ints([-1]), parent=ONE),
        lambda: SkillGraph(2, child=ints([0, 1]), parent=ONE),
        lambda: StatedSkills(ZERO, ZERO, level=ZERO, evidence=ZERO),
        lambda: StatedSkills(ZERO, ZERO, level=ints([6]), evidence=ZERO),
        lambda: StatedSkills(ZERO, ZERO, level=ONE, evidence=ints([5])),
        lambda: StatedSkills(ZERO, ints([]), level=ONE, evidence=ZERO),
        lambda: AskedSkills(ZERO, ZERO, weight=ints([-1]), must=ONE == 1),
        lambda: FoundSkills(ZERO, ZERO, count=ZERO),
        lambda: replace(Wishes.unsaid(1), hours_per_week=np.array([-1.0])),
        lambda: replace(Wishes.unsaid(1), pay_per_day=np.array([np.inf])),
        lambda: replace(Wishes.unsaid(1), remote=ints([2])),
        lambda: replace(Wishes.unsaid(1), fields=Ragged.empty(2)),
        lambda: replace(Terms.unsaid(1), mode=ints([3])),
        lambda: replace(Terms.unsaid(1), starts_on=ints([9]), ends_on=ints([8])),
        lambda: replace(Terms.unsaid(2), region=ONE),
        lambda: replace(Facts.plain(2), year=ONE),
        lambda: replace(Conditions.plain(1), audience=ints([4])),
        lambda: Ties(np.zeros(3, dtype=bool), ints([]), ints([])),
        lambda: Ties(np.zeros((1, 1), dtype=bool), ZERO, ints([])),
    ],
)
def test_arrays_that_make_no_sense_are_refused(build):
    with pytest.raises(ValueError, match=r".+"):
        build()


def test_rows_beyond_the_students_are_refused(make_world):
    students = make_world(seed=1).students

    with pytest.raises(ValueError, match="rows of stated skills"):
        replace(students, stated=StatedSkills(ints([99]), ZERO, ONE, ZERO))


def test_an_id_given_twice_is_refused(make_world):
    postings = make_world(seed=1).postings

    with pytest.raises(ValueError, match="different"):
        replace(postings, ids=np.zeros(len(postings), dtype=np.int64))


def test_too_few_texts_are_refused(make_world):
    students = make_world(seed=1).students

    with pytest.raises(ValueError, match="texts"):
        replace(students, texts=students.texts[1:])


def test_wishes_can_be_taken_by_row(make_world):
    wishes = make_world(seed=1).students.wishes

    some = taken(wishes, ints([3, 0]))

    assert len(some) == 2
    assert some.regions[0].tolist() == wishes.regions[3].tolist()
    assert some.free_until.tolist() == wishes.free_until[[3, 0]].tolist()
