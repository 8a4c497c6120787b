"""Finding postings by words: one vocabulary over SQLite's FTS5 and PostgreSQL's tsvector."""

from typing import TYPE_CHECKING, Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, F, FloatField, Func, TextField, Value
from django.db.models.lookups import Lookup
from django.db.models.sql.compiler import SQLCompiler

from internships.postings.models.posting import PostingQuerySet
from internships.postings.search.words import query_terms

if TYPE_CHECKING:
    AnyLookup = Lookup[Any]
else:
    AnyLookup = Lookup

AsSQL = tuple[str, list[Any]]


def found_by(postings: PostingQuerySet, query: str) -> PostingQuerySet:
    """Those that hold every word of `query`, annotated with `relevance`; none without a word."""
    match = match_of(query)
    if not match:
        return postings.none().annotate(relevance=Value(0.0))
    words, rank = F("indexed__words"), F("indexed__rank")
    return postings.filter(indexed__words__holds=match).annotate(
        relevance=Relevance(words, rank, match=match)
    )


def match_of(query: str) -> str:
    """Space-separated words, a `*` on the last one, which somebody may still be typing."""
    terms = query_terms(query)
    return " ".join(terms) + "*" if terms else ""


class Holds(AnyLookup):
    """`words__holds="a b*"`: the indexed words hold `a`, and a word that starts with `b`."""

    lookup_name = "holds"

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> AsSQL:
        words, params = self.process_lhs(compiler, connection)
        return f"{words} MATCH %s", [*params, _for_fts5(self.rhs)]

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> AsSQL:
        words, params = self.process_lhs(compiler, connection)
        return f"{words} @@ %s::tsquery", [*params, _for_tsquery(self.rhs)]


class Relevance(Func):
    """How well the words are met, higher is better: BM25 on SQLite, ts_rank on PostgreSQL."""

    output_field = FloatField()

    def __init__(self, words: F, rank: F, *, match: str) -> None:
        super().__init__(words, rank)
        self.match = match

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra_context: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        rank, params = compiler.compile(self.source_expressions[1])
        return f"-{rank}", tuple(params)

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> AsSQL:
        document, params = compiler.compile(self.source_expressions[0])
        return f"ts_rank({document}, %s::tsquery)", [*params, _for_tsquery(self.match)]


def _for_fts5(match: str) -> str:
    return " AND ".join(f'"{word.rstrip("*")}"{_star(word)}' for word in match.split())


def _for_tsquery(match: str) -> str:
    return " & ".join(f"'{word.rstrip('*')}'{_star(word, ':*')}" for word in match.split())


def _star(word: str, star: str = "*") -> str:
    return star if word.endswith("*") else ""


for field in (TextField, CharField):
    field.register_lookup(Holds)
