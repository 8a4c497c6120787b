"""The words of the mails about organisations, in the reader's language."""

from collections.abc import Iterable

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import Invitation, Organisation, User
from foundation.mail import queue_mail


def invite(invitation: Invitation, *, link: str, by: User) -> None:
    """The only place where the link stands: we keep its hash. In the inviter's language."""
    organisation = invitation.organisation
    with translation.override(by.language):
        facts = {
            "person": by,
            "organisation": organisation.name,
            "role": invitation.get_role_display(),
            "link": link,
            "date": f"{invitation.expires_at:%Y-%m-%d}",
        }
        queue_mail(
            to=invitation.email,
            subject=_("Invitation to speak for %(organisation)s on Synnet") % facts,
            text=_(
                "%(person)s invites you to join %(organisation)s on Synnet as: %(role)s.\n\n"
                "Open this address, and sign in or sign up with this e-mail address:\n\n"
                "%(link)s\n\n"
                "The invitation is valid until %(date)s. If you did not expect it, do nothing."
            )
            % facts,
        )


def tell_verifiers(organisation: Organisation) -> None:
    """An organisation waits: told to its park's verifiers, else to the platform."""
    for reader in _verifiers_of(organisation):
        with translation.override(reader.language):
            facts = {"organisation": organisation.name}
            queue_mail(
                to=reader.email,
                subject=_("%(organisation)s waits for verification") % facts,
                text=_(
                    "%(organisation)s has handed in its evidence and waits for verification. "
                    "Sign in to Synnet and open the list of organisations to decide."
                )
                % facts,
            )


def tell_decision(organisation: Organisation, *, reason: str) -> None:
    """The status of an organisation moved: told to each of its administrators."""
    for reader in User.objects.speaking_for(organisation.pk, Role.ADMIN):
        with translation.override(reader.language):
            facts = {
                "organisation": organisation.name,
                "status": organisation.get_status_display(),
                "reason": reason.strip(),
            }
            text = _("The status of %(organisation)s is now: %(status)s.") % facts
            if facts["reason"]:
                text += "\n\n" + _("Reason: %(reason)s") % facts
            queue_mail(
                to=reader.email,
                subject=_("%(organisation)s: %(status)s") % facts,
                text=text,
            )


def _verifiers_of(organisation: Organisation) -> Iterable[User]:
    if organisation.park is not None and organisation.park.is_verified:
        return User.objects.speaking_for(organisation.park.pk, Role.ADMIN, Role.VERIFIER)
    return User.objects.active().filter(is_staff=True)
