from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from io import StringIO
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation import gettext as _

from config.demo import dates, people
from config.demo.enrolment import enrol
from config.demo.network import found_network
from config.demo.publishing import CannotPublish, publish_missing
from matching.actions import runs
from matching.models import RankingRun
from taxonomy.models import Skill


class Command(BaseCommand):
    help = "Write the demo network. Run again, it keeps what is there."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reset", action="store_true", help="empty the database first")
        parser.add_argument(
            "--yes-delete-everything",
            action="store_true",
            help="allow --reset where the settings are not those of the demo",
        )
        parser.add_argument(
            "--yes-known-passwords",
            action="store_true",
            help="allow accounts whose password everybody knows where the settings are not those"
            " of the demo",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["reset"]:
            require("--yes-delete-everything", given=options["yes_delete_everything"])
        require("--yes-known-passwords", given=options["yes_known_passwords"])
        at = timezone.now()
        self._migrate()
        if options["reset"]:
            self._empty()
        self._found(at)
        self._publish(at)
        self._rank(has_moved=self._move_on(at))

    def _migrate(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            with self._told(_("Database prepared")):
                call_command("migrate", interactive=False, verbosity=0)

    def _empty(self) -> None:
        with self._told(_("Everything deleted")):
            call_command("flush", interactive=False, verbosity=0)

    def _found(self, at: datetime) -> None:
        if people.is_seeded():
            self.stdout.write(_("The demo network is there already; it stays as it is."))
            return
        if not Skill.objects.exists():
            with self._told(_("Taxonomy loaded")):
                call_command("load_taxonomy", stdout=StringIO())
        with transaction.atomic(), self._told(_("Organisations and students written")):
            enrol(found_network(), at=at)

    def _publish(self, at: datetime) -> None:
        with transaction.atomic(), self._told(_("Postings written")):
            try:
                publish_missing(at=at)
            except CannotPublish as error:
                raise CommandError(str(error)) from error

    def _move_on(self, at: datetime) -> bool:
        weeks = dates.weeks_behind(at=at)
        if not weeks:
            return False
        said = _("Deadlines of the demo had passed: its dates moved on by %d weeks") % weeks
        with transaction.atomic(), self._told(said):
            dates.move_on(weeks=weeks, at=at)
        return True

    def _rank(self, *, has_moved: bool) -> None:
        """Ask for a ranking of what is new; a worker does it, or this process without a broker."""
        if RankingRun.objects.unfinished().exists():
            return
        reason = dates.BECAUSE if has_moved else "first ranking"
        if has_moved or not RankingRun.objects.current().exists():
            with self._told(_("Ranking requested")):
                runs.request_run(by=None, reason=reason)

    @contextmanager
    def _told(self, what: str) -> Iterator[None]:
        began = monotonic()
        yield
        self.stdout.write(f"{what} ({monotonic() - began:.1f} s)")


def require(flag: str, *, given: bool) -> None:
    """Raise CommandError unless these are the demo's settings, or the flag was given."""
    if not settings.DEMO_ALLOWED and not given:
        raise CommandError(_("This is no demo. Add %s if you mean it.") % flag)
