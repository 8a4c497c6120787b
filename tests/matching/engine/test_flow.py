import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.arrays import ints
from matching.engine.flow import Flow
from matching.engine.inputs import SkillGraph

N_SKILLS = 6
edges = st.lists(st.tuples(st.integers(0, N_SKILLS - 1), st.integers(0, N_SKILLS - 1)), max_size=9)


def walked(pairs, start, depth):
    """Breadth first, by hand."""
    reached, frontier = {start: 0}, {start}
    for steps in range(1, depth + 1):
        frontier = {parent for child, parent in pairs if child in frontier} - reached.keys()
        reached |= dict.fromkeys(frontier, steps)
    return reached


@given(edges, st.integers(0, 3))
def test_a_skill_reaches_what_a_walk_reaches_in_as_few_steps(pairs, depth):
    child, parent = ints([a for a, _ in pairs]), ints([b for _, b in pairs])

    flow = Flow.up(SkillGraph(N_SKILLS, child=child, parent=parent), depth=depth)

    for skill in range(N_SKILLS):
        found = dict(zip(flow.reached[skill].tolist(), flow.steps_of(skill).tolist(), strict=True))
        assert found == walked(pairs, skill, depth)
        assert flow.reached[skill][0] == skill


def test_circles_end():
    circle = SkillGraph(2, child=ints([0, 1]), parent=ints([1, 0]))

    flow = Flow.up(circle, depth=3)

    assert flow.reached[0].tolist() == [0, 1]


def test_several_skills_spread_at_once():
    flow = Flow.up(SkillGraph(3, child=ints([0]), parent=ints([2])), depth=2)

    entry, skill, steps = flow.spread(ints([1, 0, 0]))

    assert entry.tolist() == [0, 1, 1, 2, 2]
    assert skill.tolist() == [1, 0, 2, 0, 2]
    assert steps.tolist() == [0, 0, 1, 0, 1]


def test_a_taxonomy_without_skills_flows_nowhere():
    flow = Flow.up(SkillGraph.flat(0), depth=2)

    assert flow.n_skills == 0
    assert [each.size for each in flow.spread(np.array([], dtype=np.int64))] == [0, 0, 0]
