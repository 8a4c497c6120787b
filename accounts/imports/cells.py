"""What the cells of a table of students mean; a cell that means nothing is a `BadCell`."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum
from typing import Any, TypeVar

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.codec import country_codes
from accounts.enums import DegreeLevel, LanguageLevel, SkillLevel, WorkMode
from taxonomy.enums import DisciplineScheme
from taxonomy.models import Discipline, Language, Region

SEPARATOR = re.compile(r"[;；\n]+")
YES = frozenset({"yes", "true", "1", "是"})
NO = frozenset({"no", "false", "0", "否", ""})

Kind = TypeVar("Kind", bound=Enum)


class BadCell(ValueError):
    """The message says what is wrong; the caller says in which column."""


class Cells:
    """Readers of cells; what the taxonomy calls things is looked up once."""

    def __init__(self) -> None:
        self.readers: dict[str, Callable[[str], Any]] = {
            "discipline": self.discipline,
            "interests": lambda text: [self.discipline(code) for code in parts(text)],
            "places": lambda text: [self._known(self._regions, code) for code in parts(text)],
            "languages": self.languages,
            "degree_level": lambda text: member(DegreeLevel, text),
            "work_mode": lambda text: member(WorkMode, text),
            "year": number,
            "hours_per_week": number,
            "pay_cny_per_day": number,
            "available_from_on": day,
            "available_until_on": day,
            "only_these_places": yes_or_no,
            "work_permits": countries,
            "programme": lambda text: " ".join(text.split()),
            "statement": str,
        }

    def discipline(self, code: str) -> Discipline:
        """A discipline by code; one that both systems have needs `isced:` or `cn:` before it."""
        scheme, colon, plain = code.partition(":")
        named = self._disciplines.get(plain if colon else code, [])
        found = [entry for entry in named if not colon or entry.scheme == scheme]
        if len(found) > 1:
            raise BadCell(_("“%(text)s” is ambiguous: write isced:… or cn:…") % {"text": code})
        known: Discipline = self._known({code: found[0]} if found else {}, code)
        return known

    def languages(self, text: str) -> dict[int, int]:
        """Level by language, from `en:C1; zh:native`; without a level it is B2."""
        found = {}
        for part in parts(text):
            code, _colon, level = part.partition(":")
            language = self._known(self._languages, code.strip().lower())
            found[language.pk] = member(LanguageLevel, level.strip() or "B2").value
        return found

    @staticmethod
    def _known(entries: Mapping[str, Any], code: str) -> Any:
        if code not in entries:
            raise BadCell(_("“%(text)s” is not a code we know.") % {"text": code})
        return entries[code]

    @cached_property
    def _disciplines(self) -> dict[str, list[Discipline]]:
        found: dict[str, list[Discipline]] = {}
        known = [DisciplineScheme.ISCED, DisciplineScheme.CHINA]
        for entry in Discipline.objects.filter(scheme__in=known):
            found.setdefault(entry.code, []).append(entry)
        return found

    @cached_property
    def _regions(self) -> dict[str, Region]:
        return {entry.code: entry for entry in Region.objects.all()}

    @cached_property
    def _languages(self) -> dict[str, Language]:
        return {entry.code: entry for entry in Language.objects.all()}


def parts(text: str) -> list[str]:
    """The entries of a cell that holds several."""
    return [part.strip() for part in SEPARATOR.split(text) if part.strip()]


def skill_parts(text: str) -> list[tuple[str, int]]:
    """Names with levels, from `Python: 4; SQL`; without a level it is 3."""
    found = []
    for part in parts(text):
        name, colon, level = part.rpartition(":")
        is_level = bool(colon) and level.strip() in {str(each.value) for each in SkillLevel}
        found.append((name.strip(), int(level)) if is_level else (part, SkillLevel.COMPETENT.value))
    return found


def number(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", text):
        raise BadCell(_("“%(text)s” is not a whole number.") % {"text": text[:40]})
    return int(text)


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        message = _("“%(text)s” is not a date such as 2027-03-01.") % {"text": text[:40]}
        raise BadCell(message) from error


def yes_or_no(text: str) -> bool:
    if text.lower() not in YES | NO:
        raise BadCell(_("“%(text)s” is neither yes nor no.") % {"text": text[:40]})
    return text.lower() in YES


def countries(text: str) -> str:
    try:
        return country_codes(text)
    except ValueError as error:
        raise BadCell(str(error)) from error


def member(kind: type[Kind], text: str) -> Kind:
    """The member by its name or value, whatever its case."""
    for each in kind:
        if text.lower() in (each.name.lower(), str(each.value).lower()):
            return each
    names = ", ".join(each.name.lower() for each in kind)
    message = _("“%(text)s” is none of: %(names)s.") % {"text": text[:40], "names": names}
    raise BadCell(message)
