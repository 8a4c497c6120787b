"""The lines of a history as people read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Choices

from foundation.models import Transition


@dataclass(frozen=True)
class Step:
    """A transition with its statuses in words; `source` is empty for the first."""

    line: Transition
    source: Any
    target: Any


def in_words(lines: Iterable[Transition], statuses: type[Choices]) -> list[Step]:
    words = dict(statuses.choices)
    return [
        Step(line, words.get(line.source, line.source), words.get(line.target, line.target))
        for line in lines
    ]
