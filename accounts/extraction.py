"""Skills in what a student wrote, with the sentence around each."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from taxonomy.extraction import finder
from taxonomy.models import Skill

SENTENCE_END = re.compile(r"[.!?;](?=\s)|[。！？；\n]")
MOST_AROUND = 160


@dataclass(frozen=True)
class Mention:
    """A skill where the text first names it: `before`, `words` and `after` are its sentence."""

    skill: Skill
    start: int
    end: int
    before: str
    words: str
    after: str


def skill_ids_in(text: str) -> list[int]:
    """Skills that the text names, in the order of their first mention."""
    return list(dict.fromkeys(found.skill_id for found in finder().find(text)))


def mentions_in(text: str) -> list[Mention]:
    """Each skill once, where it is first named."""
    first: dict[int, tuple[int, int]] = {}
    for found in finder().find(text):
        first.setdefault(found.skill_id, (found.start, found.end))
    skills = Skill.objects.in_bulk(first)
    return [
        _mention(skills[skill_id], text, start, end)
        for skill_id, (start, end) in first.items()
        if skill_id in skills
    ]


def _mention(skill: Skill, text: str, start: int, end: int) -> Mention:
    ends = [found.end() for found in SENTENCE_END.finditer(text)]
    opening = max(_at_most(ends, start), start - MOST_AROUND)
    closing = min([*(point for point in ends if point >= end), len(text), end + MOST_AROUND])
    return Mention(
        skill=skill,
        start=start,
        end=end,
        before=text[opening:start].lstrip(),
        words=text[start:end],
        after=text[end:closing].rstrip(),
    )


def _at_most(points: Iterable[int], limit: int) -> int:
    return max((point for point in points if point <= limit), default=0)
