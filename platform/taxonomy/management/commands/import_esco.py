"""Import a release of ESCO."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from taxonomy.imports.esco import CREDIT, import_esco
from taxonomy.imports.sources import CannotImport


class Command(BaseCommand):
    help = f"Import ESCO's CSV files and merge them with the core. {CREDIT}"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="the folder with skills_en.csv")
        parser.add_argument("--dry-run", action="store_true", help="say what would change")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = import_esco(options["folder"], dry_run=options["dry_run"])
        except CannotImport as error:
            raise CommandError(str(error)) from error
        for line in report.lines():
            self.stdout.write(line)
        self.stdout.write(CREDIT)
