"""`manage.py import_students FILE.csv`: see docs/importing.md."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.imports.students import StudentImport
from accounts.models import Organisation
from foundation.tables import Mapping, Table, UnreadableTable, read_table


class Command(BaseCommand):
    help = "Bring in students from a CSV file; the same id is the same person every time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--mapping", type=Path, help="a TOML file: which column is what")
        parser.add_argument("--encoding", default="", help="if it cannot be found out")
        parser.add_argument("--university", type=int, help="the id of the students' university")
        parser.add_argument(
            "--consent", action="store_true", help="the students agreed to be matched"
        )
        parser.add_argument("--strict", action="store_true", help="write nothing if a line is bad")
        parser.add_argument("--dry-run", action="store_true", help="report, but write nothing")

    def handle(self, *, file: Path, **options: Any) -> None:
        try:
            table = read_table(file, encoding=options["encoding"])
            mapping = _mapping(options["mapping"], table)
            job = StudentImport(
                mapping=mapping,
                university=_university(options["university"]),
                consents_to_matching=options["consent"],
            )
            students = job.read(table)
        except UnreadableTable as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["strict"] and job.report.refused:
            self._print(job)
            raise CommandError("Nothing was imported: --strict, and lines were refused.")
        job.write(students, at=timezone.now(), keep=not options["dry_run"])
        self._print(job)
        if options["dry_run"]:
            self.stdout.write("Nothing was written: --dry-run.")

    def _print(self, job: StudentImport) -> None:
        for line in sorted(job.report.lines, key=lambda line: line.number):
            self.stdout.write(str(line))
        self.stdout.write(job.report.summary())


def _mapping(path: Path | None, table: Table) -> Mapping:
    return Mapping.from_toml(path) if path else Mapping.plain("csv", table.columns)


def _university(pk: int | None) -> Organisation | None:
    if pk is None:
        return None
    found = Organisation.objects.universities().verified().filter(pk=pk).first()
    if found is None:
        raise CommandError(f"There is no verified university with the id {pk}.")
    return found
