"""Skills of a posting: those that a column names, and those that its texts mention."""

import re
from collections import Counter
from dataclasses import dataclass, field

from internships.postings.actions.parts import SkillLine
from internships.postings.enums import Necessity
from taxonomy.extraction import finder
from taxonomy.models import Skill
from taxonomy.search import resolve

SEPARATOR = re.compile(r"[,，、;；|/\n:：()（）•]+|\s+(?:and|or|&)\s+|\s[-–]\s")
MOST = 20
LONGEST_NAME = 60
NAMED, REQUIRED, MENTIONED = 4, 3, 2  # how much each weighs


@dataclass
class SkillReader:
    """Reads cells into lines of skills; counts the names that mean nothing to the taxonomy."""

    unknown: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._finder = finder()
        self._resolved: dict[str, Skill | None] = {}

    def lines(self, *, named: str, required: str, mentioned: str) -> list[SkillLine]:
        """The weightiest first: named in a column, found in the requirements, found elsewhere."""
        weights: dict[int, tuple[int, str]] = {}
        for skill_id in self._named(named):
            weights.setdefault(skill_id, (NAMED, Necessity.MUST))
        for skill_id in self._found(required):
            weights.setdefault(skill_id, (REQUIRED, Necessity.MUST))
        for skill_id in self._found(mentioned):
            weights.setdefault(skill_id, (MENTIONED, Necessity.NICE))
        kept = dict(list(weights.items())[:MOST])
        skills = Skill.objects.in_bulk(kept)
        return [
            SkillLine(skill=skills[skill_id], weight=weight, necessity=necessity)
            for skill_id, (weight, necessity) in kept.items()
        ]

    def _named(self, cell: str) -> list[int]:
        """What each entry is called exactly; else the skills its words mention."""
        found: list[int] = []
        for name in filter(None, (part.strip(" .。*-–·\t") for part in SEPARATOR.split(cell))):
            skill = self._resolve(name)
            known = [skill.pk] if skill else self._found(name)
            found += known
            if not known:
                self.unknown[name[:LONGEST_NAME]] += 1
        return found

    def _resolve(self, name: str) -> Skill | None:
        if name not in self._resolved:
            self._resolved[name] = resolve(name)
        return self._resolved[name]

    def _found(self, text: str) -> list[int]:
        counted = Counter(mention.skill_id for mention in self._finder.find(text))
        return [skill_id for skill_id, _ in counted.most_common()]
