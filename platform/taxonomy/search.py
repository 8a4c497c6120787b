"""Finding a skill by typing: suggestions while typing, and what a typed name means."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.functions import Length

from taxonomy.enums import LabelLanguage, Origin
from taxonomy.models import Skill, SkillAlias
from taxonomy.text import fold

FEWEST_WITHIN = 2  # characters, before names are searched for what they contain
LONGEST = 100
NAMES_PER_SKILL = 6  # fetched, so that skills with many similar names don't crowd out others


@dataclass(frozen=True)
class Suggestion:
    """A skill under its label in the language of the typing, with the other label beside it."""

    skill: Skill
    label: str
    other: str


def suggest(text: str, *, limit: int = 12) -> list[Suggestion]:
    """Skills whose names, in either language, start with the text; then those with it in them."""
    folded = fold(text)[:LONGEST]
    if not folded:
        return []
    names = SkillAlias.objects.usable()
    found = _one_per_skill(_best(names.starting_with(folded), folded, limit=limit), [])
    if len(found) < limit and len(folded) >= FEWEST_WITHIN:
        found = _one_per_skill(_best(names.containing(folded), folded, limit=limit), found)
    return [_suggestion(name) for name in found[:limit]]


def resolve(text: str) -> Skill | None:
    """The skill whose label or alias, in either language, is exactly this text."""
    folded = fold(text)
    if not folded:
        return None
    name = SkillAlias.objects.usable().exactly(folded).best_first().select_related("skill").first()
    return name.skill if name else _labelled(text)


def _labelled(text: str) -> Skill | None:
    label = " ".join(text.split())
    return (
        Skill.objects.usable()
        .filter(Q(label_en__iexact=label) | Q(label_zh=label))
        .order_by("pk")
        .first()
    )


def _best(names: QuerySet[SkillAlias], folded: str, *, limit: int) -> QuerySet[SkillAlias]:
    """The whole name first, then those that start so, then those with a word that starts so."""
    meant = Q(folded=folded) & (Q(is_label=True) | ~Q(origin=Origin.ESCO))
    place = Case(
        When(meant, then=0),
        When(folded__startswith=folded, then=1),
        When(folded__contains=f" {folded}", then=2),
        default=Value(3),
    )
    core_first = Case(When(origin=Origin.ESCO, then=1), default=0)
    ordered = names.annotate(place=place).order_by(
        "place", core_first, "-is_label", Length("folded"), "folded", "pk"
    )
    return ordered.select_related("skill")[: limit * NAMES_PER_SKILL]


def _one_per_skill(names: Iterable[SkillAlias], before: list[SkillAlias]) -> list[SkillAlias]:
    found = {name.skill_id: name for name in before}
    for name in names:
        found.setdefault(name.skill_id, name)
    return list(found.values())


def _suggestion(name: SkillAlias) -> Suggestion:
    skill = name.skill
    if name.language == LabelLanguage.CHINESE and skill.label_zh:
        return Suggestion(skill, label=skill.label_zh, other=skill.label_en)
    return Suggestion(skill, label=skill.label_en, other=skill.label_zh)
