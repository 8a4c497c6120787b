"""A labelled set on disk: queries, documents, and which document is relevant to which query.

`queries.jsonl` has lines {"qid", "text"}, `docs.jsonl` lines {"docid", "text"}, `qrels.tsv` lines
of qid, 0, docid and relevance between tabs. Whatever is wrong is told with file and line.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from django.core.management.base import CommandError

Texts = dict[str, str]
Gains = dict[str, dict[str, int]]


@dataclass(frozen=True)
class LabelledSet:
    """Texts by id, and the relevance of each judged document by query."""

    queries: Texts
    documents: Texts
    gains: Gains

    @classmethod
    def read(cls, folder: Path, *, documents: Path | None = None) -> Self:
        """Raises CommandError for files that are missing, empty or broken."""
        return cls(
            queries=_texts(folder / "queries.jsonl", key="qid"),
            documents=_texts(documents or folder / "docs.jsonl", key="docid"),
            gains=_gains(folder / "qrels.tsv"),
        )

    def judged(self) -> Gains:
        """The queries that can be scored: those with a relevant document.

        Raises CommandError where the judgements are about other texts than these.
        """
        _refuse_unknown("query", self.gains, self.queries)
        judged_documents = [docid for of_query in self.gains.values() for docid in of_query]
        _refuse_unknown("document", judged_documents, self.documents)
        found = {
            qid: relevant
            for qid, relevant in self.gains.items()
            if any(gain > 0 for gain in relevant.values())
        }
        if not found:
            raise CommandError("qrels.tsv names no relevant document")
        return found


def _refuse_unknown(kind: str, named: Sequence[str] | Gains, known: Texts) -> None:
    unknown = sorted(set(named) - set(known))
    if unknown:
        raise CommandError(
            f"qrels.tsv judges {len(unknown)} unknown: no {kind} is called {unknown[0]}"
        )


def _texts(file: Path, *, key: str) -> Texts:
    found: Texts = {}
    for number, line in _lines(file):
        try:
            entry = json.loads(line)
            name, text = str(entry[key]), entry["text"]
        except (ValueError, KeyError, TypeError) as error:
            raise CommandError(f'{file}, line {number}: expected {{"{key}", "text"}}') from error
        _check(name, text, place=f"{file}, line {number}")
        found[name] = text
    if not found:
        raise CommandError(f"{file} is empty")
    return found


def _check(name: str, text: object, *, place: str) -> None:
    if not isinstance(text, str):
        raise CommandError(f"{place}: text must be a string")
    if not name or name.split() != [name]:
        raise CommandError(f"{place}: an id is one word, not {name!r}")


def _gains(file: Path) -> Gains:
    found: Gains = defaultdict(dict)
    for number, line in _lines(file):
        try:
            qid, _, docid, relevance = line.split("\t")
            found[qid][docid] = int(relevance)
        except ValueError as error:
            raise CommandError(f"{file}, line {number}: expected qid 0 docid rel") from error
    return dict(found)


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    try:
        with file.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield number, line.rstrip("\r\n")
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{file} is not UTF-8") from error
