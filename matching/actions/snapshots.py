"""Keep what an explanation says at a moment that matters."""

from datetime import datetime

from django.db import transaction

from accounts.models import StudentProfile
from internships.postings.models import Posting
from matching.enums import Moment
from matching.matches.documents import document_of
from matching.models import ExplanationSnapshot, RankingRun


@transaction.atomic
def take(
    *,
    student: StudentProfile,
    posting: Posting,
    key: str,
    at: datetime,
    moment: Moment = Moment.APPLIED,
) -> ExplanationSnapshot:
    """Write down what the student is told now about the match; for each moment and key once.

    `key` is the id of the application. Where it was taken already, that snapshot is returned, and
    it still says what was said then. Where nothing is computed for the pair, it says so.
    """
    known = ExplanationSnapshot.objects.filter(
        profile=student, posting=posting, moment=moment, key=key
    )
    found = known.first()
    if found is not None:
        return found
    taken, _is_new = ExplanationSnapshot.objects.get_or_create(
        profile=student,
        posting=posting,
        moment=moment,
        key=key,
        defaults={
            "document": document_of(student, posting, at=at),
            "run": RankingRun.objects.current().first(),
            "taken_at": at,
        },
    )
    return taken
