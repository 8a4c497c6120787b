"""The core's skill files: reading and checking them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from foundation.tables import Row
from taxonomy.enums import LabelLanguage, SkillKind
from taxonomy.imports.links import circle
from taxonomy.imports.skills import Name, SkillPlan, distinct
from taxonomy.imports.sources import Problems, read_source

COLUMNS = (
    "key",
    "kind",
    "label_en",
    "label_zh",
    "aliases_en",
    "aliases_zh",
    "broader",
    "esco_uri",
)
KEY = re.compile(r"[a-z0-9][a-z0-9.+-]{0,119}")
URI = re.compile(r"http://data\.europa\.eu/esco/skill/[\w.-]+")
LONGEST = 300


@dataclass(frozen=True)
class Placed:
    """A plan and the line it stands on."""

    file: Path
    line: int
    plan: SkillPlan


def read_core_skills(folder: Path) -> list[SkillPlan]:
    """Every skill in the folder's files, or CannotImport with all that is wrong."""
    placed = [
        Placed(file, row.line, _plan(row))
        for file in sorted(folder.glob("*.csv"))
        for row in read_source(file, columns=COLUMNS)
    ]
    problems = Problems()
    for each in placed:
        _check_line(each, problems)
    _check_repeats(placed, problems)
    _check_broader(placed, problems)
    problems.refuse_any()
    return [each.plan for each in placed]


def _plan(row: Row) -> SkillPlan:
    cells = {name: " ".join(cell.split()) for name, cell in row.cells.items()}
    labels = {"en": cells["label_en"], "zh": cells["label_zh"]}
    aliases = [
        *_aliases(cells["aliases_en"], LabelLanguage.ENGLISH),
        *_aliases(cells["aliases_zh"], LabelLanguage.CHINESE),
    ]
    exact = {alias.text for alias in aliases if alias.exact_case}
    names = [
        Name(language, text, exact_case=text in exact, is_label=True)
        for language, text in labels.items()
        if text
    ]
    return SkillPlan(
        key=cells["key"],
        kind=cells["kind"],
        label_en=labels["en"],
        label_zh=labels["zh"],
        uri=cells["esco_uri"] or None,
        names=distinct([*names, *aliases]),
        broader=tuple(_pieces(cells["broader"])),
    )


def _aliases(cell: str, language: str) -> list[Name]:
    return [
        Name(language, piece.removeprefix("="), exact_case=piece.startswith("="))
        for piece in _pieces(cell)
    ]


def _pieces(cell: str) -> list[str]:
    return [piece.strip() for piece in cell.split("|") if piece.strip()]


def _check_line(placed: Placed, problems: Problems) -> None:
    plan = placed.plan
    wrong = {
        _("the key “%s” is not lower-case letters, digits and hyphens"): (
            plan.key if not KEY.fullmatch(plan.key) else None
        ),
        _("the kind “%s” is not known"): (plan.kind if plan.kind not in SkillKind.values else None),
        _("“%s” lacks a label"): plan.key if not (plan.label_en and plan.label_zh) else None,
        _("“%s” is not an ESCO URI"): (
            plan.uri if plan.uri and not URI.fullmatch(plan.uri) else None
        ),
        _("the name “%s” is too long"): next(
            (name.text for name in plan.names if len(name.text) > LONGEST), None
        ),
    }
    for text, value in wrong.items():
        if value is not None:
            problems.add(placed.file, placed.line, text % value)


def _check_repeats(placed: Sequence[Placed], problems: Problems) -> None:
    seen: set[str] = set()
    for each in placed:
        for value in (each.plan.key, each.plan.uri):
            if value and value in seen:
                problems.add(each.file, each.line, _("“%s” stands here twice") % value)
            if value:
                seen.add(value)


def _check_broader(placed: Sequence[Placed], problems: Problems) -> None:
    above = {each.plan.key: each.plan.broader for each in placed}
    for each in placed:
        for key in each.plan.broader:
            if key not in above:
                problems.add(each.file, each.line, _("there is no broader skill “%s”") % key)
    found = circle(above)
    if found:
        first = next(each for each in placed if each.plan.key == found[0])
        text = _("broader skills go in a circle: %s") % " → ".join(found)
        problems.add(first.file, first.line, text)
