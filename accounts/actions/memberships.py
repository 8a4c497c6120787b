"""Who speaks for an organisation: roles and leaving. Always under the organisation's lock."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import ROLES_OF, OrganisationKind, Role
from accounts.models import Membership, Organisation
from foundation.errors import RuleBroken


class LastAdministrator(RuleBroken):
    """An organisation is never without somebody who can let others in."""

    rule = "last_administrator"


class RoleDoesNotFit(RuleBroken):
    """A park has no recruiters, a company no coordinators."""

    rule = "role_does_not_fit"


class RoleHeldAlready(RuleBroken):
    rule = "role_held_already"


class MembershipOver(RuleBroken):
    rule = "membership_over"


@transaction.atomic
def end(membership: Membership, *, at: datetime) -> Membership:
    """The person no longer speaks for the organisation in this role."""
    current = _locked(membership)
    _require_other_administrator(current)
    current.ended_at = at
    current.save(update_fields=["ended_at", "updated_at"])
    return current


@transaction.atomic
def change_role(membership: Membership, *, role: Role, at: datetime) -> Membership:
    """End this membership and begin one in another role, so that both stay on record."""
    require_fitting_role(membership.organisation, role)
    current = _locked(membership)
    if role == current.role:
        return current
    require_free_role(current, role)
    end(current, at=at)
    return Membership.objects.create(
        user=current.user, organisation=current.organisation, role=role
    )


def require_fitting_role(organisation: Organisation, role: Role) -> None:
    """Raise `RoleDoesNotFit` if organisations of this kind have no such role."""
    if role not in ROLES_OF[OrganisationKind(organisation.kind)]:
        raise RoleDoesNotFit(
            _("A %(kind)s has no members with the role “%(role)s”.")
            % {"kind": organisation.get_kind_display(), "role": Role(role).label}
        )


def require_free_role(membership: Membership, role: Role) -> None:
    """Raise `RoleHeldAlready` if the person has that role there too."""
    same = Membership.objects.of(membership.user).in_roles(role)
    if same.filter(organisation=membership.organisation).exists():
        raise RoleHeldAlready(_("This person has that role already."))


def _locked(membership: Membership) -> Membership:
    """The membership as it is now; nobody else changes members until this transaction ends."""
    Organisation.objects.locked(membership.organisation_id)
    current = Membership.objects.select_related("organisation", "user").get(pk=membership.pk)
    if current.ended_at is not None:
        raise MembershipOver(_("This membership has ended already."))
    return current


def _require_other_administrator(leaving: Membership) -> None:
    if leaving.role != Role.ADMIN:
        return
    others = Membership.objects.current().in_roles(Role.ADMIN).exclude(pk=leaving.pk)
    if not others.filter(organisation=leaving.organisation).exists():
        raise LastAdministrator(
            _("The last administrator cannot leave. Make somebody else an administrator first.")
        )
