"""Take the demo's drafts to the status they are to have, as their owners would."""

from collections.abc import Callable
from datetime import datetime, timedelta

from accounts.models import User
from config.demo import sources
from config.demo.drafting import SOURCE, Shelf, draft
from config.demo.sources import PostingLine
from foundation.errors import RuleBroken
from foundation.events import announce
from internships.postings.actions import postings
from internships.postings.enums import PostingStatus as Status
from internships.postings.models import Posting
from internships.postings.signals import posting_changed

OPENED_WITHIN_DAYS, STRIDE = 40, 7


class CannotPublish(Exception):
    """A posting of the files is not fit for the status it is to have."""


def publish_missing(*, at: datetime) -> int:
    """Write the postings that are not there yet, each with its history; returns how many."""
    known = set(Posting.objects.filter(source=SOURCE).values_list("source_id", flat=True))
    missing = [line for line in sources.postings() if line.id not in known]
    shelf = Shelf(at)
    for number, (line, posting) in enumerate(draft(missing, shelf) if missing else ()):
        announce(posting_changed, posting_id=posting.pk)
        _take_to_its_status(line, posting, shelf)
        _backdate(posting, at=at, days=1 + number * STRIDE % OPENED_WITHIN_DAYS)
    return len(missing)


def _take_to_its_status(line: PostingLine, posting: Posting, shelf: Shelf) -> None:
    for step in STEPS_TO[Status(line.status)]:
        try:
            step(posting, shelf.contacts[line.owner], shelf.at)
        except RuleBroken as error:
            raise CannotPublish(f"{line.id}: {error}") from error


def _backdate(posting: Posting, *, at: datetime, days: int) -> None:
    """Not everything opened on the same day."""
    opened = Posting.objects.filter(pk=posting.pk, opened_at__isnull=False)
    opened.update(opened_at=at - timedelta(days=days))


def _submit(posting: Posting, by: User, at: datetime) -> None:
    postings.submit(posting, by=by)


def _open(posting: Posting, by: User, at: datetime) -> None:
    postings.open_(posting, by=by, at=at)


def _pause(posting: Posting, by: User, at: datetime) -> None:
    postings.pause(posting, by=by)


Step = Callable[[Posting, User, datetime], None]
STEPS_TO: dict[Status, tuple[Step, ...]] = {
    Status.DRAFT: (),
    Status.IN_REVIEW: (_submit,),
    Status.OPEN: (_submit, _open),
    Status.PAUSED: (_submit, _open, _pause),
}
