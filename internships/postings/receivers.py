"""When this happens, postings do that."""

from typing import Any

from django.dispatch import receiver

from accounts.enums import OrganisationStatus
from accounts.signals import organisation_merged, organisation_moved
from internships.postings.actions import index, owners
from internships.postings.signals import posting_changed

VISIBLE_OR_NOT = frozenset(
    {OrganisationStatus.VERIFIED, OrganisationStatus.SUSPENDED, OrganisationStatus.CLOSED}
)


@receiver(posting_changed)
def keep_the_keyword_index_current(*, posting_id: int, **_: Any) -> None:
    index.refresh(posting_id)


@receiver(organisation_moved)
def announce_what_vanishes_or_returns(*, organisation_id: int, target: str, **_: Any) -> None:
    """A suspended owner's postings are hidden as they are; nothing else happens to them."""
    if target in VISIBLE_OR_NOT:
        owners.announce_postings_of(organisation_id)


@receiver(organisation_merged)
def move_what_the_duplicate_owns(*, duplicate_id: int, organisation_id: int, **_: Any) -> None:
    owners.move_to_other_owner(duplicate_id=duplicate_id, into_id=organisation_id)
