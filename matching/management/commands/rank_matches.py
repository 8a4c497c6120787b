"""`manage.py rank_matches [--wait]`: ask for a ranking run, as the clock does at night."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from foundation.errors import RuleBroken
from matching.actions import runs
from matching.enums import RunStatus
from matching.models import RankingRun

PAUSE_SECONDS = 0.5


class Command(BaseCommand):
    help = "Ask for a ranking run. A worker does it; without a broker it is done at once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--wait", action="store_true", help="until the run has ended")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            run = runs.request_run(by=None, reason="command line")
        except RuleBroken as refusal:
            raise CommandError(str(refusal)) from refusal
        run.refresh_from_db()
        while options["wait"] and run.is_unfinished:
            time.sleep(PAUSE_SECONDS)
            run.refresh_from_db()
        self._tell(run)

    def _tell(self, run: RankingRun) -> None:
        counts = f"{run.n_students} × {run.n_postings}, {run.n_matches} matches"
        seconds = ", ".join(f"{stage} {value:.1f} s" for stage, value in run.timings.items())
        self.stdout.write(f"Ranking run {run}: {counts}. {seconds}".strip())
        if run.status == RunStatus.FAILED:
            raise CommandError(run.error)
