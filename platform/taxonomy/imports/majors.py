"""The majors (专业) of the Chinese undergraduate catalogue, under the classes that ship."""

import re
from pathlib import Path

from django.utils.translation import gettext as _

from foundation.tables import Row, Table
from taxonomy.enums import DisciplineLevel, DisciplineScheme
from taxonomy.imports.entries import Entry, write_entries
from taxonomy.imports.report import Report, write
from taxonomy.imports.sources import Problems, read_source
from taxonomy.models import Discipline

COLUMNS = ("code", "name", "menlei", "zhuanyelei")
CLASS_DIGITS = 4
REMARK = re.compile(r"[（(]注.*")


def import_majors(file: Path, *, dry_run: bool = False) -> Report:
    """Add a catalogue's majors, each with the ISCED-F field of its class."""
    table = read_source(file, columns=COLUMNS)
    classes = {
        each.code: each
        for each in Discipline.objects.chinese().filter(level=DisciplineLevel.ZHUANYELEI)
    }
    entries = _entries(file, table, classes)
    notes = _notes(file, table, classes)
    return write(f"majors {file.name}", lambda: _write(entries, notes), dry_run=dry_run)


def _write(entries: list[Entry], notes: list[str]) -> Report:
    changes = write_entries(Discipline.objects, entries, within={"scheme": DisciplineScheme.CHINA})
    return Report({"majors": changes}, notes=notes)


def _entries(file: Path, table: Table, classes: dict[str, Discipline]) -> list[Entry]:
    problems = Problems()
    found: dict[str, Entry] = {}
    for row in table:
        code, name = row.cells["code"].strip(), _name(row)
        above = classes.get(code[:CLASS_DIGITS])
        wrong = _wrong(row, above, repeated=code in found)
        if wrong or above is None:
            problems.add(file, row.line, wrong)
            continue
        found[code] = _entry(code, name, above)
    problems.refuse_any()
    return list(found.values())


def _entry(code: str, name: str, above: Discipline) -> Entry:
    values = {"label_zh": name, "level": DisciplineLevel.ZHUANYE, "isced_id": above.isced_id}
    return Entry(code=code, values=values, refers={"parent": above.code})


def _name(row: Row) -> str:
    """Without the catalogue's remarks: “低空技术与工程（注：…” is 低空技术与工程."""
    return REMARK.sub("", row.cells["name"]).strip()


def _wrong(row: Row, above: Discipline | None, *, repeated: bool) -> str:
    code = row.cells["code"].strip()
    if len(code) <= CLASS_DIGITS or not code[:CLASS_DIGITS].isdigit():
        return _("“%s” is not the code of a major") % code
    if repeated:
        return _("the code “%s” stands here twice") % code
    if not _name(row):
        return _("the name is missing")
    if above is None:
        return _("there is no class of majors %s") % code[:CLASS_DIGITS]
    return ""


def _notes(file: Path, table: Table, classes: dict[str, Discipline]) -> list[str]:
    """Where the file's class name is not that of the code, the code decides."""
    notes = Problems()
    for row in table:
        theirs = row.cells["zhuanyelei"].strip()
        ours = classes[row.cells["code"].strip()[:CLASS_DIGITS]]
        if theirs and theirs != ours.label_zh:
            facts = {"code": ours.code, "ours": ours.label_zh, "theirs": theirs}
            text = _("put in %(code)s “%(ours)s” by its code, not in “%(theirs)s”") % facts
            notes.add(file, row.line, text)
    return notes.found
