"""Papers that show an organisation exists."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Organisation, User, VerificationDocument
from foundation.errors import RuleBroken
from foundation.limits import within_limit
from foundation.uploads import CheckedFile

MOST_DOCUMENTS = 20
UPLOADS_PER_DAY = 30


class TooManyDocuments(RuleBroken):
    rule = "too_many_documents"


def add(
    organisation: Organisation, file: CheckedFile, *, by: User, at: datetime
) -> VerificationDocument:
    """Keep a file that `foundation.uploads.check` let through."""
    if not within_limit(f"upload:{by.pk}", limit=UPLOADS_PER_DAY, per=timedelta(days=1), at=at):
        raise TooManyDocuments(_("You uploaded many files today. Try again tomorrow."))
    with transaction.atomic():
        Organisation.objects.locked(organisation.pk)
        if organisation.documents.count() >= MOST_DOCUMENTS:
            raise TooManyDocuments(_("There are enough documents already."))
        return VerificationDocument.objects.create(
            organisation=organisation,
            file=file.to_store(),
            original_name=file.original_name,
            media_type=file.media_type,
            size_bytes=file.size_bytes,
            uploaded_by=by,
        )
