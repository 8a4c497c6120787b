"""News of who reads what, for those above who learn from it. Nothing is kept here."""

from accounts.models import User
from foundation.events import announce
from internships.postings.models import Posting
from internships.postings.signals import posting_opened


def open_page(posting: Posting, *, by: User, came_from: str) -> None:
    """The person opens the posting's page. Listeners write nothing that could not be repeated."""
    announce(posting_opened, posting_id=posting.pk, user_id=by.pk, came_from=came_from)
