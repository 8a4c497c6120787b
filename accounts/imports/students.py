"""Students from a table: the same line is the same person, at every import.

All lines are read and judged first; then one transaction writes.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import people, profiles
from accounts.actions.profiles import SkillLine
from accounts.enums import SkillLevel, SkillSource
from accounts.extraction import skill_ids_in
from accounts.imports.cells import BadCell, Cells, skill_parts
from accounts.models import Organisation, StudentProfile
from foundation.tables import LineReport, Mapping, Outcome, Row, Table
from foundation.text import clean
from taxonomy.search import resolve

OF_A_LINE = frozenset({"id", "name", "text", "skills"})
LONGEST = {"id": 200, "name": 150, "text": 30_000, "statement": 6_000, "programme": 200}
PLAIN = re.compile(r"[a-z0-9]([a-z0-9._-]{0,38}[a-z0-9])?")


@dataclass(frozen=True)
class Student:
    """What one line says, ready to be written."""

    line: int
    email: str
    name: str
    subject: str
    changes: dict[str, Any]
    skills: dict[int, SkillLine]
    remark: str = ""


@dataclass
class StudentImport:
    """One import: `read` judges every line, `write` writes those that may be."""

    mapping: Mapping
    university: Organisation | None = None
    consents_to_matching: bool = False
    report: LineReport = field(default_factory=LineReport)

    def read(self, table: Table) -> list[Student]:
        """The lines that can be written; the others are in the report."""
        cells = Cells()
        known = OF_A_LINE | cells.readers.keys()
        self.mapping.require_fit(table.columns, known=known, needed=["id"])
        return list(self._readable(table, cells))

    @transaction.atomic
    def write(self, students: list[Student], *, at: datetime, keep: bool = True) -> None:
        """Write all or, where anything breaks, nothing; with `keep` off only tell."""
        for student in students:
            outcome = self._write(student, at=at)
            self.report.add(student.line, outcome, subject=student.subject, reason=student.remark)
        transaction.set_rollback(not keep)

    def _readable(self, table: Table, cells: Cells) -> Iterator[Student]:
        first_line: dict[str, int] = {}
        for row in table:
            try:
                student = self._student(row, cells)
                if student.email in first_line:
                    message = _("Line %(line)d has this id already.")
                    raise BadCell(message % {"line": first_line[student.email]})
            except BadCell as problem:
                self.report.add(row.line, Outcome.REFUSED, reason=str(problem))
                continue
            first_line[student.email] = row.line
            yield student

    def _student(self, row: Row, cells: Cells) -> Student:
        if row.problem:
            raise BadCell(row.problem)
        said = {name: clean(text).strip() for name, text in self.mapping.fields_of(row).items()}
        _require_length(said)
        subject = f"{self.mapping.source} {said['id']}"
        unknown, skills = _skills(said)
        return Student(
            line=row.line,
            email=address(self.mapping.source, said["id"]),
            name=" ".join(said.get("name", "").split()) or subject[:150],
            subject=subject,
            changes=_changes(said, cells),
            skills=skills,
            remark=_("Skills not known: %s.") % ", ".join(unknown) if unknown else "",
        )

    def _write(self, student: Student, *, at: datetime) -> Outcome:
        profile = StudentProfile.objects.filter(user__email=student.email).first()
        is_new = profile is None
        if profile is None:
            profile = people.bring_in(
                email=student.email,
                name=student.name,
                consents_to_matching=self.consents_to_matching,
            )
        changes = {**student.changes, **self._standing(profile, at=at)}
        changed = profiles.take_over(profile, changes, skills=student.skills)
        if is_new:
            return Outcome.ADDED
        return Outcome.CHANGED if changed else Outcome.KEPT

    def _standing(self, profile: StudentProfile, *, at: datetime) -> dict[str, Any]:
        """What whoever imports vouches for: the university, and consent to being matched."""
        found: dict[str, Any] = {}
        if self.university is not None:
            same = profile.university_id == self.university.pk
            confirmed_at = profile.affiliation_confirmed_at if same else None
            found = {"university": self.university, "affiliation_confirmed_at": confirmed_at or at}
        if self.consents_to_matching:
            found["consents_to_matching"] = True
        return found


def address(source: str, key: str) -> str:
    """An e-mail address that stands for the line and leads nowhere.

    >>> address("office", "17")
    'office-17@import.invalid'
    """
    return f"{_plain(source)}-{_plain(key)}@import.invalid"


def _plain(text: str) -> str:
    return text if PLAIN.fullmatch(text) else hashlib.sha256(text.encode()).hexdigest()[:24]


def _require_length(said: dict[str, str]) -> None:
    if not said["id"]:
        raise BadCell(_("“id” is empty."))
    for name, most in LONGEST.items():
        length = len(said.get(name, ""))
        if length > most:
            message = _("“%(column)s” has %(length)d characters; %(most)d are the most.")
            raise BadCell(message % {"column": name, "length": length, "most": most})


def _changes(said: dict[str, str], cells: Cells) -> dict[str, Any]:
    found: dict[str, Any] = {"cv_text": said["text"]} if "text" in said else {}
    for name, read in cells.readers.items():
        if said.get(name):
            try:
                found[name] = read(said[name])
            except BadCell as problem:
                raise BadCell(f"“{name}”: {problem}") from problem
    _require_valid(found)
    return found


def _require_valid(changes: dict[str, Any]) -> None:
    plain = {
        name: value
        for name, value in changes.items()
        if name not in {"places", "interests", "languages"}
    }
    profile = StudentProfile(**plain)
    try:
        profile.clean_fields(exclude={"user", "discipline"})
        profile.validate_constraints(exclude={"user"})
    except ValidationError as error:
        told = [
            message if name == "__all__" else f"“{name}”: {message}"
            for name, messages in error.message_dict.items()
            for message in messages
        ]
        raise BadCell(" ".join(told)) from error


def _skills(said: dict[str, str]) -> tuple[list[str], dict[int, SkillLine]]:
    """Names that are no skills, and the skills: typed ones first, then those in the text."""
    unknown: list[str] = []
    found: dict[int, SkillLine] = {}
    for name, level in skill_parts(said.get("skills", "")):
        skill = resolve(name)
        if skill is None:
            unknown.append(name[:60])
        else:
            found[skill.pk] = SkillLine(level=level)
    line = SkillLine(level=SkillLevel.COMPETENT, source=SkillSource.FOUND)
    for skill_id in skill_ids_in(said.get("text", "")):
        found.setdefault(skill_id, line)
    return unknown, found
