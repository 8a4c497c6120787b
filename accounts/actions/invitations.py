"""Letting people in by e-mail: 14 days, one link, of which only the hash is kept."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import emails
from accounts.actions.memberships import require_fitting_role
from accounts.enums import OrganisationStatus, Role
from accounts.models import Invitation, Membership, Organisation, User
from accounts.text import masked
from foundation.errors import RuleBroken
from foundation.limits import within_limit

VALID_FOR = timedelta(days=14)
KEPT_FOR = timedelta(days=30)
INVITED_PER_DAY = 100


class TooManyInvitations(RuleBroken):
    rule = "too_many_invitations"


class MemberAlready(RuleBroken):
    rule = "member_already"


class InvitationOver(RuleBroken):
    """Used, withdrawn, expired, or the organisation is closed; the message says which."""

    rule = "invitation_over"


class InvitedSomebodyElse(RuleBroken):
    """The reader has not confirmed the address that the invitation went to."""

    rule = "invited_somebody_else"


def invite(
    organisation: Organisation,
    *,
    email: str,
    role: Role,
    by: User,
    at: datetime,
    link_to: Callable[[str], str],
) -> Invitation:
    """Invite somebody; an earlier invitation of theirs to the same role is withdrawn.

    `link_to` makes the address of the page from the token.
    """
    key = f"invite:{organisation.pk}"
    if not within_limit(key, limit=INVITED_PER_DAY, per=timedelta(days=1), at=at):
        raise TooManyInvitations(_("Many people were invited today. Try again tomorrow."))
    require_fitting_role(organisation, role)
    _require_open(organisation)
    email = email.strip().lower()
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        Organisation.objects.locked(organisation.pk)
        _require_no_member(organisation, email=email, role=role)
        earlier = organisation.invitations.pending(at=at).filter(email=email, role=role)
        earlier.update(withdrawn_at=at)
        invitation = Invitation.objects.create(
            organisation=organisation,
            email=email,
            role=role,
            token_hash=hash_of(token),
            invited_by=by,
            expires_at=at + VALID_FOR,
        )
        emails.invite(invitation, link=link_to(token), by=by)
    return invitation


@transaction.atomic
def withdraw(invitation: Invitation, *, at: datetime) -> Invitation:
    """Make the link useless."""
    current = Invitation.objects.locked(invitation.pk)
    require_usable(current, at=at)
    current.withdrawn_at = at
    current.save(update_fields=["withdrawn_at", "updated_at"])
    return current


@transaction.atomic
def accept(invitation: Invitation, *, by: User, at: datetime) -> Membership:
    """Join the organisation; the link works once, for the owner of the address only."""
    organisation = Organisation.objects.locked(invitation.organisation_id)
    current = Invitation.objects.locked(invitation.pk)
    require_usable(current, at=at)
    _require_open(organisation)
    require_addressee(current, by)
    current.accepted_at, current.accepted_by = at, by
    current.save(update_fields=["accepted_at", "accepted_by", "updated_at"])
    role = Role(current.role)
    membership = Membership.objects.of(by).in_roles(role).filter(organisation=organisation).first()
    return membership or Membership.objects.create(user=by, organisation=organisation, role=role)


def forget_old(*, at: datetime) -> int:
    """Delete what came to nothing, with the addresses of people who never joined."""
    deleted, _per_model = Invitation.objects.came_to_nothing_before(at - KEPT_FOR).delete()
    return deleted


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def require_usable(invitation: Invitation, *, at: datetime) -> None:
    """Raise `InvitationOver` with the reason, if it is over."""
    if invitation.accepted_at is not None:
        raise InvitationOver(_("This invitation was used already."))
    if invitation.withdrawn_at is not None:
        raise InvitationOver(_("This invitation was withdrawn."))
    if invitation.expires_at <= at:
        raise InvitationOver(_("This invitation has expired. Ask for a new one."))


def require_addressee(invitation: Invitation, user: User) -> None:
    """Raise `InvitedSomebodyElse` unless the person has confirmed the invited address."""
    owned = EmailAddress.objects.filter(user=user, verified=True, email__iexact=invitation.email)
    if not owned.exists():
        raise InvitedSomebodyElse(
            _(
                "This invitation went to %(address)s. Sign in with that address, or add it to "
                "your account and confirm it, then open the link again."
            )
            % {"address": masked(invitation.email)}
        )


def _require_open(organisation: Organisation) -> None:
    if organisation.status == OrganisationStatus.CLOSED:
        raise InvitationOver(_("This organisation is closed."))


def _require_no_member(organisation: Organisation, *, email: str, role: Role) -> None:
    members = Membership.objects.current().in_roles(role).filter(organisation=organisation)
    if members.filter(user__email__iexact=email).exists():
        raise MemberAlready(_("This person has that role already."))
