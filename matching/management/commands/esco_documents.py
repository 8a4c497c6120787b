"""ESCO's skills as the documents of a labelled set: `docs.jsonl` {docid, text}.

DIR is an unpacked CSV release with `skills_en.csv`. The docid is the skill's URI, the text its
preferred label and its alternative labels, a line each.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from taxonomy.imports.sources import CannotImport, read_source

SKILLS = "skills_en.csv"
COLUMNS = ("conceptUri", "preferredLabel", "altLabels")


class Command(BaseCommand):
    help = "Write ESCO's skills as docs.jsonl, for evaluate_matching --docs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("dir", type=Path, help=f"the folder with {SKILLS}")
        parser.add_argument("--out", type=Path, required=True, help="docs.jsonl to write")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            texts = dict(_documents(options["dir"] / SKILLS))
        except CannotImport as error:
            raise CommandError(str(error)) from error
        if not texts:
            raise CommandError(f"{options['dir'] / SKILLS} names no skill")
        _write(options["out"], texts)
        self.stdout.write(f"{len(texts)} documents")


def _documents(file: Path) -> Iterator[tuple[str, str]]:
    for row in read_source(file, columns=COLUMNS):
        uri, label, others = (row.cells[column].strip() for column in COLUMNS)
        if uri and label:
            yield uri, "\n".join([label, *filter(None, map(str.strip, others.split("\n")))])


def _write(file: Path, texts: dict[str, str]) -> None:
    try:
        with file.open("w", encoding="utf-8") as out:
            for uri, text in texts.items():
                out.write(json.dumps({"docid": uri, "text": text}, ensure_ascii=False) + "\n")
    except OSError as error:
        raise CommandError(f"{file} cannot be written: {error.strerror}") from error
