"""How skills reach the broader skills above them."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from matching.engine.arrays import Ints, Ragged, ints, spans, starts_of
from matching.engine.inputs import SkillGraph


@dataclass(frozen=True)
class Flow:
    """For each skill: itself and every skill at most `depth` steps broader.

    Attributes
    ----------
    reached : Ragged
        List *i* starts with skill *i* itself, then nearer skills before farther ones.
    steps : array, one entry per entry of `reached`
        How many steps up; the fewest where several ways lead there.

    Examples
    --------
    >>> graph = SkillGraph(n_skills=3, child=np.array([0, 1]), parent=np.array([1, 2]))
    >>> flow = Flow.up(graph, depth=2)
    >>> flow.reached[0].tolist(), flow.steps_of(0).tolist()
    ([0, 1, 2], [0, 1, 2])
    """

    reached: Ragged
    steps: Ints

    @classmethod
    def up(cls, graph: SkillGraph, *, depth: int) -> Self:
        parents = _parents(graph)
        origin = skill = np.arange(graph.n_skills)
        layers = [(origin, skill)]
        for _ in range(depth):
            counts = parents.lengths[skill]
            origin = np.repeat(origin, counts)
            skill = parents.values[spans(parents.starts[:-1][skill], counts)]
            layers.append((origin, skill))
        return cls._nearest(layers, n_skills=graph.n_skills)

    @classmethod
    def _nearest(cls, layers: list[tuple[Ints, Ints]], *, n_skills: int) -> Self:
        origin = np.concatenate([each for each, _ in layers])
        skill = np.concatenate([each for _, each in layers])
        steps = np.repeat(np.arange(len(layers)), [each.size for each, _ in layers])
        _, first = np.unique(origin * max(n_skills, 1) + skill, return_index=True)
        kept = first[np.lexsort((skill[first], steps[first], origin[first]))]
        lengths = np.bincount(origin[kept], minlength=n_skills)
        return cls(
            reached=Ragged(starts=starts_of(lengths), values=ints(skill[kept])),
            steps=ints(steps[kept]),
        )

    @property
    def n_skills(self) -> int:
        return len(self.reached)

    def steps_of(self, skill: int) -> Ints:
        return self.steps[self.reached.starts[skill] : self.reached.starts[skill + 1]]

    def spread(self, skills: Ints) -> tuple[Ints, Ints, Ints]:
        """Follow several skills upwards.

        Returns
        -------
        entry, skill, steps : arrays of the same length
            Entry *e* of `skills` reaches `skill` in that many steps.
        """
        counts = self.reached.lengths[skills]
        places = spans(self.reached.starts[:-1][skills], counts)
        entry = np.repeat(np.arange(skills.size), counts)
        return entry, self.reached.values[places], self.steps[places]


def _parents(graph: SkillGraph) -> Ragged:
    order = np.argsort(graph.child, kind="stable")
    lengths = np.bincount(graph.child, minlength=graph.n_skills)
    return Ragged(starts=starts_of(lengths), values=ints(graph.parent[order]))
