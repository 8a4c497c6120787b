"""Postings from a table: the same line is the same posting at every import.

Every line is read, judged and written by itself, in a transaction of its own: a line that is
refused leaves nothing behind, and keeps no other from being written.
"""

from collections.abc import Mapping as Readable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.imports.cells import BadCell
from accounts.models import Organisation, User
from foundation.errors import RuleBroken
from foundation.tables import LineReport, Mapping, Outcome, Row, Table
from internships.postings.actions import outcomes, postings
from internships.postings.actions.editing import Edit
from internships.postings.actions.opening import NotReadyToOpen
from internships.postings.enums import PostingStatus
from internships.postings.imports.comparing import changes_of, parts_that_differ
from internships.postings.imports.drafts import KNOWN, Draft, DraftReader
from internships.postings.imports.owners import Owners
from internships.postings.imports.texts import is_chinese
from internships.postings.models import Posting, ResearchOutcome
from internships.postings.models.posting import PostingQuerySet

UNOPENED = (PostingStatus.DRAFT, PostingStatus.IN_REVIEW)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Who imports, when, and what holds for every line that says nothing else."""

    by: User
    at: datetime
    starts_on: date | None = None
    ends_on: date | None = None
    deadline_on: date | None = None
    opening: bool = False
    keeping: bool = True

    @property
    def defaults(self) -> dict[str, Any]:
        return {
            "starts_on": self.starts_on,
            "ends_on": self.ends_on,
            "deadline_on": self.deadline_on,
        }


@dataclass
class PostingImport:
    """One import; afterwards `report` tells what became of every line."""

    mapping: Mapping
    owners: Owners
    settings: Settings
    report: LineReport = field(default_factory=LineReport)
    opened: int = 0

    def __post_init__(self) -> None:
        self.reader = DraftReader(defaults=self.settings.defaults)
        self._first_line: dict[str, int] = {}

    def run(self, table: Table) -> LineReport:
        needed = ["id", "kind"] if self.owners.only else ["id", "kind", "owner"]
        self.mapping.require_fit(table.columns, known=KNOWN, needed=needed)
        for row in table:
            self._take(row)
        return self.report

    def _take(self, row: Row) -> None:
        subject = ""
        try:
            draft = self._read(row)
            subject = draft.title[:80]
            outcome, note = self._write(draft)
        except (BadCell, ValidationError, RuleBroken) as refusal:
            self.report.add(row.line, Outcome.REFUSED, subject=subject, reason=_told(refusal))
            return
        notes = " ".join(filter(None, [*draft.notes, note]))
        self.report.add(row.line, outcome, subject=subject, reason=notes)

    def _read(self, row: Row) -> Draft:
        if row.problem:
            raise BadCell(row.problem)
        draft = self.reader.read(self.mapping.fields_of(row))
        first = self._first_line.setdefault(draft.source_id, row.line)
        if first != row.line:
            raise BadCell(_("Line %(line)d has this id already.") % {"line": first})
        return draft

    @transaction.atomic
    def _write(self, draft: Draft) -> tuple[Outcome, str]:
        owner = self.owners.of(draft.owner, draft.kind)
        posting, outcome = self._stored(owner, draft)
        note = self._open(posting) if self.settings.opening else ""
        transaction.set_rollback(not self.settings.keeping)
        return outcome, note

    def _stored(self, owner: Organisation, draft: Draft) -> tuple[Posting, Outcome]:
        fields = {**draft.fields, "outcome": _outcome(owner, draft)}
        edit = Edit(by=self.settings.by, at=self.settings.at)
        known = _from_line(owner, self.mapping.source, draft.source_id).first()
        if known is None:
            named = {"source": self.mapping.source, "source_id": draft.source_id}
            made = postings.create(
                owner, kind=draft.kind, fields={**fields, **named}, parts=draft.parts, edit=edit
            )
            return made, Outcome.ADDED
        changes, parts = changes_of(known, fields), parts_that_differ(known, draft.parts)
        if not changes and parts is None:
            return known, Outcome.KEPT
        return postings.edit(
            known, changes, edit=edit, parts=parts or postings.NO_PARTS
        ), Outcome.CHANGED

    def _open(self, posting: Posting) -> str:
        """Open what is still a draft. What it lacks is noted; it then stays as it is."""
        if posting.status not in UNOPENED:
            return ""
        try:
            with transaction.atomic():
                if posting.status == PostingStatus.DRAFT:
                    postings.submit(posting, by=self.settings.by)
                postings.open_(posting, by=self.settings.by, at=self.settings.at)
        except NotReadyToOpen as lacks:
            return _("Not opened: %s") % lacks
        self.opened += 1
        return ""


def _from_line(owner: Organisation, source: str, source_id: str) -> PostingQuerySet:
    return Posting.objects.of(owner).filter(source=source, source_id=source_id).with_parts()


def _outcome(owner: Organisation, draft: Draft) -> ResearchOutcome | None:
    """The owner's outcome of this title and kind; entered where it is new."""
    if draft.outcome is None:
        return None
    kind, title = draft.outcome
    named = {"title_zh" if is_chinese(title) else "title_en": " ".join(title.split())}
    known = ResearchOutcome.objects.filter(owner=owner, kind=kind, **named).order_by("pk").first()
    trl = draft.fields.get("trl_from") or 1
    return known or outcomes.create(owner, fields={"kind": kind, "trl": trl, **named})


def _told(refusal: BadCell | ValidationError | RuleBroken) -> str:
    if not isinstance(refusal, ValidationError):
        return str(refusal)
    by_field: Readable[str, list[str]] = getattr(refusal, "message_dict", {"": refusal.messages})
    return " ".join(
        message if name in {"", "__all__"} else f"“{name}”: {message}"
        for name, messages in by_field.items()
        for message in messages
    )
