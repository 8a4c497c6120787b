"""What people do with a posting as a whole. Each verb is one function; each is atomic."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from foundation.errors import RuleBroken
from foundation.events import announce
from internships.postings import emails
from internships.postings.actions import parts as lines
from internships.postings.actions.editing import Edit, editing, locked, write
from internships.postings.actions.opening import OWNERS, WrongOwner, require_ready, today_at
from internships.postings.actions.parts import Parts
from internships.postings.enums import PostingKind
from internships.postings.enums import PostingStatus as Status
from internships.postings.models import Posting, PostingTransition
from internships.postings.signals import posting_changed, posting_moved
from internships.postings.workflow import MoveRefused, require_move

NO_PARTS = Parts()


class ReasonMissing(RuleBroken):
    """Who sends a posting back says why."""

    rule = "reason_missing"


@transaction.atomic
def create(
    owner: Organisation,
    *,
    kind: PostingKind,
    fields: Mapping[str, Any],
    edit: Edit,
    parts: Parts = NO_PARTS,
) -> Posting:
    """Draft a posting; whoever drafts it is its contact unless another one is named.

    Unverified organisations may draft as well.
    """
    _require_owner_suits(owner, kind)
    posting = Posting(owner=owner, kind=kind, changed_at=edit.at, contact=edit.by)
    write_new(posting, fields)
    lines.put(posting, parts)
    announce(posting_changed, posting_id=posting.pk)
    return posting


def write_new(posting: Posting, fields: Mapping[str, Any]) -> None:
    """Store a posting for the first time; its listed universities need its row."""
    listed = fields.get("listed_universities", ())
    write(posting, {name: fields[name] for name in fields if name != "listed_universities"})
    posting.save()
    posting.listed_universities.set(listed)


def edit(
    posting: Posting, fields: Mapping[str, Any], *, edit: Edit, parts: Parts = NO_PARTS
) -> Posting:
    """Change what a posting says."""
    with editing(posting, edit) as current:
        write(current, fields)
        lines.put(current, parts)
    return current


@transaction.atomic
def discard(posting: Posting) -> None:
    """Delete a draft. What was ever in review or open stays, for its history."""
    current = locked(posting)
    if current.status != Status.DRAFT:
        raise MoveRefused(_("Only a draft can be deleted. Close or archive the posting instead."))
    current.delete()


def submit(posting: Posting, *, by: User) -> Posting:
    """The draft is done; somebody may open it."""
    return _move(posting, to=Status.IN_REVIEW, by=by)


@transaction.atomic
def send_back(posting: Posting, *, by: User, reason: str) -> Posting:
    """Not yet: back to its editors, who are told why."""
    if not reason.strip():
        raise ReasonMissing(_("Say why you send the posting back."))
    current = _move(posting, to=Status.DRAFT, by=by, reason=reason)
    emails.sent_back(current, reason=reason)
    return current


def open_(posting: Posting, *, by: User, at: datetime) -> Posting:
    """Publish a reviewed posting. `NotReadyToOpen` names everything it still lacks."""
    return _open_from(posting, source=Status.IN_REVIEW, by=by, at=at)


def resume(posting: Posting, *, by: User, at: datetime) -> Posting:
    """Take applications again after a pause, if it could be opened today."""
    return _open_from(posting, source=Status.PAUSED, by=by, at=at)


def pause(posting: Posting, *, by: User, reason: str = "") -> Posting:
    """Take no applications for a while."""
    return _move(posting, to=Status.PAUSED, by=by, reason=reason)


def close(posting: Posting, *, by: User, reason: str = "") -> Posting:
    """Take no applications any more."""
    return _move(posting, to=Status.CLOSED, by=by, reason=reason)


def archive(posting: Posting, *, by: User) -> Posting:
    """Put an ended posting away."""
    return _move(posting, to=Status.ARCHIVED, by=by)


@transaction.atomic
def expire_if_due(posting_id: int, *, at: datetime) -> bool:
    """The clock: end a posting whose deadline is past. False where that is no longer so."""
    due = Posting.objects.past_deadline(today=today_at(at))
    current = due.select_for_update(of=("self",)).filter(pk=posting_id).first()
    if current is None:
        return False
    emails.expired(_move(current, to=Status.EXPIRED, by=None))
    return True


@transaction.atomic
def pause_if_forgotten(posting_id: int, *, unchanged_since: datetime) -> bool:
    """The clock: pause an open posting that nobody has touched for long."""
    forgotten = Posting.objects.unchanged_since(unchanged_since)
    current = forgotten.select_for_update(of=("self",)).filter(pk=posting_id).first()
    if current is None:
        return False
    emails.paused_by_clock(_move(current, to=Status.PAUSED, by=None))
    return True


@transaction.atomic
def warn_if_forgotten(posting_id: int, *, unchanged_since: datetime, at: datetime) -> bool:
    """The clock: remind an owner once. One conditional UPDATE, so that two clocks warn once."""
    forgotten = Posting.objects.unchanged_since(unchanged_since).unwarned()
    if not forgotten.filter(pk=posting_id).update(warned_at=at):
        return False
    emails.forgotten(Posting.objects.get(pk=posting_id))
    return True


@transaction.atomic
def _open_from(posting: Posting, *, source: Status, by: User, at: datetime) -> Posting:
    current = locked(posting)
    if current.status != source:
        require_move(Status(current.status), Status.OPEN)
        raise MoveRefused(_("The posting is “%s” by now.") % current.get_status_display())
    require_ready(current, today=today_at(at))
    Posting.objects.filter(pk=current.pk).update(opened_at=current.opened_at or at, changed_at=at)
    return _move(current, to=Status.OPEN, by=by)


@transaction.atomic
def _move(posting: Posting, *, to: Status, by: User | None, reason: str = "") -> Posting:
    """Lock, check, write, remember, announce: the only place where a status changes."""
    current = locked(posting)
    source = Status(current.status)
    require_move(source, to)

    current.status = to
    current.save(update_fields=["status", "updated_at"])
    PostingTransition.objects.create(
        subject=current, by=by, source=source, target=to, reason=reason
    )
    announce(posting_moved, posting_id=current.pk, source=source.value, target=to.value)
    return current


def _require_owner_suits(owner: Organisation, kind: PostingKind) -> None:
    if OWNERS[kind] != owner.kind:
        raise WrongOwner(_("Projects are posted by universities, and internships by companies."))
