"""Which of the names in the taxonomy texts are searched for, and what is no skill."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from taxonomy.enums import LabelLanguage, Origin
from taxonomy.extraction.finder import Surface
from taxonomy.models import SkillAlias

DATA = Path(__file__).resolve().parents[1] / "data"
EXPLAINED = re.compile(r"[（(][^（()）]*[)）]$")
MOST_WORDS = 6  # of an alias of ESCO's; longer ones are not met in texts
TORN = ("and ", "or ", "of ", "to ")  # halves of what was cut at a comma


def surfaces() -> Iterator[Surface]:
    """Every name that a text may mean a skill by, the most important first."""
    rows = (
        SkillAlias.objects.usable()
        .best_first()
        .values_list("skill_id", "text", "language", "exact_case", "is_label", "origin")
    )
    for skill_id, text, language, exact_case, is_label, origin in rows:
        exact = exact_case or (
            language == LabelLanguage.ENGLISH and text.lower() in ordinary_words()
        )
        esco = origin == Origin.ESCO
        if EXPLAINED.search(text) or (esco and not _is_telling(text, is_label=is_label)):
            continue
        yield Surface(skill_id, text, language, exact or (esco and _is_proper(text)))


def _is_telling(text: str, *, is_label: bool) -> bool:
    """ESCO's aliases were written to be searched, not found: “source”, “scale”, “standard”."""
    words = text.count(" ") + 1
    if words == 1:
        return text.lower() not in ordinary_words() and (is_label or _is_proper(text))
    return is_label or (words <= MOST_WORDS and not text.startswith(TORN))


def _is_proper(text: str) -> bool:
    """Is it one word with a capital, so probably somebody's product?"""
    return " " not in text and text != text.lower()


@cache
def ordinary_words() -> frozenset[str]:
    """English words that mean a skill only when written as its label, or not at all."""
    return frozenset(_lines("ordinary_words.txt"))


@cache
def decoys() -> frozenset[str]:
    """Words and phrases that look like a skill's name, or hold one, and are not."""
    return frozenset(_lines("decoys.txt"))


def _lines(name: str) -> Iterable[str]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]
