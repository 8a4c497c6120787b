"""Read a CSV file whatever the spreadsheet that wrote it.

A file that cannot be read at all is refused with one sentence. A line that cannot be read carries
its `problem`, so that the other lines can still be used.
"""

import codecs
import csv
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from foundation.errors import RuleBroken
from foundation.text import is_malformed

LARGEST_FILE = 200_000_000
LONGEST_CELL = 50_000
DELIMITERS = ",\t;"
LEAST_COMMON_CHINESE = 0.75

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class UnreadableTable(RuleBroken):
    """The file as a whole cannot be used; the message says why."""

    rule = "unreadable_table"


@dataclass(frozen=True)
class Row:
    """One line of a table: its number in the file, its cells by column, what is wrong with it."""

    line: int
    cells: dict[str, str]
    problem: str = ""


@dataclass(frozen=True)
class Table:
    """The columns of a file, and its rows: iterate over it."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def read_table(path: Path, *, encoding: str = "") -> Table:
    """Read a CSV file whose first line names the columns.

    The encoding is found by trying (UTF-8 with or without mark, UTF-16, GB18030) unless it is
    given; the delimiter is the comma, tab or semicolon that the first line has most of. Cells are
    text as they stand, formulas too. Lines without any text are left out.
    """
    csv.field_size_limit(sys.maxsize)
    text = _decoded(_bytes_of(path), encoding)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        columns = _columns(next(lines, []))
        return Table(columns=columns, rows=tuple(_rows(lines, columns)))
    except csv.Error as error:
        raise UnreadableTable(
            _("Line %(line)d is not CSV: %(error)s") % {"line": lines.line_num, "error": error}
        ) from error


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UnreadableTable(_("The file is larger than 200 MB. Split it."))
        return path.read_bytes()
    except OSError as error:
        raise UnreadableTable(
            _("The file cannot be opened: %(error)s") % {"error": error.strerror}
        ) from error


def _decoded(raw: bytes, encoding: str) -> str:
    for name in [encoding] if encoding else _likely_encodings(raw):
        try:
            text = raw.decode(name)
        except (UnicodeError, LookupError):
            continue
        if encoding or _is_plausible(text, name):
            return text
    raise UnreadableTable(
        _("The file's encoding is not known. Save it as “CSV UTF-8” and try again.")
    )


def _likely_encodings(raw: bytes) -> list[str]:
    marked = [name for mark, name in BYTE_ORDER_MARKS if raw.startswith(mark)]
    if marked:
        return marked
    if b"\x00" in raw:
        return ["utf-16-le", "utf-16-be", "utf-8", "gb18030"]
    return ["utf-8", "gb18030"]


def _is_plausible(text: str, name: str) -> bool:
    """Many wrong decodings succeed: UTF-16 of anything, GB18030 of Latin letters with accents."""
    if name in ("utf-16-le", "utf-16-be"):
        return "\x00" not in text and "\n" in text
    if name == "gb18030":
        foreign = [letter for letter in text if not letter.isascii()]
        common = len("".join(foreign).encode("gb2312", errors="ignore")) / 2
        return common >= LEAST_COMMON_CHINESE * len(foreign)
    return True


def _delimiter(text: str) -> str:
    first_line = text.split("\n", 1)[0]
    return max(DELIMITERS, key=first_line.count)


def _columns(header: list[str]) -> tuple[str, ...]:
    columns = tuple(name.strip() for name in header)
    named = [name for name in columns if name]
    if not named:
        raise UnreadableTable(_("The file is empty: its first line must name the columns."))
    if len(set(named)) != len(named):
        twice = sorted({name for name in named if named.count(name) > 1})
        raise UnreadableTable(
            _("Columns named twice: %(columns)s.") % {"columns": ", ".join(twice)}
        )
    return columns


def _rows(lines: Any, columns: tuple[str, ...]) -> Iterator[Row]:
    start = lines.line_num + 1
    for values in lines:
        if any(value.strip() for value in values):
            cells = dict(zip(columns, values, strict=False))
            cells.pop("", None)
            full = {name: cells.get(name, "") for name in columns if name}
            yield Row(line=start, cells=full, problem=_problem(full, values, columns))
        start = lines.line_num + 1


def _problem(cells: dict[str, str], values: list[str], columns: tuple[str, ...]) -> str:
    if len(values) > len(columns):
        return _("The line has %(found)d cells, the first line %(expected)d.") % {
            "found": len(values),
            "expected": len(columns),
        }
    for name, value in cells.items():
        if len(value) > LONGEST_CELL:
            return _("“%(column)s” has %(length)d characters; %(most)d are the most.") % {
                "column": name,
                "length": len(value),
                "most": LONGEST_CELL,
            }
        if is_malformed(value):
            return _("“%(column)s” holds a NUL or half a character.") % {"column": name}
    return ""
