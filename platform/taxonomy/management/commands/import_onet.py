"""Import a release of O*NET."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from taxonomy.imports.onet import CREDIT, import_onet
from taxonomy.imports.sources import CannotImport


class Command(BaseCommand):
    help = f"Import O*NET's occupations and their titles. {CREDIT}"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folder", type=Path, help="the folder with Occupation Data.txt and Alternate Titles.txt"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would change")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = import_onet(options["folder"], dry_run=options["dry_run"])
        except CannotImport as error:
            raise CommandError(str(error)) from error
        for line in report.lines():
            self.stdout.write(line)
        self.stdout.write(CREDIT)
