"""Load the taxonomy that ships with the project."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from taxonomy.imports.core import SHIPPED, load_core
from taxonomy.imports.sources import CannotImport


class Command(BaseCommand):
    help = "Load the taxonomy's own files. May be run again: only what differs is written."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--data", type=Path, default=SHIPPED, help="another folder of files")
        parser.add_argument("--dry-run", action="store_true", help="say what would change")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = load_core(options["data"], dry_run=options["dry_run"])
        except CannotImport as error:
            raise CommandError(str(error)) from error
        for line in report.lines():
            self.stdout.write(line)
