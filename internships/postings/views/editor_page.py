"""What the editor's page shows of one posting."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from accounts.http import signed_in
from internships.postings import rules
from internships.postings.actions.findings import findings, source_of
from internships.postings.actions.opening import checklist, today_at
from internships.postings.enums import PostingStatus as Status
from internships.postings.forms.parts import PART_FORMS, PartForm, SeatForm
from internships.postings.forms.posting import PostingForm
from internships.postings.models import Posting
from internships.postings.workflow import EDITABLE
from taxonomy.text import in_readers_language


def whole_page(
    request: HttpRequest,
    posting: Posting,
    *,
    form: PostingForm | None = None,
    typed: PartForm | None = None,
) -> dict[str, Any]:
    """The page: the long form (as typed, if it was refused), the parts and the state."""
    form = form or PostingForm(instance=posting, editor=signed_in(request))
    return {"form": form, **parts_of_page(request, posting, typed=typed)}


def parts_of_page(
    request: HttpRequest,
    posting: Posting,
    *,
    version: int | None = None,
    typed: PartForm | None = None,
) -> dict[str, Any]:
    """What a change of one line renews: all parts and the state of the posting.

    `version` is the one the reader has seen of the rest of the page, if it is not the present.
    """
    seen = posting.version if version is None else version
    forms = {name: make(version=seen) for name, make in PART_FORMS.items()}
    forms["seats"] = SeatForm(version=seen, initial=_chosen_seats(request, posting))
    if typed is not None:
        forms[typed.name] = typed
    return {
        "posting": posting,
        "editable": posting.status in EDITABLE and rules.can_edit(signed_in(request), posting),
        "part_forms": forms,
        "version": seen,
        "refusal": "",
        "saved": False,
        "out_of_band": False,
        "skills": posting.skills.select_related("skill").order_by("necessity", "-weight", "pk"),
        "seat_groups": posting.seat_groups.prefetch_related("disciplines").order_by("pk"),
        "phases": posting.phases.order_by("starts_on", "pk"),
        "languages": posting.languages.select_related("language").order_by("pk"),
        **_state(request, posting),
    }


def _state(request: HttpRequest, posting: Posting) -> dict[str, Any]:
    checked = checklist(posting, today=today_at(timezone.now()))
    history = posting.history.select_related("by").order_by("-pk")
    return {
        "checklist": checked,
        "lacking": sum(1 for line in checked if line.lacks),
        "checks_matter": posting.status in {Status.DRAFT, Status.IN_REVIEW, Status.PAUSED},
        "findings": _worded_findings(posting),
        "history": [
            {
                "source": Status(line.source).label,
                "target": Status(line.target).label,
                "by": line.by,
                "at": line.at,
                "reason": line.reason,
            }
            for line in history
        ],
        "may_move": rules.can_move(signed_in(request), posting),
    }


def _worded_findings(posting: Posting) -> list[dict[str, Any]]:
    return [
        {
            "text": in_readers_language(en=found.rule.text_en, zh=found.rule.text_zh),
            "source": source_of(found),
            "evidence": found.evidence,
            "blocks": found.blocks,
        }
        for found in findings(posting)
    ]


def _chosen_seats(request: HttpRequest, posting: Posting) -> dict[str, Any]:
    """`?seats=` names the group that the form is to change."""
    chosen = request.GET.get("seats", "")
    for group in posting.seat_groups.all():
        if str(group.pk) == chosen:
            return {
                "group_id": group.pk,
                "seats": group.seats,
                "disciplines": group.disciplines.all(),
            }
    return {}
