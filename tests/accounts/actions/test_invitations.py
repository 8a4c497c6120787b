import hashlib
from datetime import timedelta

import pytest

from accounts.actions import invitations
from accounts.actions.invitations import (
    INVITED_PER_DAY,
    KEPT_FOR,
    VALID_FOR,
    InvitationOver,
    InvitedSomebodyElse,
    MemberAlready,
    TooManyInvitations,
)
from accounts.actions.memberships import RoleDoesNotFit
from accounts.enums import OrganisationStatus, Role
from accounts.models import Invitation, Membership
from foundation.models import OutgoingMail
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.organisations import NOW, EmailAddressFactory, InvitationFactory, member_of

pytestmark = pytest.mark.django_db


def invite(organisation, *, email="mei@example.org", role=Role.RECRUITER, by=None, at=NOW):
    return invitations.invite(
        organisation,
        email=email,
        role=role,
        by=by or UserFactory(),
        at=at,
        link_to=lambda token: f"https://site.example/invitations/{token}/",
    )


def invited_person(invitation):
    return EmailAddressFactory(email=invitation.email, user=UserFactory()).user


def test_the_mail_has_the_link_and_the_database_only_its_hash():
    invitation = invite(OrganisationFactory(name_en="Acme"), email=" Mei@Example.org ")

    mail = OutgoingMail.objects.get()
    token = mail.text.split("/invitations/")[1].split("/")[0]
    assert mail.recipient == "mei@example.org"
    assert invitation.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert token not in str(Invitation.objects.values())
    assert invitation.expires_at == NOW + VALID_FOR


def test_the_mail_is_in_the_inviters_language():
    organisation = OrganisationFactory(name_en="Acme", name_zh="极致科技")

    invite(organisation, by=UserFactory(language="zh-hans"))

    assert "极致科技" in OutgoingMail.objects.get().text


def test_a_role_has_to_fit_the_organisation():
    with pytest.raises(RoleDoesNotFit):
        invite(OrganisationFactory(), role=Role.VERIFIER)


def test_who_has_the_role_already_is_not_invited():
    membership = MembershipFactory(role=Role.RECRUITER, user__email="mei@example.org")

    with pytest.raises(MemberAlready):
        invite(membership.organisation, email="MEI@example.org")


def test_a_second_invitation_replaces_the_first():
    organisation = OrganisationFactory()
    first = invite(organisation)

    second = invite(organisation)

    assert list(organisation.invitations.pending(at=NOW)) == [second]
    first.refresh_from_db()
    assert first.withdrawn_at == NOW


def test_nobody_invites_the_whole_world():
    organisation = OrganisationFactory()
    for number in range(INVITED_PER_DAY):
        invite(organisation, email=f"person{number}@example.com")

    with pytest.raises(TooManyInvitations):
        invite(organisation)


def test_nobody_is_invited_to_a_closed_organisation():
    with pytest.raises(InvitationOver, match="closed"):
        invite(OrganisationFactory(status=OrganisationStatus.CLOSED))


def test_accepting_makes_a_member():
    invitation = InvitationFactory(role=Role.MENTOR)
    person = invited_person(invitation)

    membership = invitations.accept(invitation, by=person, at=NOW)

    assert (membership.user, membership.organisation, membership.role) == (
        person,
        invitation.organisation,
        Role.MENTOR,
    )
    invitation.refresh_from_db()
    assert (invitation.accepted_at, invitation.accepted_by) == (NOW, person)


def test_the_case_of_an_address_does_not_matter():
    invitation = InvitationFactory(email="mei@example.org")
    person = EmailAddressFactory(email="Mei@Example.ORG", user=UserFactory()).user

    assert invitations.accept(invitation, by=person, at=NOW).user == person


def test_a_link_works_once():
    invitation = InvitationFactory()
    person = invited_person(invitation)
    invitations.accept(invitation, by=person, at=NOW)

    with pytest.raises(InvitationOver, match="used already"):
        invitations.accept(invitation, by=person, at=NOW)

    assert Membership.objects.count() == 1


def test_an_invitation_ends_after_fourteen_days():
    invitation = InvitationFactory()
    person = invited_person(invitation)

    with pytest.raises(InvitationOver, match="expired"):
        invitations.accept(invitation, by=person, at=NOW + timedelta(days=14))

    early = NOW + timedelta(days=14) - timedelta(seconds=1)
    assert invitations.accept(invitation, by=person, at=early).user == person


def test_a_withdrawn_invitation_does_not_work():
    invitation = InvitationFactory()
    invitations.withdraw(invitation, at=NOW)

    with pytest.raises(InvitationOver, match="withdrawn"):
        invitations.accept(invitation, by=invited_person(invitation), at=NOW)


def test_a_used_invitation_cannot_be_withdrawn():
    invitation = InvitationFactory(accepted_at=NOW)

    with pytest.raises(InvitationOver, match="used already"):
        invitations.withdraw(invitation, at=NOW)


def test_an_invitation_to_an_organisation_that_closed_does_not_work():
    invitation = InvitationFactory(organisation__status=OrganisationStatus.CLOSED)

    with pytest.raises(InvitationOver, match="closed"):
        invitations.accept(invitation, by=invited_person(invitation), at=NOW)


@pytest.mark.parametrize("verified", [True, False])
def test_only_who_has_confirmed_the_address_joins(verified):
    invitation = InvitationFactory(email="mei@example.org")
    email = "other@example.org" if verified else "mei@example.org"
    person = EmailAddressFactory(email=email, user=UserFactory(), verified=verified).user

    with pytest.raises(InvitedSomebodyElse, match=r"m…@example\.org"):
        invitations.accept(invitation, by=person, at=NOW)

    assert not Membership.objects.exists()


def test_who_got_the_role_meanwhile_keeps_one_membership():
    invitation = InvitationFactory()
    person = invited_person(invitation)
    held = MembershipFactory(
        user=person, organisation=invitation.organisation, role=invitation.role
    )

    assert invitations.accept(invitation, by=person, at=NOW) == held


def test_a_former_member_can_come_back():
    invitation = InvitationFactory()
    person = invited_person(invitation)
    MembershipFactory(
        user=person,
        organisation=invitation.organisation,
        role=invitation.role,
        ended_at=NOW,
    )

    assert invitations.accept(invitation, by=person, at=NOW).ended_at is None


def test_addresses_of_people_who_never_joined_are_forgotten():
    expired = InvitationFactory()
    withdrawn = InvitationFactory(withdrawn_at=NOW)
    accepted = InvitationFactory(accepted_at=NOW, accepted_by=member_of(expired.organisation))
    later = NOW + VALID_FOR + KEPT_FOR
    waiting = InvitationFactory(expires_at=later + VALID_FOR)

    forgotten = [invitations.forget_old(at=later + timedelta(seconds=1)) for _time in range(2)]

    assert forgotten == [2, 0]
    assert set(Invitation.objects.all()) == {accepted, waiting}
    assert withdrawn not in Invitation.objects.all()
