"""What follows for postings when something happens to their owner."""

from django.db import transaction
from django.db.models import F

from foundation.events import announce
from internships.postings.models import Posting, ResearchOutcome
from internships.postings.signals import posting_changed


def announce_postings_of(organisation_id: int) -> None:
    """The owner is suspended, reinstated or closed: its postings vanish, or are back."""
    _announce(_ids_of(organisation_id))


@transaction.atomic
def move_to_other_owner(*, duplicate_id: int, into_id: int) -> None:
    """Two organisations were one: what the duplicate owns, and where it is listed, moves."""
    moving = _ids_of(duplicate_id)
    ResearchOutcome.objects.filter(owner=duplicate_id).update(owner=into_id)
    _forget_sources_known_to(into_id, duplicate_id=duplicate_id)
    Posting.objects.filter(pk__in=moving).update(owner=into_id, version=F("version") + 1)
    listing = list(Posting.objects.filter(listed_universities=duplicate_id))
    for posting in listing:
        posting.listed_universities.add(into_id)
        posting.listed_universities.remove(duplicate_id)
    _announce(sorted({*moving, *(posting.pk for posting in listing)}))


def _ids_of(organisation_id: int) -> list[int]:
    owned = Posting.objects.filter(owner=organisation_id)
    return list(owned.order_by("pk").values_list("pk", flat=True))


def _forget_sources_known_to(into_id: int, *, duplicate_id: int) -> None:
    """A line that both had imported keeps both postings, but only one as its source."""
    known = Posting.objects.filter(owner=into_id).exclude(source="")
    for source, source_id in known.values_list("source", "source_id"):
        Posting.objects.filter(owner=duplicate_id, source=source, source_id=source_id).update(
            source="", source_id=""
        )


def _announce(posting_ids: list[int]) -> None:
    for posting_id in posting_ids:
        announce(posting_changed, posting_id=posting_id)
