"""How far a student profile is filled in, and what is still missing."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import StudentProfile

ENOUGH_SKILLS = 5


@dataclass(frozen=True)
class Step:
    """One thing to fill in. Without a needed one nobody can apply; `place` is where to do it."""

    label: str | Promise
    place: str
    is_needed: bool
    is_done: bool


def steps(profile: StudentProfile, *, skills: int, languages: int) -> list[Step]:
    """Everything worth filling in, the needed first."""
    needed: list[tuple[str | Promise, bool]] = [
        (_("your university"), profile.university_id is not None),
        (_("your discipline"), profile.discipline_id is not None),
        (_("your degree level"), profile.degree_level is not None),
        (_("your year of study"), profile.year is not None),
        (_("when you are available from"), profile.available_from_on is not None),
    ]
    helpful: list[tuple[str | Promise, bool]] = [
        (_("until when you are available"), profile.available_until_on is not None),
        (_("how many hours a week you can work"), profile.hours_per_week is not None),
        (_("a language you speak"), languages > 0),
        (_("a few sentences about you"), bool(profile.statement)),
    ]
    return [
        *(Step(label, "edit", is_needed=True, is_done=done) for label, done in needed),
        Step(_("at least five skills"), "skills", is_needed=False, is_done=skills >= ENOUGH_SKILLS),
        *(Step(label, "edit", is_needed=False, is_done=done) for label, done in helpful),
    ]


def fraction(found: list[Step]) -> float:
    """How much is done, from 0 to 1."""
    return sum(step.is_done for step in found) / len(found)
