"""What refreshes see: the vectors of the run that is shown, and what has changed since.

A process keeps it from one refresh to the next, and catches up with what others have refreshed
meanwhile.
"""

from collections.abc import Collection, Mapping
from datetime import date
from functools import lru_cache

import numpy as np

from matching.archive import RunFolder, damage_is_absence, load_bundle
from matching.dataset import (
    Frame,
    load_conditions,
    load_facts,
    load_postings,
    load_students,
    load_ties,
)
from matching.dataset.days import day_number
from matching.engine.arrays import Ints
from matching.engine.eligibility import Eligibility
from matching.engine.inputs import Conditions, Facts, Postings, Students, Terms, Ties, Wishes
from matching.engine.matrices import Matrix, csr
from matching.engine.rows import Row, Rows
from matching.engine.sides import Side as EngineSide
from matching.engine.single import Layer
from matching.engine.vectors import Vectoriser
from matching.enums import Side
from matching.matches.vectors import stored_rows
from matching.models import MatchVector, PostingMatches, StudentMatches
from matching.tasks.strata import PostingSide, Strata, StudentSide


class World:
    """What a run knows, and how to see one more student or posting as it does."""

    def __init__(self, run_id: int) -> None:
        """Raises VectorsMissing, as every reader here does, if the run's files are gone."""
        self.run_id = run_id
        self.folder = RunFolder(run_id)
        self.path = self.folder.require()
        self.frame: Frame = self.folder.frame
        with damage_is_absence():
            self.vectoriser = Vectoriser.load(self.path)
        self._students: Strata[StudentSide] | None = None
        self._postings: Strata[PostingSide] | None = None
        self._seen = {Side.STUDENT: 0, Side.POSTING: 0}

    def student_side(self, students: Students) -> StudentSide:
        vectors = self.vectoriser.students(students)
        return StudentSide(vectors=vectors, facts=students.facts, wishes=students.wishes)

    def posting_side(self, postings: Postings) -> PostingSide:
        vectors = self.vectoriser.postings(postings)
        return PostingSide(vectors=vectors, conditions=postings.conditions, terms=postings.terms)

    def some_students(self, ids: Collection[int]) -> StudentSide:
        return self.student_side(load_students(self.frame, only=ids))

    def some_postings(self, ids: Collection[int]) -> PostingSide:
        return self.posting_side(load_postings(self.frame, only=ids))

    def all_students(self) -> Strata[StudentSide]:
        """Everybody as of the newest vector in the database."""
        if self._students is None:
            with damage_is_absence():
                layer = Layer.load(self.path, name=Side.STUDENT)
                facts = load_bundle(Facts, self.path, name="facts")
                wishes = load_bundle(Wishes, self.path, name="wishes")
                known = StudentSide(layer.side, facts, wishes)
            self._students = Strata(known, layer, floors=self._floors_of_students)
        if newer := self._newer_than_seen(Side.STUDENT):
            self._students.lay_over(newer.values(), self._refreshed_students(newer.values()))
            self._seen[Side.STUDENT] = max(newer)
        return self._students

    def all_postings(self) -> Strata[PostingSide]:
        """All postings as of the newest vector in the database."""
        if self._postings is None:
            with damage_is_absence():
                layer = Layer.load(self.path, name=Side.POSTING)
                conditions = load_bundle(Conditions, self.path, name="conditions")
                terms = load_bundle(Terms, self.path, name="terms")
                known = PostingSide(layer.side, conditions, terms)
            self._postings = Strata(known, layer, floors=self._floors_of_postings)
        if newer := self._newer_than_seen(Side.POSTING):
            self._postings.lay_over(newer.values(), self._refreshed_postings(newer.values()))
            self._seen[Side.POSTING] = max(newer)
        return self._postings

    def ties(self) -> Ties:
        return load_ties(self.frame)

    def _newer_than_seen(self, side: Side) -> dict[int, int]:
        """Who was refreshed since this was seen last, by the refresh's number.

        Refreshes are numbered in the order of their commits.
        """
        newer = MatchVector.objects.filter(run=self.run_id, side=side, pk__gt=self._seen[side])
        return dict(newer.values_list("pk", "subject_id"))

    def _refreshed_students(self, ids: Collection[int]) -> StudentSide:
        """As their stored vectors say: what lists hold is the product of stored vectors."""
        rows = stored_rows(self.run_id, Side.STUDENT, ids)
        known = load_facts(self.frame, only=rows)
        matrix = self._matrix(rows, known.ids)
        keen = matrix[:, : self.frame.graph.n_skills].astype(bool).astype(np.float32)
        vectors = EngineSide(ids=known.ids, age=known.age, matrix=matrix, keen=keen)
        return StudentSide(vectors, known.facts, known.wishes)

    def _refreshed_postings(self, ids: Collection[int]) -> PostingSide:
        rows = stored_rows(self.run_id, Side.POSTING, ids)
        known = load_conditions(self.frame, only=rows)
        keen = self.vectoriser.skills_.musts(known.asked, length=len(known.ids))
        matrix = self._matrix(rows, known.ids)
        vectors = EngineSide(ids=known.ids, age=known.age, matrix=matrix, keen=keen)
        return PostingSide(vectors, known.conditions, known.terms)

    def _matrix(self, rows: Mapping[int, Row], ids: Ints) -> Matrix:
        some = Rows.of([rows[each] for each in ids.tolist()])
        width = self.vectoriser.layout_.size
        return csr(some.values, some.columns, some.starts, shape=(len(some), width))

    def _floors_of_students(self, ids: Collection[int] | None) -> Mapping[int, float]:
        lists = StudentMatches.objects.filter(run=self.run_id)
        some = lists if ids is None else lists.filter(profile__in=ids)
        return dict(some.values_list("profile_id", "last_score"))

    def _floors_of_postings(self, ids: Collection[int] | None) -> Mapping[int, float]:
        lists = PostingMatches.objects.filter(run=self.run_id)
        some = lists if ids is None else lists.filter(posting__in=ids)
        return dict(some.values_list("posting_id", "last_score"))


def eligibility(
    students: StudentSide, postings: PostingSide, *, ties: Ties, today: date
) -> Eligibility:
    return Eligibility(
        facts=students.facts,
        wishes=students.wishes,
        conditions=postings.conditions,
        terms=postings.terms,
        ties=ties,
        today=day_number(today),
    )


def world_of(run_id: int) -> World:
    """The world of a run, kept in this process; raises VectorsMissing if its files are gone."""
    return _kept(run_id, RunFolder(run_id).finished_at_ns())


def forget_worlds() -> None:
    """For whoever rolls a database back."""
    _kept.cache_clear()


@lru_cache(maxsize=1)
def _kept(run_id: int, finished_at_ns: int) -> World:
    """`finished_at_ns` tells folders apart that were built twice under one number."""
    return World(run_id)
