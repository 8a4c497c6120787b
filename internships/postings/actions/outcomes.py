"""What organisations do with their research outcomes."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Organisation
from foundation.errors import RuleBroken
from foundation.events import announce
from internships.postings.models import Posting, ResearchOutcome
from internships.postings.signals import posting_changed


class OutcomeInUse(RuleBroken):
    """A posting carries the outcome on."""

    rule = "outcome_in_use"


@transaction.atomic
def create(owner: Organisation, *, fields: Mapping[str, Any]) -> ResearchOutcome:
    outcome = ResearchOutcome(owner=owner, **fields)
    outcome.full_clean()
    outcome.save()
    return outcome


@transaction.atomic
def edit(outcome: ResearchOutcome, *, fields: Mapping[str, Any]) -> ResearchOutcome:
    """Change an outcome; the postings that carry it on have changed with it."""
    current = ResearchOutcome.objects.select_for_update(of=("self",)).get(pk=outcome.pk)
    for name, value in fields.items():
        setattr(current, name, value)
    current.full_clean()
    current.save()
    for posting_id in current.postings.order_by("pk").values_list("pk", flat=True):
        announce(posting_changed, posting_id=posting_id)
    return current


@transaction.atomic
def discard(outcome: ResearchOutcome) -> None:
    """Delete an outcome that no posting names."""
    current = ResearchOutcome.objects.select_for_update(of=("self",)).get(pk=outcome.pk)
    if Posting.objects.filter(outcome=current).exists():
        raise OutcomeInUse(_("A posting names this research outcome."))
    current.delete()
