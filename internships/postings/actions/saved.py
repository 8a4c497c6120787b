"""Postings somebody wants to find again."""

from accounts.models import User
from internships.postings.models import Posting, SavedPosting


def save(posting: Posting, *, by: User) -> SavedPosting:
    """Remember the posting; once is enough."""
    bookmark, _ = SavedPosting.objects.get_or_create(user=by, posting=posting)
    return bookmark


def forget(posting_id: int, *, by: User) -> None:
    """Also of a posting that is not open to the person any more."""
    SavedPosting.objects.visible_to(by).filter(posting=posting_id).delete()
