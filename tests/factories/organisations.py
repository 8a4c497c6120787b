"""What surrounds an organisation: members, addresses, invitations, papers."""

from datetime import UTC, datetime

import factory
from allauth.account.models import EmailAddress
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory
from stdnum.cn import uscc

from accounts.actions.invitations import VALID_FOR, hash_of
from accounts.enums import OrganisationKind, OrganisationStatus, Role
from accounts.models import Invitation, VerificationDocument
from tests.factories.accounts import MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.files import pdf

NOW = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)


class InvitationFactory(DjangoModelFactory):
    """To a company, as a recruiter, sent at NOW; its link ends in `token-<n>`."""

    class Meta:
        model = Invitation
        exclude = ["token"]

    token = factory.Sequence(lambda n: f"token-{n}")
    organisation = factory.SubFactory(OrganisationFactory)
    email = factory.Sequence(lambda n: f"invited{n}@example.org")
    role = Role.RECRUITER
    token_hash = factory.LazyAttribute(lambda made: hash_of(made.token))
    expires_at = NOW + VALID_FOR


class DocumentFactory(DjangoModelFactory):
    class Meta:
        model = VerificationDocument

    organisation = factory.SubFactory(OrganisationFactory)
    file = factory.LazyFunction(lambda: ContentFile(pdf(), name="made-up.pdf"))
    original_name = "licence.pdf"
    media_type = "application/pdf"
    size_bytes = factory.LazyFunction(lambda: len(pdf()))


class EmailAddressFactory(DjangoModelFactory):
    """A confirmed address."""

    class Meta:
        model = EmailAddress

    user = factory.SubFactory(UserFactory)
    email = factory.SelfAttribute("user.email")
    verified = True
    primary = True


def registration_number(n=1):
    """A Chinese unified social credit code with a right checksum."""
    start = f"91110000{n:09d}"
    return start + uscc.calc_check_digit(start)


def university(**fields):
    return OrganisationFactory(kind=OrganisationKind.UNIVERSITY, **fields)


def park(**fields):
    return OrganisationFactory(kind=OrganisationKind.PARK, **fields)


def member_of(organisation, role=Role.ADMIN):
    """A person who speaks for the organisation in this role."""
    return MembershipFactory(organisation=organisation, role=role).user


def platform_admin():
    return UserFactory(is_staff=True)


def ready_to_submit(**fields):
    """An unverified company that has everything except that it was handed in."""
    fields = {"status": OrganisationStatus.UNVERIFIED, "email_domain": "acme.example"} | fields
    fields.setdefault("registration_number", registration_number())
    organisation = OrganisationFactory(**fields)
    founder = MembershipFactory(organisation=organisation).user
    EmailAddressFactory(user=founder, email=f"founder{organisation.pk}@acme.example")
    DocumentFactory(organisation=organisation)
    return organisation


def heard(signal, into):
    """Connect a listener that keeps the facts; returns the function that disconnects it."""

    def listen(sender, signal, **facts):
        into.append(facts)

    signal.connect(listen, weak=False)
    return lambda: signal.disconnect(listen)
