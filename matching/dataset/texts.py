"""The texts of both sides, and the skills found in them."""

from collections import Counter
from collections.abc import Iterable, Sequence

from matching.dataset.frame import Frame
from matching.engine.arrays import ints
from matching.engine.inputs import FoundSkills
from taxonomy.extraction import finder, occupation_finder


def joined(pieces: Iterable[str | None]) -> str:
    """The pieces as paragraphs, the empty ones left out."""
    return "\n".join(piece for piece in pieces if piece)


def found_in(texts: Sequence[str], frame: Frame) -> FoundSkills:
    """The skills and occupations of the taxonomy that the texts name, and how often."""
    skills, occupations = finder().find, occupation_finder().find
    entries = [
        (row, frame.skill[skill_id], count)
        for row, text in enumerate(texts)
        for skill_id, count in sorted(
            Counter([*(each.skill_id for each in skills(text)), *occupations(text)]).items()
        )
        if skill_id in frame.skill
    ]
    row, skill, count = zip(*entries, strict=True) if entries else ((), (), ())
    return FoundSkills(row=ints(row), skill=ints(skill), count=ints(count))
