"""What the engine is given: plain arrays about students, postings and the skill taxonomy.

Everywhere a *row* is a position in `ids`; days count from 1970-01-01; -1 (or NaN) is "not said".
"""

from matching.engine.inputs.checks import UNSAID
from matching.engine.inputs.facts import Audience, Conditions, Facts, Ties
from matching.engine.inputs.sides import Postings, Students
from matching.engine.inputs.skills import (
    AskedSkills,
    Evidence,
    FoundSkills,
    SkillGraph,
    StatedSkills,
)
from matching.engine.inputs.wishes import Mode, Terms, Wishes

__all__ = [
    "UNSAID",
    "AskedSkills",
    "Audience",
    "Conditions",
    "Evidence",
    "Facts",
    "FoundSkills",
    "Mode",
    "Postings",
    "SkillGraph",
    "StatedSkills",
    "Students",
    "Terms",
    "Ties",
    "Wishes",
]
