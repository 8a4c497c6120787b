"""What became of every line of an imported table."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum


class Outcome(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    KEPT = "kept"
    REFUSED = "refused"


@dataclass(frozen=True)
class Line:
    """The line's number in the file, what became of it, what it is about, and why."""

    number: int
    outcome: Outcome
    subject: str = ""
    reason: str = ""

    def __str__(self) -> str:
        told = [f"{self.number}", self.outcome.value, self.subject, self.reason]
        return "\t".join(part for part in told if part)


@dataclass
class LineReport:
    """Filled while a table is imported; printed when it is done."""

    lines: list[Line] = field(default_factory=list)

    def add(self, number: int, outcome: Outcome, *, subject: str = "", reason: str = "") -> None:
        self.lines.append(Line(number, outcome, subject, reason))

    @property
    def refused(self) -> list[Line]:
        return [line for line in self.lines if line.outcome is Outcome.REFUSED]

    def count(self, outcome: Outcome) -> int:
        return self.counts[outcome]

    @property
    def counts(self) -> Counter[Outcome]:
        return Counter(line.outcome for line in self.lines)

    def summary(self) -> str:
        """Such as “added 160, changed 0, kept 5, refused 2”."""
        return ", ".join(f"{outcome.value} {self.counts[outcome]}" for outcome in Outcome)
