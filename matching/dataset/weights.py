"""The weights of this installation: those that the engine comes with, or a file of its own."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from matching.engine.weights import Weights

PACKAGED = "packaged"


def installed_weights() -> Weights:
    """Raises ValueError if the file that `MATCHING_WEIGHTS` names cannot be used."""
    if settings.MATCHING_WEIGHTS:
        return Weights.of_file(Path(settings.MATCHING_WEIGHTS))
    return Weights.packaged()


def name_of_weights() -> str:
    """Where they come from, for whoever reads a run's parameters."""
    return Path(settings.MATCHING_WEIGHTS).name if settings.MATCHING_WEIGHTS else PACKAGED


def check_settings(**_options: Any) -> list[CheckMessage]:
    """What cannot be used is said at the start, not in the first run at night."""
    found: list[CheckMessage] = []
    try:
        installed_weights()
    except ValueError as error:
        found.append(Error(f"MATCHING_WEIGHTS: {error}", id="matching.E001"))
    if settings.MATCHING_FEEDBACK_DAYS < 1:
        found.append(Error("MATCHING_FEEDBACK_DAYS starts at 1.", id="matching.E002"))
    return found
