"""Postings somebody wants to find again."""

from django.db import transaction

from accounts.models import User
from foundation.events import announce
from internships.postings.models import Posting, SavedPosting
from internships.postings.signals import posting_saved


@transaction.atomic
def save(posting: Posting, *, by: User) -> SavedPosting:
    """Remember the posting; once is enough."""
    bookmark, is_new = SavedPosting.objects.get_or_create(user=by, posting=posting)
    if is_new:
        announce(posting_saved, posting_id=posting.pk, user_id=by.pk)
    return bookmark


def forget(posting_id: int, *, by: User) -> None:
    """Also of a posting that is not open to the person any more."""
    SavedPosting.objects.visible_to(by).filter(posting=posting_id).delete()
