"""How a posting is written to: one at a time, in the version its editor read, and announced."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.errors import RuleBroken, StaleVersion
from foundation.events import announce
from internships.postings.actions.opening import NotReadyToOpen, today_at, unmet
from internships.postings.enums import PostingStatus as Status
from internships.postings.models import Posting
from internships.postings.signals import posting_changed
from internships.postings.workflow import PUBLISHED, require_editable

TERMS = (
    "pay_cny_per_day",
    "hours_per_week",
    "hours_per_day",
    "region_id",
    "address",
    "work_mode",
    "starts_on",
    "ends_on",
)


@dataclass(frozen=True, kw_only=True)
class Edit:
    """Who edits, when, and the version they have read; None asks for no comparison."""

    by: User
    at: datetime
    version: int | None = None


class PostingGone(RuleBroken):
    """The draft was deleted in the meantime."""

    rule = "posting_gone"


def locked(posting: Posting) -> Posting:
    """The posting as it is now, held until the caller's transaction ends."""
    current = Posting.objects.select_for_update(of=("self",)).filter(pk=posting.pk).first()
    if current is None:
        raise PostingGone(_("Somebody has deleted this draft in the meantime."))
    return current


@contextmanager
def editing(posting: Posting, edit: Edit) -> Iterator[Posting]:
    """Lock the posting for a change within the block; then count, check and announce it.

    A change never makes an open posting one that could not be opened: only conditions that
    were unmet before may remain so. Changed terms of a published posting get a new number.
    """
    with transaction.atomic():
        current = locked(posting)
        require_editable(Status(current.status))
        _require_version(current, edit)
        lacked = _rules_lacked(current, edit)
        terms = _terms(current)
        yield current
        if current.status in PUBLISHED and _terms(current) != terms:
            current.terms_version += 1
        current.version += 1
        current.changed_at = edit.at
        current.save()
        _require_still_ready(current, edit, lacked=lacked)
        announce(posting_changed, posting_id=current.pk)


def write(current: Posting, fields: Mapping[str, Any]) -> None:
    """Set plain fields and the listed universities. ValidationError where a field is wrong."""
    plain = {name: value for name, value in fields.items() if name != "listed_universities"}
    for name, value in plain.items():
        setattr(current, name, value)
    current.full_clean(validate_unique=False)
    if "listed_universities" in fields:
        current.listed_universities.set(fields["listed_universities"])


def _require_version(current: Posting, edit: Edit) -> None:
    if edit.version is not None and edit.version != current.version:
        raise StaleVersion(
            _("Somebody else has changed this posting in the meantime. Compare, then save again.")
        )


def _rules_lacked(current: Posting, edit: Edit) -> set[str]:
    if current.status != Status.OPEN:
        return set()
    return {lack.rule for lack in unmet(current, today=today_at(edit.at))}


def _require_still_ready(current: Posting, edit: Edit, *, lacked: set[str]) -> None:
    if current.status != Status.OPEN:
        return
    lacks = [x for x in unmet(current, today=today_at(edit.at)) if x.rule not in lacked]
    if lacks:
        raise NotReadyToOpen(lacks)


def _terms(posting: Posting) -> dict[str, Any]:
    return {name: getattr(posting, name) for name in TERMS}
