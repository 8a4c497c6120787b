"""The lower levels of GB/T 4754: groups (中类) and classes (小类) under the divisions that ship."""

from pathlib import Path

from django.utils.translation import gettext as _

from foundation.tables import Row, Table
from taxonomy.enums import IndustryLevel
from taxonomy.imports.entries import Entry, write_entries
from taxonomy.imports.links import circle
from taxonomy.imports.report import Report, write
from taxonomy.imports.sources import Problems, read_source
from taxonomy.models import Industry

COLUMNS = ("code", "name_zh", "level", "parent")
LEVELS = {
    "1": IndustryLevel.SECTION,
    "2": IndustryLevel.DIVISION,
    "3": IndustryLevel.GROUP,
    "4": IndustryLevel.CLASS,
}


def import_industries(file: Path, *, dry_run: bool = False) -> Report:
    """Add a list's industries; those that ship, which have English labels, stay as they are."""
    table = read_source(file, columns=COLUMNS)
    shipped = set(Industry.objects.exclude(label_en="").values_list("code", flat=True))
    entries = _entries(file, table, shipped)
    return write(f"industries {file.name}", lambda: _write(entries, shipped), dry_run=dry_run)


def _write(entries: list[Entry], shipped: set[str]) -> Report:
    more = [each for each in entries if each.code not in shipped]
    changes = write_entries(Industry.objects, more)
    changes.kept += len(entries) - len(more)
    return Report({"industries": changes})


def _entries(file: Path, table: Table, there: set[str]) -> list[Entry]:
    problems = Problems()
    codes = [row.cells["code"].strip() for row in table]
    known, seen = {*there, *codes}, set()
    for row, code in zip(table, codes, strict=True):
        wrong = _wrong(row, known, repeated=code in seen)
        if wrong:
            problems.add(file, row.line, wrong)
        seen.add(code)
    entries = [_entry(row) for row in table]
    if found := circle({each.code: (each.refers["parent"],) for each in entries}):
        problems.add(file, 1, _("entries go in a circle: %s") % " → ".join(found))
    problems.refuse_any()
    return entries


def _entry(row: Row) -> Entry:
    return Entry(
        code=row.cells["code"].strip(),
        values={
            "label_zh": row.cells["name_zh"].strip(),
            "level": LEVELS.get(row.cells["level"].strip(), ""),
        },
        refers={"parent": row.cells["parent"].strip()},
    )


def _wrong(row: Row, known: set[str], *, repeated: bool) -> str:
    code, above = row.cells["code"].strip(), row.cells["parent"].strip()
    if not code or not row.cells["name_zh"].strip():
        return _("the code or the name is missing")
    if repeated:
        return _("the code “%s” stands here twice") % code
    if row.cells["level"].strip() not in LEVELS:
        return _("the level “%s” is not 1, 2, 3 or 4") % row.cells["level"]
    if above and above not in known:
        return _("there is no industry “%s” above it") % above
    return ""
