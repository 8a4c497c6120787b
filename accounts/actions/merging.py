"""Two rows for one organisation become one, with the history of both."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.acceptances import log_decision
from accounts.actions.verification import note_transition
from accounts.enums import AcceptanceStatus, OrganisationStatus
from accounts.models import (
    Acceptance,
    Organisation,
    OrganisationTransition,
    StudentProfile,
    User,
)
from accounts.signals import organisation_merged, profile_changed
from foundation.errors import RuleBroken
from foundation.events import announce

STRICTEST_LAST = (
    AcceptanceStatus.PENDING,
    AcceptanceStatus.ACCEPTED,
    AcceptanceStatus.DECLINED,
    AcceptanceStatus.BLOCKED,
)
TAKEN_OVER = ("name_en", "name_zh", "email_domain", "website", "about_en", "about_zh")


class MergeRefused(RuleBroken):
    rule = "merge_refused"


@transaction.atomic
def merge(duplicate: Organisation, *, into: Organisation, by: User, at: datetime) -> Organisation:
    """Move everything of `duplicate` to `into`, and close the duplicate.

    The floors above move their own rows when they hear `organisation_merged`, in this transaction.
    """
    first, second = sorted((duplicate.pk, into.pk))
    locked = {pk: Organisation.objects.locked(pk) for pk in (first, second)}
    duplicate, into = locked[duplicate.pk], locked[into.pk]
    _require_mergeable(duplicate, into)
    _move_people(duplicate, into, at=at)
    _move_acceptances(duplicate, into, by=by)
    duplicate.invitations.update(organisation=into)
    duplicate.documents.update(organisation=into)
    duplicate.tenants.update(park=into)
    OrganisationTransition.objects.filter(subject=duplicate).update(subject=into)
    announce(organisation_merged, duplicate_id=duplicate.pk, organisation_id=into.pk)
    return _close(duplicate, into, by=by)


def _require_mergeable(duplicate: Organisation, into: Organisation) -> None:
    if duplicate.pk == into.pk:
        raise MergeRefused(_("An organisation cannot be merged into itself."))
    if duplicate.kind != into.kind:
        raise MergeRefused(_("Only organisations of the same kind can be merged."))
    if OrganisationStatus.CLOSED in {duplicate.status, into.status}:
        raise MergeRefused(_("One of the two is closed."))


def _move_people(duplicate: Organisation, into: Organisation, *, at: datetime) -> None:
    """Who holds a role in both keeps it once; the other membership ends with the merge."""
    held = set(into.memberships.filter(ended_at__isnull=True).values_list("user_id", "role"))
    for membership in duplicate.memberships.select_for_update(of=("self",)):
        if membership.ended_at is None and (membership.user_id, membership.role) in held:
            membership.ended_at = at
        membership.organisation = into
        membership.save(update_fields=["organisation", "ended_at", "updated_at"])
    students = StudentProfile.objects.filter(university=duplicate)
    moved = list(students.values_list("pk", flat=True))
    students.update(university=into)
    for profile_id in moved:
        announce(profile_changed, profile_id=profile_id)


def _move_acceptances(duplicate: Organisation, into: Organisation, *, by: User) -> None:
    for side, other in (("university", "company"), ("company", "university")):
        for acceptance in Acceptance.objects.filter(**{side: duplicate}):
            same = Acceptance.objects.filter(
                **{side: into, f"{other}_id": getattr(acceptance, f"{other}_id")}
            ).first()
            if same is None:
                setattr(acceptance, side, into)
                acceptance.save(update_fields=[side, "updated_at"])
            else:
                _join(acceptance, same, by=by)


def _join(gone: Acceptance, kept: Acceptance, *, by: User) -> None:
    """Both histories and notes; of two decisions the stricter stands."""
    source = kept.status
    kept.status = max(gone.status, kept.status, key=STRICTEST_LAST.index)
    kept.note = "\n\n".join(note for note in (kept.note, gone.note) if note)
    kept.save(update_fields=["status", "note", "updated_at"])
    gone.history.update(subject=kept)
    gone.delete()
    if kept.status != source:
        log_decision(kept, source=source, by=by, reason=_("Two entries of one company merged."))


def _close(duplicate: Organisation, into: Organisation, *, by: User) -> Organisation:
    number, duplicate.registration_number = duplicate.registration_number, None
    source, duplicate.status = duplicate.status, OrganisationStatus.CLOSED
    duplicate.version += 1
    duplicate.save()
    for name in TAKEN_OVER:
        setattr(into, name, getattr(into, name) or getattr(duplicate, name))
    into.registration_number = into.registration_number or number
    into.version += 1
    into.save()
    facts = {"name": duplicate.name, "pk": duplicate.pk, "number": number or "–"}
    reason = _("“%(name)s” (no. %(pk)s, registration number %(number)s) was merged into this.")
    OrganisationTransition.objects.create(
        subject=into, by=by, source=into.status, target=into.status, reason=reason % facts
    )
    note_transition(
        duplicate,
        source=source,
        target=duplicate.status,
        by=by,
        reason=_("Merged into “%(name)s” (no. %(pk)s).") % {"name": into.name, "pk": into.pk},
    )
    return into
