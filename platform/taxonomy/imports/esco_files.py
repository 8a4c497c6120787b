"""ESCO's published CSV files: what they say of skills and groups of skills."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from foundation.tables import Row
from taxonomy.enums import LabelLanguage, SkillKind
from taxonomy.imports.skills import Name, SkillPlan, distinct
from taxonomy.imports.sources import CannotImport, read_source

SKILLS = "skills_en.csv"
GROUPS = "skillGroups_en.csv"
LINKS = "broaderRelationsSkillPillar.csv"
COLUMNS = {
    SKILLS: (
        "conceptUri",
        "skillType",
        "reuseLevel",
        "preferredLabel",
        "altLabels",
        "hiddenLabels",
    ),
    GROUPS: ("conceptUri", "preferredLabel"),
    LINKS: ("conceptUri", "broaderUri"),
}
LONGEST = 300
LONGEST_ABBREVIATION = 6
ISCED = "/isced-f/"
LANGUAGES = "http://data.europa.eu/esco/skill/e35a5936-091d-4e87-bafe-f264e55bd656"
TRANSVERSAL = "http://data.europa.eu/esco/skill/04a13491-b58c-4d33-8b59-8fad0d55fe9e"
PILLARS = {
    LANGUAGES,
    TRANSVERSAL,
    "http://data.europa.eu/esco/skill/335228d2-297d-4e0e-a6ee-bc6a8dc110d9",  # skills
    "http://data.europa.eu/esco/skill/c46fcb45-5c14-4ffa-abed-5a43f104bb22",  # knowledge
}


@dataclass(frozen=True)
class EscoRelease:
    """Plans by URI, and how many rows could not be used."""

    skills: dict[str, SkillPlan]
    groups: dict[str, SkillPlan]
    skipped: int


def read_esco(folder: Path) -> EscoRelease:
    if not folder.is_dir():
        raise CannotImport([_("There is no folder %(folder)s.") % {"folder": folder}])
    broader = _broader(_rows(folder, LINKS))
    skills, skipped = {}, 0
    for row in _rows(folder, SKILLS):
        uri = row.cells["conceptUri"].strip()
        if row.cells["skillType"].strip() and uri not in skills:
            skills[uri] = _skill(row, uri, broader)
        else:
            skipped += 1
    groups = _used_groups(folder, skills, broader)
    known = {*skills, *groups}
    return EscoRelease(
        skills={uri: _within(plan, known) for uri, plan in skills.items()},
        groups={uri: _within(plan, known) for uri, plan in groups.items()},
        skipped=skipped,
    )


def _rows(folder: Path, file: str) -> Iterable[Row]:
    return read_source(folder / file, columns=COLUMNS[file])


def _broader(rows: Iterable[Row]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in rows:
        uri, above = row.cells["conceptUri"].strip(), row.cells["broaderUri"].strip()
        if above not in found.get(uri, ()) and above != uri:
            found[uri] = (*found.get(uri, ()), above)
    return found


def _skill(row: Row, uri: str, broader: dict[str, tuple[str, ...]]) -> SkillPlan:
    label = _line(row.cells["preferredLabel"])[:LONGEST]
    others = f"{row.cells['altLabels']}\n{row.cells['hiddenLabels']}".split("\n")
    texts = [text for text in map(_line, others) if text and len(text) <= LONGEST]
    return SkillPlan(
        key=f"esco-{uri.rsplit('/', 1)[-1]}",
        kind=_kind(row.cells["skillType"].strip(), _pillars(uri, broader)),
        label_en=label,
        uri=uri,
        names=distinct(_names(label, texts)),
        broader=broader.get(uri, ()),
    )


def _names(label: str, texts: Iterable[str]) -> Iterator[Name]:
    english = LabelLanguage.ENGLISH
    yield Name(english, label, exact_case=_is_abbreviation(label), is_label=True)
    for text in texts:
        yield Name(english, text, exact_case=_is_abbreviation(text))


def _is_abbreviation(text: str) -> bool:
    """ESCO marks nothing; an upper-case word like SAS or LEED means the skill only so written."""
    return len(text) <= LONGEST_ABBREVIATION and text.isupper()


def _kind(skill_type: str, pillars: set[str]) -> SkillKind:
    if LANGUAGES in pillars:
        return SkillKind.LANGUAGE
    if TRANSVERSAL in pillars:
        return SkillKind.TRANSVERSAL
    return SkillKind.KNOWLEDGE if skill_type == "knowledge" else SkillKind.SKILL


def _pillars(uri: str, broader: dict[str, tuple[str, ...]]) -> set[str]:
    return {above for above in _above(uri, broader) if above in PILLARS}


def _above(uri: str, broader: dict[str, tuple[str, ...]]) -> set[str]:
    found: set[str] = set()
    waiting = list(broader.get(uri, ()))
    while waiting:
        above = waiting.pop()
        if above not in found:
            found.add(above)
            waiting += broader.get(above, ())
    return found


def _used_groups(
    folder: Path, skills: Iterable[str], broader: dict[str, tuple[str, ...]]
) -> dict[str, SkillPlan]:
    """Groups that skills are in. Pillars and ISCED-F's broad fields are too wide to say much."""
    used = {above for uri in skills for above in _above(uri, broader)} - PILLARS
    return {
        uri: _group(row, uri, broader)
        for row in _rows(folder, GROUPS)
        if (uri := row.cells["conceptUri"].strip()) in used and not _is_broad_field(uri)
    }


def _group(row: Row, uri: str, broader: dict[str, tuple[str, ...]]) -> SkillPlan:
    """A group has no names: it holds skills together, nobody picks it and no text means it."""
    name = uri.rsplit("/", 1)[-1]
    return SkillPlan(
        key=f"esco-isced-{name}" if ISCED in uri else f"esco-{name}",
        kind=_kind("knowledge" if ISCED in uri else "skill", _pillars(uri, broader)),
        label_en=_line(row.cells["preferredLabel"])[:LONGEST],
        uri=uri,
        broader=broader.get(uri, ()),
    )


def _is_broad_field(uri: str) -> bool:
    return ISCED in uri and len(uri.rsplit("/", 1)[-1]) == len("06")


def _within(plan: SkillPlan, known: set[str]) -> SkillPlan:
    above = tuple(uri for uri in plan.broader if uri in known)
    return SkillPlan(
        key=plan.key,
        kind=plan.kind,
        label_en=plan.label_en,
        uri=plan.uri,
        names=plan.names,
        broader=above,
    )


def _line(text: str) -> str:
    return " ".join(text.split())
