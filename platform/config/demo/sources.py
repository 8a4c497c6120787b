"""What the files beside this one say."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@dataclass(frozen=True, kw_only=True)
class OrganisationLine:
    """`disciplines` are what a university is strong in."""

    id: str
    kind: str
    name_en: str
    name_zh: str
    about_en: str
    about_zh: str
    region: str
    domain: str
    industry: str = ""
    park: str = ""
    status: str = "verified"
    disciplines: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A sentence about a course or project in two languages, and the skills it shows."""

    en: str
    zh: str
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Programme:
    """What one can study, and the disciplines as which it counts: ISCED-F's and China's."""

    en: str
    zh: str
    disciplines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Archetype:
    """A kind of student: what they study where, and sentences to tell it with."""

    key: str
    count: int
    universities: tuple[str, ...]
    programmes: tuple[Programme, ...]
    interests: tuple[str, ...]
    more_skills: tuple[str, ...]
    courses: tuple[Piece, ...]
    projects: tuple[Piece, ...]
    wishes: tuple[Piece, ...]


@dataclass(frozen=True, kw_only=True)
class PostingLine:
    """A posting. Disciplines are ISCED-F codes, or Chinese ones written `cn:0809`."""

    id: str
    owner: str
    kind: str
    region: str
    starts_in_weeks: int
    weeks: int
    hours_per_week: int
    phases: tuple[str, ...]
    seats: tuple[Mapping[str, Any], ...]
    skills: tuple[tuple[str, int, str], ...]
    title_en: str = ""
    text_en: str = ""
    title_zh: str = ""
    text_zh: str = ""
    outcome: Mapping[str, Any] | None = None
    trl_from: int | None = None
    trl_to: int | None = None
    work_mode: str = "on_site"
    pay_cny_per_day: int | None = None
    audience: str = "network"
    listed: tuple[str, ...] = ()
    min_degree_level: int | None = None
    min_year: int | None = None
    languages: tuple[tuple[str, int], ...] = ()
    status: str = "open"


@dataclass(frozen=True, kw_only=True)
class Names:
    """`surnames` and `given` are pairs (Chinese, Latin); `abroad` is name, country, language."""

    surnames: list[tuple[str, str]] = field(default_factory=list)
    given: list[tuple[str, str]] = field(default_factory=list)
    abroad: list[tuple[str, str, str]] = field(default_factory=list)


@cache
def organisations() -> tuple[OrganisationLine, ...]:
    lines = _read(FOLDER / "organisations.toml")["organisation"]
    return tuple(OrganisationLine(**line) for line in lines)


@cache
def archetypes() -> tuple[Archetype, ...]:
    files = sorted((FOLDER / "students").glob("*.toml"))
    lines = [line for file in files for line in _read(file)["archetype"]]
    return tuple(Archetype(**line | dict(_told_by(line))) for line in lines)


@cache
def postings() -> tuple[PostingLine, ...]:
    files = sorted((FOLDER / "postings").glob("*.toml"))
    lines = [line for file in files for line in _read(file)["posting"]]
    return tuple(PostingLine(**line) for line in lines)


@cache
def names() -> Names:
    return Names(**_read(FOLDER / "names.toml"))


def _told_by(line: dict[str, Any]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    yield "programmes", tuple(_programme(*each) for each in line["programmes"])
    for name in ("courses", "projects", "wishes"):
        yield name, tuple(_piece(*each) for each in line[name])


def _programme(en: str, zh: str, disciplines: str) -> Programme:
    return Programme(en=en, zh=zh, disciplines=tuple(disciplines.split()))


def _piece(en: str, zh: str, skills: str = "") -> Piece:
    return Piece(en=en, zh=zh, skills=tuple(skills.split()))


def _read(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))
