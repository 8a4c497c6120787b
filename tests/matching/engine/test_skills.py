import numpy as np
import pytest
from numpy.testing import assert_allclose

from matching.engine.arrays import ints
from matching.engine.flow import Flow
from matching.engine.inputs import AskedSkills, Evidence, FoundSkills, SkillGraph, StatedSkills
from matching.engine.skills import SkillModel

PYTORCH, TENSORFLOW, DEEP_LEARNING, LEARNING, ROS = range(5)
GRAPH = SkillGraph(
    5,
    child=ints([PYTORCH, TENSORFLOW, DEEP_LEARNING]),
    parent=ints([DEEP_LEARNING, DEEP_LEARNING, LEARNING]),
)


def stated(*skills, level=5, evidence=Evidence.EVIDENCED):
    size = len(skills)
    return StatedSkills(
        row=ints([0] * size),
        skill=ints(skills),
        level=ints([level] * size),
        evidence=ints([int(evidence)] * size),
    )


def asked(*skills, musts=(), weight=3):
    must = np.array([skill in musts for skill in skills], dtype=bool)
    return AskedSkills(ints([0] * len(skills)), ints(skills), ints([weight] * len(skills)), must)


@pytest.fixture
def part(weights):
    """The skill part of one student and one posting."""

    def value(student, posting, *, found=None):
        model = SkillModel(Flow.up(GRAPH, depth=2), weights.skills)
        model.fit(student, posting, total=2)
        students = model.students(student, found or FoundSkills.none(), length=1)
        return float((students @ model.postings(posting, length=1).T).toarray()[0, 0])

    return value


@pytest.fixture
def most(weights):
    """What a list of so many skills can give at most."""

    def value(number):
        return number / (number + weights.skills.doubt)

    return value


@pytest.mark.parametrize("skills", [[PYTORCH], [LEARNING], [PYTORCH, ROS], [PYTORCH, TENSORFLOW]])
def test_who_brings_everything_in_full_gets_what_the_list_can_give(part, most, skills):
    value = part(stated(*skills), asked(*skills, musts=skills[:1]))

    assert_allclose(value, most(len(skills)))


def test_all_of_a_longer_list_is_worth_more_than_all_of_a_short_one(part):
    short = part(stated(PYTORCH, ROS), asked(PYTORCH))
    longer = part(stated(PYTORCH, ROS), asked(PYTORCH, ROS))

    assert longer > short


def test_who_brings_nothing_gets_nothing(part):
    assert part(stated(ROS), asked(PYTORCH)) == 0.0


def test_a_posting_that_asks_for_nothing_gives_nothing(part):
    assert part(stated(ROS), AskedSkills.none()) == 0.0


def test_a_student_who_states_nothing_gets_nothing(part):
    assert part(StatedSkills.none(), asked(PYTORCH)) == 0.0


def test_a_sibling_counts_for_the_broader_share(part, most, weights):
    value = part(stated(TENSORFLOW), asked(PYTORCH))

    assert_allclose(value, most(1) * weights.skills.broader_share)


def test_a_narrower_skill_counts_a_little_for_a_broader_one(part, most, weights):
    narrower = part(stated(PYTORCH), asked(LEARNING))

    assert_allclose(narrower, most(1) * weights.skills.decay[1])


def test_the_nearer_skill_counts_more(part):
    exact = part(stated(PYTORCH), asked(DEEP_LEARNING, PYTORCH))
    broader = part(stated(DEEP_LEARNING), asked(DEEP_LEARNING, PYTORCH))
    sibling = part(stated(TENSORFLOW), asked(DEEP_LEARNING, PYTORCH))

    assert exact > broader > sibling > 0


def test_a_skill_stated_twice_counts_once_at_its_best(part):
    once = part(stated(PYTORCH), asked(PYTORCH, ROS))
    both = StatedSkills(
        row=ints([0, 0]), skill=ints([PYTORCH] * 2), level=ints([2, 5]), evidence=ints([0, 4])
    )

    assert_allclose(part(both, asked(PYTORCH, ROS)), once)


def test_level_and_evidence_scale_what_is_brought(part, most, weights):
    value = part(stated(ROS, level=2, evidence=Evidence.COURSE), asked(ROS))

    worth = weights.skills.level[1] * weights.skills.evidence[1]
    assert_allclose(value, most(1) * worth)


def test_a_skill_only_mentioned_counts_for_less_than_a_stated_one(part, most, weights):
    mention = FoundSkills(ints([0]), ints([ROS]), ints([7]))

    value = part(StatedSkills.none(), asked(ROS), found=mention)

    assert_allclose(value, most(1) * weights.skills.mentioned)


def test_a_must_have_weighs_more_than_a_nice_to_have(part, most, weights):
    must = weights.skills.must

    value = part(stated(ROS), asked(ROS, LEARNING, musts=[ROS]))

    rare, common = np.log(3 / 3) + 1, np.log(3 / 2) + 1
    assert_allclose(value, most(2) * must * rare / (must * rare + common))


def test_a_rare_skill_counts_for_more_than_a_common_one(weights):
    everyone = StatedSkills(
        row=ints([0, 1, 2]), skill=ints([ROS] * 3), level=ints([5] * 3), evidence=ints([4] * 3)
    )
    model = SkillModel(Flow.up(GRAPH, depth=2), weights.skills)

    model.fit(everyone, asked(LEARNING), total=4)

    assert model.idf_[LEARNING] > model.idf_[ROS] >= 1


def test_the_part_is_a_fraction_for_any_input(make_world, weights):
    world = make_world(seed=7, students=40, postings=30)
    students, postings = world.students, world.postings
    model = SkillModel(Flow.up(world.graph, depth=2), weights.skills)
    model.fit(students.stated, postings.asked, total=70)

    value = (
        model.students(students.stated, students.found, length=40)
        @ model.postings(postings.asked, length=30).T
    ).toarray()

    assert value.shape == (40, 30)
    assert value.min() >= 0
    assert value.max() <= 1 + 1e-12


def test_musts_are_the_skills_flagged_so(weights):
    model = SkillModel(Flow.up(GRAPH, depth=2), weights.skills)

    musts = model.musts(asked(ROS, PYTORCH, musts=[ROS]), length=1)

    assert musts.toarray().tolist() == [[0, 0, 0, 0, 1]]
