"""How the columns of somebody's table become our fields, written down in a TOML file.

source = "career-office"        # with the line's id: who this is, at every later import
id_from = ["Name", "Text"]      # instead of a column `id`: the id is made from these cells

[columns]                       # our field = their column
text = "Resume"

[constants]                     # our field = the same for every line
degree_level = "bachelor"

[values.work_mode]              # their word = ours
"from home" = "remote"
"""

import hashlib
import tomllib
from collections.abc import Iterable
from collections.abc import Mapping as Readable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from django.utils.translation import gettext as _

from foundation.tables.reading import Row, UnreadableTable

ID = "id"
PARTS = {"source", "id_from", "columns", "constants", "values"}
ID_LENGTH = 20


@dataclass(frozen=True)
class Mapping:
    """Which cell fills which field. Without a mapping file the columns bear our names."""

    source: str
    columns: Readable[str, str] = field(default_factory=dict)
    constants: Readable[str, str] = field(default_factory=dict)
    values: Readable[str, Readable[str, str]] = field(default_factory=dict)
    id_from: tuple[str, ...] = ()

    @classmethod
    def plain(cls, source: str, columns: Iterable[str]) -> Self:
        """Every column is the field of its name."""
        return cls(source=source, columns={name: name for name in columns if name})

    @classmethod
    def from_toml(cls, path: Path) -> Self:
        """Read a mapping file; `UnreadableTable` says what is wrong with it."""
        try:
            found = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise UnreadableTable(
                _("The mapping cannot be read: %(error)s") % {"error": error}
            ) from error
        _require_form(found)
        return cls(
            source=found["source"],
            columns=found.get("columns", {}),
            constants=found.get("constants", {}),
            values=found.get("values", {}),
            id_from=tuple(found.get("id_from", ())),
        )

    @property
    def fields(self) -> set[str]:
        """The fields this mapping fills."""
        made = {ID} if self.id_from else set()
        return made | set(self.columns) | set(self.constants)

    def require_fit(
        self, columns: Iterable[str], *, known: Iterable[str], needed: Iterable[str] = ()
    ) -> None:
        """Refuse a table that lacks a named column, and fields that are unknown or missing."""
        there = {name for name in columns if name}
        _refuse(_("The file lacks: %s."), {*self.columns.values(), *self.id_from} - there)
        _refuse(_("There is no such field: %s."), self.fields - set(known))
        _refuse(_("No column fills: %s."), set(needed) - self.fields)

    def fields_of(self, row: Row) -> dict[str, str]:
        """What the row says, by our fields; text is stripped, their words are ours."""
        found = dict(self.constants)
        for name, column in self.columns.items():
            found[name] = row.cells[column].strip()
        if self.id_from:
            found[ID] = _digest([row.cells[column] for column in self.id_from])
        return {name: self.values.get(name, {}).get(text, text) for name, text in found.items()}


def _require_form(found: Readable[str, Any]) -> None:
    _refuse(_("The mapping has parts that mean nothing here: %s."), set(found) - PARTS)
    if not isinstance(found.get("source"), str) or not found["source"].strip():
        raise UnreadableTable(_('The mapping must name its source: source = "…".'))
    tables = [found.get("columns", {}), found.get("constants", {})]
    nested = found.get("values", {})
    if not isinstance(nested, dict):
        raise UnreadableTable(_("In the mapping, every value must be text in quotes."))
    if not all(_is_text_table(each) for each in [*tables, *nested.values()]):
        raise UnreadableTable(_("In the mapping, every value must be text in quotes."))
    id_from = found.get("id_from", [])
    if not isinstance(id_from, list) or not all(isinstance(name, str) for name in id_from):
        raise UnreadableTable(_("In the mapping, id_from must be a list of columns."))


def _is_text_table(found: object) -> bool:
    return isinstance(found, dict) and all(isinstance(value, str) for value in found.values())


def _refuse(message: str, names: set[str]) -> None:
    if names:
        raise UnreadableTable(message % ", ".join(sorted(names)))


def _digest(cells: Iterable[str]) -> str:
    return hashlib.sha256("\x1f".join(cells).encode()).hexdigest()[:ID_LENGTH]
