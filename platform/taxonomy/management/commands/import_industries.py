"""Import the lower levels of GB/T 4754."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from taxonomy.imports.industries import import_industries
from taxonomy.imports.sources import CannotImport


class Command(BaseCommand):
    help = "Import the lower levels of GB/T 4754: code,name_zh,level,parent."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a CSV file, in UTF-8 or GB18030")
        parser.add_argument("--dry-run", action="store_true", help="say what would change")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = import_industries(options["file"], dry_run=options["dry_run"])
        except CannotImport as error:
            raise CommandError(str(error)) from error
        for line in report.lines():
            self.stdout.write(line)
