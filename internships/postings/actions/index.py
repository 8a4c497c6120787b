"""Keep keyword search current. Called within the transaction of whatever changed a posting."""

from django.db import transaction

from internships.postings.models import Posting, PostingIndex
from internships.postings.search import words_of

ROWS_PER_TRANSACTION = 100


def refresh(posting_id: int) -> None:
    """Write the index row of one posting; nothing where the posting is gone."""
    posting = Posting.objects.for_index().filter(pk=posting_id).first()
    if posting is not None:
        PostingIndex.objects.update_or_create(
            posting=posting, defaults={"words": words_of(posting)}
        )


def rebuild() -> int:
    """Write all index rows anew: after an import of the taxonomy, or a change of this code."""
    ids = list(Posting.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), ROWS_PER_TRANSACTION):
        with transaction.atomic():
            for posting_id in ids[start : start + ROWS_PER_TRANSACTION]:
                refresh(posting_id)
    return len(ids)
