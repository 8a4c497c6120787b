"""`manage.py import_postings FILE.csv`: see docs/importing.md."""

from argparse import ArgumentParser
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import Organisation, User
from foundation.tables import Mapping, Outcome, Table, UnreadableTable, read_table
from internships.postings.imports import Owners, PostingImport, Settings

UNKNOWN_SHOWN = 20


class Command(BaseCommand):
    help = "Bring in postings from a CSV file; the same id is the same posting every time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--as", dest="email", required=True, help="who answers for them")
        parser.add_argument("--mapping", type=Path, help="a TOML file: which column is what")
        parser.add_argument("--encoding", default="", help="if it cannot be found out")
        parser.add_argument("--owner", type=int, help="the id of the owner of every line")
        parser.add_argument(
            "--verified-owners",
            action="store_true",
            help="new owners are verified: the platform vouches for them",
        )
        parser.add_argument("--open", action="store_true", help="open what can be opened")
        for name in ("starts-on", "ends-on", "deadline-on"):
            parser.add_argument(f"--{name}", type=date.fromisoformat, help="where a line has none")
        parser.add_argument("--strict", action="store_true", help="write nothing if a line is bad")
        parser.add_argument("--dry-run", action="store_true", help="report, but write nothing")

    def handle(self, *, file: Path, **options: Any) -> None:
        try:
            table = read_table(file, encoding=options["encoding"])
            job = _job(table, options)
            if options["strict"]:
                self._require_clean(_trial(job), table)
            job.run(table)
        except UnreadableTable as refusal:
            raise CommandError(str(refusal)) from refusal
        self._print(job)
        if options["dry_run"]:
            self.stdout.write("Nothing was written: --dry-run.")

    def _require_clean(self, trial: PostingImport, table: Table) -> None:
        if trial.run(table).refused:
            self._print(trial)
            raise CommandError("Nothing was imported: --strict, and lines were refused.")

    def _print(self, job: PostingImport) -> None:
        for line in job.report.lines:
            if line.outcome is Outcome.REFUSED or line.reason:
                self.stdout.write(str(line))
        for name in job.owners.entered:
            self.stdout.write(f"new owner: {name}")
        for name, count in job.reader.skills.unknown.most_common(UNKNOWN_SHOWN):
            self.stdout.write(f"no such skill: {name} ({count})")
        self.stdout.write(f"{job.report.summary()}, opened {job.opened}")


def _job(table: Table, options: dict[str, Any]) -> PostingImport:
    by = _person(options["email"])
    if options["verified_owners"] and not by.is_platform_admin:
        raise CommandError("--verified-owners is for platform administrators.")
    path = options["mapping"]
    return PostingImport(
        mapping=Mapping.from_toml(path) if path else Mapping.plain("csv", table.columns),
        owners=Owners(
            by=by, only=_owner(options["owner"]), vouched=bool(options["verified_owners"])
        ),
        settings=Settings(
            by=by,
            at=timezone.now(),
            starts_on=options["starts_on"],
            ends_on=options["ends_on"],
            deadline_on=options["deadline_on"],
            opening=options["open"],
            keeping=not options["dry_run"],
        ),
    )


def _trial(job: PostingImport) -> PostingImport:
    """The same import, that writes nothing."""
    return PostingImport(
        mapping=job.mapping,
        owners=replace(job.owners, entered=[]),
        settings=replace(job.settings, keeping=False),
    )


def _person(email: str) -> User:
    found = User.objects.active().filter(email__iexact=email).first()
    if found is None:
        raise CommandError(f"There is no active person with the e-mail {email}.")
    return found


def _owner(pk: int | None) -> Organisation | None:
    if pk is None:
        return None
    found = Organisation.objects.filter(pk=pk).first()
    if found is None:
        raise CommandError(f"There is no organisation {pk}.")
    return found
