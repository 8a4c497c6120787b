"""A student lets the owner of one posting see who they are, and takes it back."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import StudentProfile, User
from foundation.errors import RuleBroken
from foundation.events import announce
from internships.postings.models import Interest, Posting
from internships.postings.signals import interest_changed


class NoProfile(RuleBroken):
    """Only students show interest, and it is their profile that they show."""

    rule = "no_profile"


class NotAddressed(RuleBroken):
    """The posting is not, or no longer, open to the student."""

    rule = "not_addressed"


@transaction.atomic
def show(posting: Posting, *, by: User) -> Interest:
    """Let the owner see the student's name, contact and profile, for this posting.

    Shown already, it stays as it is.
    """
    profile = _profile_of(by)
    if not Posting.objects.addressed_to(by).filter(pk=posting.pk).exists():
        raise NotAddressed(_("This posting is not open to you now."))
    interest, is_new = Interest.objects.get_or_create(profile=profile, posting=posting)
    if is_new:
        announce(interest_changed, posting_id=posting.pk, profile_id=profile.pk)
    return interest


@transaction.atomic
def withdraw(posting: Posting, *, by: User) -> None:
    """From now on the owner sees no name again; possible as long as the posting exists."""
    profile = _profile_of(by)
    gone, _rows = Interest.objects.in_posting(posting).of(by).delete()
    if gone:
        announce(interest_changed, posting_id=posting.pk, profile_id=profile.pk)


def _profile_of(user: User) -> StudentProfile:
    profile = StudentProfile.objects.active().filter(user=user).first()
    if profile is None:
        raise NoProfile(_("Write your student profile first."))
    return profile
