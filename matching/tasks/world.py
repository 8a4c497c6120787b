"""Both sides as they are now: the run's files, with what has changed since laid over them."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from scipy import sparse

from matching.archive import RunFolder, concatenate, damage_is_absence, load_bundle
from matching.dataset import Frame, load_postings, load_students, load_ties
from matching.dataset.days import day_number
from matching.engine.arrays import Ints, ints, taken
from matching.engine.eligibility import Eligibility
from matching.engine.inputs import Conditions, Facts, Postings, Students, Terms, Wishes
from matching.engine.matrices import Matrix
from matching.engine.sides import Side
from matching.engine.vectors import Vectoriser
from matching.enums import Side as SideName
from matching.models import MatchVector, RankingRun


@dataclass(frozen=True)
class StudentSide:
    vectors: Side
    facts: Facts
    wishes: Wishes


@dataclass(frozen=True)
class PostingSide:
    vectors: Side
    conditions: Conditions
    terms: Terms


class World:
    """What a run knows, and how to see one more student or posting as it does."""

    def __init__(self, run: RankingRun) -> None:
        """Raises VectorsMissing, as every reader here does, if the run's files are gone."""
        self.run = run
        self.folder = RunFolder(run.pk)
        self.path = self.folder.require()
        self.frame: Frame = self.folder.frame
        with damage_is_absence():
            self.vectoriser = Vectoriser.load(self.path)

    def student_side(self, students: Students) -> StudentSide:
        vectors = self.vectoriser.students(students)
        return StudentSide(vectors=vectors, facts=students.facts, wishes=students.wishes)

    def posting_side(self, postings: Postings) -> PostingSide:
        vectors = self.vectoriser.postings(postings)
        return PostingSide(vectors=vectors, conditions=postings.conditions, terms=postings.terms)

    def some_students(self, ids: list[int]) -> StudentSide:
        return self.student_side(load_students(self.frame, only=ids))

    def some_postings(self, ids: list[int]) -> PostingSide:
        return self.posting_side(load_postings(self.frame, only=ids))

    def all_students(self) -> StudentSide:
        changed = self._changed(SideName.STUDENT)
        with damage_is_absence():
            base = StudentSide(
                vectors=Side.load(self.path, name=SideName.STUDENT),
                facts=load_bundle(Facts, self.path, name="facts"),
                wishes=load_bundle(Wishes, self.path, name="wishes"),
            )
        if not changed:
            return base
        kept, newer = _others(base.vectors.ids, changed), self.some_students(changed)
        return StudentSide(
            vectors=_overlaid(base.vectors, kept, newer.vectors),
            facts=concatenate(taken(base.facts, kept), newer.facts),
            wishes=concatenate(taken(base.wishes, kept), newer.wishes),
        )

    def all_postings(self) -> PostingSide:
        changed = self._changed(SideName.POSTING)
        with damage_is_absence():
            base = PostingSide(
                vectors=Side.load(self.path, name=SideName.POSTING),
                conditions=load_bundle(Conditions, self.path, name="conditions"),
                terms=load_bundle(Terms, self.path, name="terms"),
            )
        if not changed:
            return base
        kept, newer = _others(base.vectors.ids, changed), self.some_postings(changed)
        return PostingSide(
            vectors=_overlaid(base.vectors, kept, newer.vectors),
            conditions=concatenate(taken(base.conditions, kept), newer.conditions),
            terms=concatenate(taken(base.terms, kept), newer.terms),
        )

    def eligibility(
        self, students: StudentSide, postings: PostingSide, *, today: date
    ) -> Eligibility:
        return Eligibility(
            facts=students.facts,
            wishes=students.wishes,
            conditions=postings.conditions,
            terms=postings.terms,
            ties=load_ties(self.frame),
            today=day_number(today),
        )

    def _changed(self, side: SideName) -> list[int]:
        vectors = MatchVector.objects.filter(run=self.run, side=side).order_by("subject_id")
        return list(vectors.values_list("subject_id", flat=True))


def _others(ids: Ints, changed: list[int]) -> Ints:
    """The rows of those that did not change."""
    return ints(np.flatnonzero(~np.isin(ids, changed)))


def _overlaid(base: Side, kept: Ints, newer: Side) -> Side:
    return Side(
        ids=np.concatenate([base.ids[kept], newer.ids]),
        age=np.concatenate([base.age[kept], newer.age]),
        matrix=_stacked(base.matrix[kept], newer.matrix),
        keen=_stacked(base.keen[kept], newer.keen),
    )


def _stacked(above: Matrix, below: Matrix) -> Matrix:
    both: Matrix = sparse.csr_array(sparse.vstack([above, below], format="csr"))
    return both
