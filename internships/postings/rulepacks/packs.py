"""Rule packs as data: one TOML file per pack beside this module."""

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from internships.postings.rulepacks.facts import PostingFacts

MAY_BLOCK = frozenset({"article", "secondary"})


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One row of a pack.

    `checked` says how sure its text is: *article* was read, *secondary* is press or a provincial
    rule, *recalled* is neither. `level` is what a breach does: block or warn.
    """

    number: str
    pack: str
    article: str
    checked: str
    level: str
    check: str
    text_en: str
    text_zh: str
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def may_block(self) -> bool:
        return self.level == "block" and self.checked in MAY_BLOCK


@dataclass(frozen=True, kw_only=True)
class RulePack:
    """Dated, cited checks of one jurisdiction, for students of the degree levels named."""

    key: str
    title_en: str
    title_zh: str
    country: str
    degree_levels: tuple[int, ...]
    rules: tuple[Rule, ...]

    def applies_to(self, facts: PostingFacts) -> bool:
        """Is the owner in this country, and is a student of these levels admitted?"""
        admitted = any(facts.admits(level) for level in self.degree_levels)
        return admitted and facts.country.upper() == self.country


@functools.cache
def all_packs() -> tuple[RulePack, ...]:
    """Every pack in this folder, in the order of their file names."""
    folder = files("internships.postings.rulepacks")
    sources = sorted(
        (each for each in folder.iterdir() if each.name.endswith(".toml")),
        key=lambda each: each.name,
    )
    return tuple(read_pack(each.read_text(encoding="utf-8")) for each in sources)


def read_pack(source: str) -> RulePack:
    """Read a pack from TOML. KeyError or TypeError where a row lacks a column."""
    found = tomllib.loads(source)
    rules = tuple(Rule(pack=found["key"], **row) for row in found["rules"])
    return RulePack(
        key=found["key"],
        title_en=found["title_en"],
        title_zh=found["title_zh"],
        country=found["country"],
        degree_levels=tuple(found["degree_levels"]),
        rules=rules,
    )
