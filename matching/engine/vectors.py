"""Students and postings as sparse vectors whose product is the score.

Every part of a score is a block of columns. The parts' weights are multiplied into the postings'
side, so one product gives the whole score and each column's share of it.
"""

import json
from pathlib import Path
from typing import Self

import numpy as np
from sklearn.base import BaseEstimator

from matching.engine.arrays import Array
from matching.engine.bridge import BridgeModel
from matching.engine.flow import Flow
from matching.engine.inputs import Postings, SkillGraph, Students
from matching.engine.lattice import snap
from matching.engine.matrices import Matrix, csr, rows_of, side_by_side
from matching.engine.sides import Side
from matching.engine.skills import SkillModel
from matching.engine.space import Layout
from matching.engine.text import TextModel
from matching.engine.weights import Weights
from matching.engine.wishes import WishModel


class Vectoriser(BaseEstimator):  # type: ignore[misc]
    """The parts side by side.

    Parameters
    ----------
    graph : SkillGraph
    weights : Weights

    Attributes
    ----------
    skills_ : SkillModel
    text_ : TextModel
    bridge_ : BridgeModel
    wishes_ : WishModel
    layout_ : Layout
        Which column means what.
    """

    def __init__(self, graph: SkillGraph, weights: Weights) -> None:
        self.graph = graph
        self.weights = weights

    def fit(self, students: Students, postings: Postings) -> Self:
        """Learn vocabularies, rarities and ranges of the installation."""
        total = len(students) + len(postings)
        self._prepare()
        self.skills_.fit(students.stated, postings.asked, total=total)
        self.bridge_.fit(students.found, postings.found, total=total)
        self.text_ = TextModel(self.weights.text).fit([*students.texts, *postings.texts])
        self.wishes_ = WishModel(self.weights.wishes).fit(students.wishes, postings.terms)
        self.layout_ = self._laid_out()
        return self

    def _prepare(self) -> None:
        skills, bridge = self.weights.skills, self.weights.bridge
        self.skills_ = SkillModel(Flow.up(self.graph, depth=len(skills.decay)), skills)
        self.bridge_ = BridgeModel(
            Flow.up(self.graph, depth=len(bridge.decay)),
            bridge,
            is_occupation=self.graph.is_occupation,
        )

    def _laid_out(self) -> Layout:
        parts, wishes, n_skills = self.weights.parts, self.weights.wishes, self.graph.n_skills
        texts = [("text", name, size, parts.text) for name, size in self.text_.sizes().items()]
        hopes = [
            ("wishes", name, size, parts.wishes * getattr(wishes, name))
            for name, size in self.wishes_.sizes().items()
        ]
        return Layout.of(
            [
                ("skills", "direct", n_skills, parts.skills),
                ("skills", "broader", n_skills, parts.skills),
                *texts,
                ("bridge", "found", n_skills, parts.bridge),
                *hopes,
            ]
        )

    def students(self, students: Students) -> Side:
        """Vectors of students, by what was learnt; also of one whose profile changed."""
        length, stated = len(students), students.stated
        found = students.found.only(~self.graph.is_occupation)
        skills = self.skills_.students(stated, found, length=length)
        blocks = [
            skills,
            self.text_.transform(students.texts),
            self.bridge_.transform(students.found, stated.row, stated.skill, length=length),
            self.wishes_.students(students.wishes),
        ]
        keen = skills[:, : self.graph.n_skills].astype(bool).astype(np.float32)
        return _side(students.ids, students.age, blocks=blocks, keen=keen)

    def postings(self, postings: Postings) -> Side:
        """Vectors of postings, by what was learnt; also of one that is new or changed."""
        length, asked, parts = len(postings), postings.asked, self.weights.parts
        blocks = [
            self.skills_.postings(asked, length=length) * parts.skills,
            self.text_.transform(postings.texts) * parts.text,
            self.bridge_.transform(postings.found, asked.row, asked.skill, length=length)
            * parts.bridge,
            self.wishes_.postings(postings.terms) * parts.wishes,
        ]
        keen = self.skills_.musts(asked, length=length)
        return _side(postings.ids, postings.age, blocks=blocks, keen=keen)

    def save(self, folder: Path) -> None:
        """Write what was learnt to a folder, as JSON and arrays; nothing is pickled."""
        self.text_.save(folder)
        self.text_.names().save(folder, name="terms")
        np.savez(
            folder / "skills.npz",
            child=self.graph.child,
            parent=self.graph.parent,
            occupations=self.graph.occupations,
            skills_idf=self.skills_.idf_,
            bridge_idf=self.bridge_.idf_,
        )
        state = {
            "n_skills": self.graph.n_skills,
            "weights": self.weights.to_dict(),
            "wishes": self.wishes_.to_dict(),
            "layout": self.layout_.to_dict(),
        }
        (folder / "vectoriser.json").write_text(json.dumps(state), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Self:
        state = json.loads((folder / "vectoriser.json").read_text(encoding="utf-8"))
        with np.load(folder / "skills.npz", allow_pickle=False) as arrays:
            graph = SkillGraph(
                state["n_skills"],
                child=arrays["child"],
                parent=arrays["parent"],
                occupations=arrays["occupations"],
            )
            loaded = cls(graph, Weights.from_dict(state["weights"]))
            loaded._prepare()
            loaded.skills_.idf_ = arrays["skills_idf"]
            loaded.bridge_.idf_ = arrays["bridge_idf"]
        loaded.text_ = TextModel.load(folder)
        loaded.wishes_ = WishModel.from_dict(loaded.weights.wishes, state["wishes"])
        loaded.layout_ = Layout.from_dict(state["layout"])
        return loaded


def _side(ids: Array, age: Array, *, blocks: list[Matrix], keen: Matrix) -> Side:
    return Side(ids=ids, age=age, matrix=_snapped(side_by_side(blocks)), keen=keen)


def _snapped(matrix: Matrix) -> Matrix:
    """The matrix on the grid, without the values that fell to 0."""
    value = snap(matrix.data)
    kept = np.flatnonzero(value)
    starts = np.searchsorted(rows_of(matrix)[kept], np.arange(matrix.shape[0] + 1))
    return csr(value[kept], matrix.indices[kept], starts, shape=matrix.shape)
