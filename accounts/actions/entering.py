"""Organisations that a table names: entered for whoever brings it, who answers for them."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.verification import note_transition
from accounts.enums import OrganisationKind, OrganisationStatus, Role
from accounts.models import Membership, Organisation, User


def enter(name: str, *, kind: OrganisationKind, by: User, chinese: bool) -> Organisation:
    """An unverified organisation of this name; `by` is its administrator."""
    return _enter(_named(name, kind=kind, chinese=chinese), by=by)


@transaction.atomic
def enter_verified(name: str, *, kind: OrganisationKind, by: User, chinese: bool) -> Organisation:
    """One for which the platform vouches. For platform administrators; the history says so."""
    organisation = _named(name, kind=kind, chinese=chinese)
    organisation.status = OrganisationStatus.VERIFIED
    entered = _enter(organisation, by=by)
    note_transition(
        entered,
        source=OrganisationStatus.UNVERIFIED,
        target=OrganisationStatus.VERIFIED,
        by=by,
        reason=_("Brought in by an import; the platform vouches that it exists."),
    )
    return entered


def _named(name: str, *, kind: OrganisationKind, chinese: bool) -> Organisation:
    names = {"name_zh": name} if chinese else {"name_en": name}
    organisation = Organisation(kind=kind, **names)
    organisation.full_clean(exclude=["country"])
    return organisation


@transaction.atomic
def _enter(organisation: Organisation, *, by: User) -> Organisation:
    organisation.save()
    Membership.objects.create(user=by, organisation=organisation, role=Role.ADMIN)
    return organisation
