"""The files an import reads, and what is wrong with them, line by line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from foundation.errors import RuleBroken
from foundation.tables import Row, Table, UnreadableTable, read_table

MOST_SHOWN = 20


class CannotImport(RuleBroken):
    """The files cannot be used as they are; nothing has been written."""

    rule = "cannot_import"

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(_shown(problems)))
        self.problems = list(problems)


@dataclass
class Problems:
    """What was found wrong so far."""

    found: list[str] = field(default_factory=list)

    def add(self, file: Path, line: int, text: str) -> None:
        place = _("%(file)s, line %(line)d") % {"file": file.name, "line": line}
        self.found.append(f"{place}: {text}")

    def refuse_any(self) -> None:
        if self.found:
            raise CannotImport(self.found)


def read_source(file: Path, *, columns: Iterable[str]) -> Table:
    """The table in a file that must have these columns, and lines that can be read."""
    if not file.is_file():
        raise CannotImport([_("There is no file %(file)s.") % {"file": file}])
    try:
        table = read_table(file)
    except UnreadableTable as error:
        raise CannotImport([f"{file.name}: {error}"]) from error
    missing = [name for name in columns if name not in table.columns]
    if missing:
        facts = {"file": file.name, "columns": ", ".join(missing)}
        raise CannotImport([_("%(file)s: columns are missing: %(columns)s.") % facts])
    refuse_broken_lines(file, table)
    return table


def refuse_broken_lines(file: Path, rows: Iterable[Row]) -> None:
    problems = Problems()
    for row in rows:
        if row.problem:
            problems.add(file, row.line, row.problem)
    problems.refuse_any()


def _shown(problems: Sequence[str]) -> list[str]:
    more = len(problems) - MOST_SHOWN
    shown = list(problems[:MOST_SHOWN])
    return [*shown, _("… and %(count)d more.") % {"count": more}] if more > 0 else shown
