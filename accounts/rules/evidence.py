"""What shows that an organisation exists."""

from allauth.account.models import EmailAddress
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Membership, Organisation
from accounts.text import is_own_domain, is_registration_number


def missing_evidence(organisation: Organisation) -> list[str]:
    """What is still to do before it can be handed in; empty when all is there."""
    steps = {
        _("Give the registration number of its country; in China the 18-character code."): (
            _has_registration_number(organisation)
        ),
        _("Give the organisation's own e-mail domain, not one where anybody gets a mailbox."): (
            is_own_domain(organisation.email_domain)
        ),
        _("A member needs a confirmed e-mail address at the organisation's domain."): (
            has_member_at_its_domain(organisation)
        ),
        _("Upload a document that shows that it exists, such as the business licence."): (
            organisation.documents.exists()
        ),
    }
    return [sentence for sentence, is_done in steps.items() if not is_done]


def has_member_at_its_domain(organisation: Organisation) -> bool:
    """Does a current member own a confirmed address there, or below it (mail.example.edu)?"""
    domain = organisation.email_domain
    if not domain:
        return False
    members = Membership.objects.current().filter(organisation=organisation)
    at_domain = Q(email__iendswith=f"@{domain}") | Q(email__iendswith=f".{domain}")
    addresses = EmailAddress.objects.filter(at_domain, verified=True)
    return bool(addresses.filter(user__in=members.values("user")).exists())


def _has_registration_number(organisation: Organisation) -> bool:
    number = organisation.registration_number or ""
    return is_registration_number(number, country=organisation.country)
