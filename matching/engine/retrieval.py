"""Any texts against any texts, by the vectors and the ranking of the product."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

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
    Wishes,
)
from matching.engine.matrices import Matrix
from matching.engine.ranking import TopMatches, rank
from matching.engine.sides import Side
from matching.engine.space import Layout
from matching.engine.tables import Lengths
from matching.engine.vectors import Vectoriser
from matching.engine.weights import PartWeights, Weights


@dataclass(frozen=True)
class Corpus:
    """Texts, and the skills that were found in them."""

    texts: Sequence[str]
    found: FoundSkills


def ranked(
    queries: Corpus,
    documents: Corpus,
    *,
    graph: SkillGraph,
    weights: Weights | None = None,
    length: int = 1000,
) -> TopMatches:
    """Rank every document for every query, by text and bridge.

    Parameters
    ----------
    queries, documents : Corpus
        Queries take the place of students, documents of postings.
    graph : SkillGraph
    weights : Weights, optional
        Those of the package if not given; their skills and wishes are left out.
    length : int
        How many documents to list for a query.

    Returns
    -------
    TopMatches
        A list for each query; a document that shares nothing with it is not listed.

    Examples
    --------
    >>> texts = Corpus(["robot arm control", "marketing"], FoundSkills.none())
    >>> query = Corpus(["control of a robot"], FoundSkills.none())
    >>> ranked(query, texts, graph=SkillGraph.flat(0)).rows.tolist()
    [0]
    """
    students, postings, _ = _sides(queries, documents, graph, weights)
    return rank(students, postings, lengths=Lengths(postings=length, students=1)).for_students


def vectors(
    queries: Corpus, documents: Corpus, *, graph: SkillGraph, weights: Weights | None = None
) -> tuple[Matrix, Matrix, Layout]:
    """The vectors that `ranked` multiplies, of queries and of documents, and what is where."""
    students, postings, layout = _sides(queries, documents, graph, weights)
    return students.matrix, postings.matrix, layout


def _sides(
    queries: Corpus, documents: Corpus, graph: SkillGraph, weights: Weights | None
) -> tuple[Side, Side, Layout]:
    students, postings = _as_students(queries), _as_postings(documents)
    vectoriser = Vectoriser(graph, _of_texts(weights or Weights.packaged()))
    vectoriser.fit(students, postings)
    return vectoriser.students(students), vectoriser.postings(postings), vectoriser.layout_


def _of_texts(weights: Weights) -> Weights:
    total = weights.parts.text + weights.parts.bridge
    if not total:
        raise ValueError("text and bridge have no weight")
    bridge = weights.parts.bridge / total
    return replace(weights, parts=PartWeights(skills=0, text=1 - bridge, bridge=bridge, wishes=0))


def _as_students(corpus: Corpus) -> Students:
    total = len(corpus.texts)
    return Students(
        ids=np.arange(total),
        age=np.arange(total),
        stated=StatedSkills.none(),
        found=corpus.found,
        texts=corpus.texts,
        wishes=Wishes.unsaid(total),
        facts=Facts.plain(total),
    )


def _as_postings(corpus: Corpus) -> Postings:
    total = len(corpus.texts)
    return Postings(
        ids=np.arange(total),
        age=np.arange(total),
        asked=AskedSkills.none(),
        found=corpus.found,
        texts=corpus.texts,
        terms=Terms.unsaid(total),
        conditions=Conditions.plain(total),
    )
