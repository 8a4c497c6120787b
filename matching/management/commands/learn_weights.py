"""`manage.py learn_weights [--out FILE]`: what people chose, and what it says about the weights.

Learns how much each part of the score should count from what students chose of their lists, with
inverse-propensity weighting against the bias of positions (Joachims, Swaminathan, Schnabel,
"Unbiased Learning-to-Rank with Biased Feedback", WSDM 2017). See `matching.engine.learning`.

Prints what it finds and changes nothing: `--out` writes a file for the setting MATCHING_WEIGHTS.
Ends with status 3 where there is too little to learn from.
"""

from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from matching.dataset.feedback import GOALS, load_shown
from matching.dataset.weights import installed_weights, name_of_weights
from matching.engine.learning import (
    Comparison,
    PartLearner,
    PositionBias,
    Shown,
    compared,
)
from matching.engine.learning.shown import n_moved
from matching.engine.metrics import Interval
from matching.engine.weights import PartWeights
from matching.enums import Event

TOO_LITTLE = 3
FILE = """\
# The parts of a score, learnt by `manage.py learn_weights` on {day} from what students chose
# ({choices} choices: {goal} or more). Named by the setting MATCHING_WEIGHTS; what is not said here
# is as the engine has it.
# On students left out, discounted gain of what was chosen: {difference}

[parts]            # sum to 1
{parts}
"""


class Command(BaseCommand):
    help = "Learn the weights of the parts of a score from what students chose."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", type=Path, help="file of weights to write (MATCHING_WEIGHTS)")
        parser.add_argument(
            "--goal", type=Event, choices=GOALS, default=Event.SAVED, help="the least that counts"
        )
        parser.add_argument("--days", type=int, default=settings.MATCHING_FEEDBACK_DAYS)
        parser.add_argument("--seed", type=int, default=0, help="of folds and bootstrap")

    def handle(self, *args: Any, **options: Any) -> None:
        """Nothing is written before everything is known."""
        if not 1 <= options["days"] <= settings.MATCHING_FEEDBACK_DAYS:
            raise CommandError(f"--days is from 1 to {settings.MATCHING_FEEDBACK_DAYS}.")
        goal = options["goal"]
        now = timezone.now()
        shown = load_shown(goal=goal, since=now - timedelta(days=options["days"]))
        present = _present()
        try:
            shown.require_enough()
            bias = PositionBias().fit(shown)
            learnt = PartLearner(present, bias).fit(shown).weights_
            judged = compared(shown, present, seed=options["seed"])
        except ValueError as refusal:
            raise CommandError(f"{refusal} Goal: {goal}.", returncode=TOO_LITTLE) from refusal
        self.stdout.write(_summary(shown, bias, (present, learnt), judged, goal=goal))
        if options["out"]:
            text = FILE.format(
                day=timezone.localdate(now).isoformat(),
                choices=int(shown.chosen.sum()),
                goal=goal,
                difference=_said(judged.difference),
                parts="\n".join(f"{name} = {share}" for name, share in asdict(learnt).items()),
            )
            _write(options["out"], text)


def _present() -> PartWeights:
    try:
        return installed_weights().parts
    except ValueError as error:
        raise CommandError(f"MATCHING_WEIGHTS: {error}") from error


def _summary(
    shown: Shown,
    bias: PositionBias,
    weights: tuple[PartWeights, PartWeights],
    judged: Comparison,
    *,
    goal: Event,
) -> str:
    present, learnt = (asdict(each) for each in weights)
    students = len(set(shown.owner[shown.chosen].tolist()))
    return "\n".join(
        [
            f"{int(shown.chosen.sum())} choices ({goal} or more) of {students} students,"
            f" from {len(shown)} matches shown",
            f"looked at: 1 / position^{bias.exponent_:.2f},"
            f" from {n_moved(shown)} choices seen at several positions",
            "",
            f"{'part':<10}{'now':>8}{'learnt':>10}    (now: {name_of_weights()})",
            *(f"{name:<10}{present[name]:>8.3f}{learnt[name]:>10.3f}" for name in present),
            "",
            "discounted gain of what was chosen, on students left out [95 %]",
            f"now       {_said(judged.present)}",
            f"learnt    {_said(judged.learnt)}",
            f"learnt less now  {_said(judged.difference)}",
            _verdict(judged.difference),
        ]
    )


def _said(interval: Interval) -> str:
    return f"{interval.mean:+.4f} [{interval.low:+.4f} to {interval.high:+.4f}]"


def _verdict(difference: Interval) -> str:
    if difference.low > 0:
        return "The learnt weights are better."
    if difference.high < 0:
        return "The learnt weights are worse: keep the present ones."
    return "No difference that could not be chance."


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{file} cannot be written: {error.strerror}") from error
