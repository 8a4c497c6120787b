"""The core's files of disciplines, industries, regions and languages: reading and checking."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from foundation.tables import Row, Table
from taxonomy.enums import DisciplineLevel, IndustryLevel, RegionLevel
from taxonomy.imports.entries import Entry
from taxonomy.imports.links import circle
from taxonomy.imports.sources import Problems, read_source

LABELS = ("code", "label_en", "label_zh")


@dataclass(frozen=True)
class CoreEntries:
    """What the files say, checked."""

    isced: list[Entry]
    chinese: list[Entry]
    industries: list[Entry]
    regions: list[Entry]
    languages: list[Entry]


def read_core_entries(folder: Path) -> CoreEntries:
    problems = Problems()
    isced = _Source(folder / "disciplines_isced.csv", levels=DisciplineLevel.values)
    chinese = _Source(
        folder / "disciplines_cn.csv", levels=DisciplineLevel.values, refers=("parent", "isced")
    )
    industries = _Source(folder / "industries.csv", levels=IndustryLevel.values, refers=("parent",))
    regions = _Source(
        folder / "regions.csv", levels=RegionLevel.values, refers=("parent",), more=("aliases",)
    )
    languages = _Source(folder / "languages.csv")
    fields = isced.entries(problems)
    known = {"isced": {each.code for each in fields}}
    found = CoreEntries(
        isced=[_under_prefix(each) for each in fields],
        chinese=chinese.entries(problems, known=known),
        industries=industries.entries(problems),
        regions=regions.entries(problems),
        languages=languages.entries(problems),
    )
    problems.refuse_any()
    return found


@dataclass(frozen=True)
class _Source:
    file: Path
    levels: Sequence[str] = ()
    refers: tuple[str, ...] = ()
    more: tuple[str, ...] = field(default=())

    def entries(
        self, problems: Problems, *, known: Mapping[str, set[str]] | None = None
    ) -> list[Entry]:
        level = ("level",) if self.levels else ()
        table = read_source(self.file, columns=(*LABELS, *level, *self.refers, *self.more))
        self._check(table, {"parent": _codes(table), **(known or {})}, problems)
        return [
            Entry(
                code=_cell(row, "code"),
                values={name: _cell(row, name) for name in (*LABELS[1:], *level, *self.more)},
                refers={name: _cell(row, name) for name in self.refers},
            )
            for row in table
        ]

    def _check(self, table: Table, known: Mapping[str, set[str]], problems: Problems) -> None:
        seen: set[str] = set()
        for row in table:
            code = _cell(row, "code")
            for wrong in self._wrong(row, known):
                problems.add(self.file, row.line, wrong)
            if not code or code in seen:
                problems.add(self.file, row.line, _("the code “%s” is empty or repeated") % code)
            seen.add(code)
        above = {_cell(row, "code"): (row.cells.get("parent", ""),) for row in table}
        if found := circle(above):
            problems.add(self.file, 1, _("entries go in a circle: %s") % " → ".join(found))

    def _wrong(self, row: Row, known: Mapping[str, set[str]]) -> Iterable[str]:
        if not _cell(row, "label_en"):
            yield _("the English label is missing")
        if self.levels and _cell(row, "level") not in self.levels:
            yield _("the level “%s” is not known") % _cell(row, "level")
        for name in self.refers:
            code = _cell(row, name)
            if code and code not in known[name]:
                yield _("%(column)s: there is no “%(code)s” above it") % {
                    "column": name,
                    "code": code,
                }


def _under_prefix(entry: Entry) -> Entry:
    """ISCED-F's hierarchy is in its codes: 0613 is in 061, 061 in 06."""
    above = entry.code[:-1] if len(entry.code) > len("06") else ""
    return Entry(code=entry.code, values=entry.values, refers={"parent": above})


def _codes(table: Table) -> set[str]:
    return {_cell(row, "code") for row in table}


def _cell(row: Row, name: str) -> str:
    return " ".join(row.cells[name].split())
