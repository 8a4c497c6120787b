"""A score in words: its parts, the skills met and missing, the words that counted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from matching.engine.explanation import Explanation, SkillShare, named_terms
from matching.matches.vectors import Vectors
from taxonomy.models import Skill

LEAST_SHOWN = 0.0005  # reads as 0.1 of 100 points
PARTS: dict[str, str | Promise] = {
    "skills": _("Skills you state"),
    "text": _("Words of your texts"),
    "bridge": _("Skills and occupations found in your texts"),
    "wishes": _("What you wish for"),
}
WISHES: dict[str, str | Promise] = {
    "place": _("Place"),
    "dates": _("Dates"),
    "hours": _("Hours a week"),
    "pay": _("Pay"),
    "field": _("Field of interest"),
}
FEW_WORDS = 4
MET = 0.99  # of a wish, from which on it is called met


class NamedSkill(Protocol):
    """What a reader is told of a skill: of today's taxonomy, or as it was called once."""

    @property
    def pk(self) -> int: ...

    @property
    def label_en(self) -> str: ...

    @property
    def label_zh(self) -> str: ...

    @property
    def label(self) -> str: ...


@dataclass(frozen=True)
class PartShare:
    """One part of a score; `share` of at most `most`, both in [0, 1]."""

    name: str
    label: str | Promise
    share: float
    most: float


@dataclass(frozen=True)
class Bar:
    """A part of the score as a stretch of a bar, in percent of the best score there is."""

    name: str
    start: float
    width: float


@dataclass(frozen=True)
class SkillReason:
    """A skill that adds to the score; `broader` where it is met through a related one."""

    skill: NamedSkill
    share: float
    most: float
    broader: bool
    must: bool


@dataclass(frozen=True)
class WishReason:
    name: str
    label: str | Promise
    share: float
    fraction: float


@dataclass(frozen=True)
class Reason:
    """One line of "why": what it is, and what it adds to the score."""

    kind: str
    label: str | Promise
    share: float
    words: Sequence[str] = ()


@dataclass(frozen=True)
class Explained:
    """An explanation with the names that people read. The parts sum to the score."""

    score: float
    parts: list[PartShare]
    skills: list[SkillReason]
    missing: Sequence[NamedSkill]
    words: list[tuple[str, float]]
    found: list[SkillReason]
    wishes: list[WishReason]
    reasons: list[Reason] = field(default_factory=list)

    @property
    def bars(self) -> list[Bar]:
        """The parts side by side; together they are as long as the score."""
        bars, start = [], 0.0
        for part in self.parts:
            bars.append(Bar(part.name, start, 100 * part.share))
            start += 100 * part.share
        return bars

    @property
    def strongest(self) -> list[Reason]:
        """At most three, without those that would read as nothing."""
        return [each for each in self.reasons[:3] if each.share >= LEAST_SHOWN]


def skill_ids_in(explanations: Iterable[Explanation], vectors: Vectors) -> set[int]:
    """Every skill that the explanations name, for one query."""
    numbers: set[int] = set()
    for each in explanations:
        numbers |= {share.skill for share in each.skills} | set(each.missing)
        numbers |= {share.term for share in each.bridge}
    return {int(vectors.skill_ids[number]) for number in numbers}


def in_words(explanation: Explanation, vectors: Vectors, skills: Mapping[int, Skill]) -> Explained:
    """Put names to numbers; `skills` are those of `skill_ids_in`."""
    named = _Names(vectors, skills)
    met = [named.reason(each) for each in explanation.skills if each.share > 0]
    found = [
        SkillReason(skill=skill, share=each.share, most=each.share, broader=False, must=False)
        for each in explanation.bridge
        if (skill := named.skill(each.term)) is not None
    ]
    words = named_terms(explanation.terms, vectors.terms, layout=vectors.layout)
    wishes = [
        WishReason(each.name, WISHES.get(each.name, each.name), each.share, each.fraction)
        for each in explanation.wishes
        if each.name in WISHES
    ]
    real = [each for each in met if each is not None]
    return Explained(
        score=explanation.score,
        parts=_parts(explanation, vectors),
        skills=real,
        missing=[skill for each in explanation.missing if (skill := named.skill(each))],
        words=words,
        found=found,
        wishes=wishes,
        reasons=_reasons(real, explanation, words=words, found=found),
    )


def _parts(explanation: Explanation, vectors: Vectors) -> list[PartShare]:
    weights = vectors.folder.state["weights"]["parts"]
    return [
        PartShare(name=name, label=PARTS[name], share=share, most=float(weights[name]))
        for name, share in explanation.parts.items()
    ]


def _reasons(
    met: Sequence[SkillReason],
    explanation: Explanation,
    *,
    words: Sequence[tuple[str, float]],
    found: Sequence[SkillReason],
) -> list[Reason]:
    """Skills one by one, the other parts as a whole, the largest share first."""
    reasons = [Reason("skill", each.skill.label, each.share) for each in met if not each.broader]
    broader = [each for each in met if each.broader]
    if broader:
        names = [each.skill.label for each in broader[:FEW_WORDS]]
        share = sum(each.share for each in broader)
        reasons.append(Reason("related", _("related skills"), share, names))
    if found:
        names = [each.skill.label for each in found[:FEW_WORDS]]
        reasons.append(
            Reason("found", _("both texts speak of"), explanation.parts["bridge"], names)
        )
    if words:
        named = [word for word, _share in words[:FEW_WORDS]]
        reasons.append(Reason("words", _("common words"), explanation.parts["text"], named))
    wished = [
        str(WISHES[each.name])
        for each in explanation.wishes
        if each.name in WISHES and each.fraction >= MET
    ]
    if wished:
        reasons.append(Reason("wishes", _("wishes met"), explanation.parts["wishes"], wished))
    return sorted(reasons, key=lambda each: -each.share)


class _Names:
    def __init__(self, vectors: Vectors, skills: Mapping[int, Skill]) -> None:
        self.vectors, self.skills = vectors, skills

    def skill(self, number: int) -> Skill | None:
        return self.skills.get(int(self.vectors.skill_ids[number]))

    def reason(self, share: SkillShare) -> SkillReason | None:
        skill = self.skill(share.skill)
        if skill is None:
            return None
        return SkillReason(skill, share.share, share.most, share.broader, share.must)
