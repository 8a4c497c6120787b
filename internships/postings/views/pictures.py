"""Numbers for the pictures on a posting's page; the templates draw them."""

from dataclasses import dataclass

from internships.postings.models import Phase, Posting

LEVELS = range(1, 10)
RUNG_WIDTH, RUNG_STEP, LOWEST, RISE, FLOOR = 26, 32, 10, 6, 70


@dataclass(frozen=True)
class Rung:
    """One level of the readiness ladder; `covered` where the posting's work leads through it."""

    level: int
    x: int
    y: int
    height: int
    covered: bool

    @property
    def middle(self) -> int:
        return self.x + RUNG_WIDTH // 2


@dataclass(frozen=True)
class Bar:
    """A phase on the line of the posting's dates, in percent of its width."""

    phase: Phase
    x: str
    width: str


def ladder(posting: Posting) -> list[Rung]:
    """Levels 1 to 9, or none where the posting names no levels."""
    if posting.trl_from is None or posting.trl_to is None:
        return []
    return [_rung(level, covered=posting.trl_from <= level <= posting.trl_to) for level in LEVELS]


def _rung(level: int, *, covered: bool) -> Rung:
    height = LOWEST + RISE * level
    x = RUNG_STEP * (level - 1)
    return Rung(level=level, x=x, y=FLOOR - height, height=height, covered=covered)


def timeline(posting: Posting) -> list[Bar]:
    """The phases in order, laid over the time from the first to the last."""
    phases = sorted(posting.phases.all(), key=lambda phase: (phase.starts_on, phase.pk))
    if not phases:
        return []
    first = phases[0].starts_on
    days = (max(phase.ends_on for phase in phases) - first).days + 1
    return [
        Bar(
            phase=phase,
            x=f"{100 * (phase.starts_on - first).days / days:.2f}",
            width=f"{100 * ((phase.ends_on - phase.starts_on).days + 1) / days:.2f}",
        )
        for phase in phases
    ]
