import re

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from accounts.actions.invitations import VALID_FOR
from accounts.enums import OrganisationStatus, Role
from accounts.models import Invitation, Membership
from foundation.models import OutgoingMail
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.organisations import (
    EmailAddressFactory,
    InvitationFactory,
    member_of,
    platform_admin,
)

pytestmark = pytest.mark.django_db


def members(organisation):
    return reverse("accounts:membership-list", args=[organisation.pk])


def invite(organisation):
    return reverse("accounts:invitation-create", args=[organisation.pk])


def end(membership, organisation=None):
    organisation = organisation or membership.organisation
    return reverse("accounts:membership-end", args=[organisation.pk, membership.pk])


def change(membership):
    return reverse("accounts:membership-change", args=[membership.organisation_id, membership.pk])


def accept(token):
    return reverse("accounts:invitation-accept", args=[token])


def fresh_invitation(**fields):
    return InvitationFactory(expires_at=timezone.now() + VALID_FOR, **fields)


def invited_person(invitation):
    return EmailAddressFactory(email=invitation.email, user=UserFactory()).user


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_queries_for_any_number(client, django_assert_num_queries, count):
    company = OrganisationFactory()
    MembershipFactory.create_batch(count, organisation=company, role=Role.MENTOR)
    InvitationFactory.create_batch(
        count, organisation=company, expires_at=timezone.now() + VALID_FOR
    )
    client.force_login(member_of(company))

    with django_assert_num_queries(9):
        page = client.get(members(company))

    assertContains(page, "mentor", count=None)


def test_members_see_each_other_and_strangers_do_not(client):
    membership = MembershipFactory(role=Role.MENTOR, user__name="Li Mei")
    client.force_login(membership.user)
    page = client.get(members(membership.organisation))
    assertContains(page, "Li Mei")
    assertNotContains(page, "Invite somebody")

    client.force_login(UserFactory())
    assert client.get(members(membership.organisation)).status_code == 403


def test_an_invitation_is_mailed_and_leads_to_a_membership(client):
    company = OrganisationFactory()
    client.force_login(member_of(company))
    client.post(invite(company), {"email": "mei@example.org", "role": "recruiter"})
    link = re.search(r"http://testserver(/invitations/\S+/)", OutgoingMail.objects.get().text)[1]
    guest = EmailAddressFactory(email="mei@example.org", user=UserFactory()).user
    client.force_login(guest)

    assertContains(client.get(link), company.name)
    assert not Membership.objects.of(guest).exists()
    page = client.post(link)

    assertRedirects(page, reverse("accounts:organisation-detail", args=[company.pk]))
    assert Membership.objects.of(guest).get().role == Role.RECRUITER


def test_strangers_sign_in_before_they_accept(client):
    page = client.get(accept("secret"))

    assertRedirects(
        page, "/account/login/?next=/invitations/secret/", fetch_redirect_response=False
    )


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"email": "not an address", "role": "mentor"}, "valid email"),
        ({"email": "a@b.example", "role": "verifier"}, "Select a valid choice"),
        ({"email": "a@b.example\r\nBcc: c@d.example", "role": "mentor"}, "valid email"),
        ({}, "This field is required"),
    ],
)
def test_a_bad_invitation_is_refused(client, sent, said):
    company = OrganisationFactory()
    client.force_login(member_of(company))

    assertContains(client.post(invite(company), sent), said, status_code=422)
    assert not OutgoingMail.objects.exists()


def test_a_member_is_not_invited_again(client):
    membership = MembershipFactory(user__email="mei@example.org")
    client.force_login(membership.user)

    page = client.post(
        invite(membership.organisation), {"email": "mei@example.org", "role": "admin"}
    )

    assertContains(page, "has that role already", status_code=409)


def test_only_administrators_invite(client):
    company = OrganisationFactory()
    client.force_login(member_of(company, Role.RECRUITER))

    page = client.post(invite(company), {"email": "a@b.example", "role": "mentor"})

    assert page.status_code == 403


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"expires_at": timezone.now()}, "has expired"),
        ({"withdrawn_at": timezone.now()}, "was withdrawn"),
        ({"accepted_at": timezone.now()}, "was used already"),
    ],
    ids=["expired", "withdrawn", "used"],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_invitation_that_is_over_says_why(client, method, fields, said):
    InvitationFactory(token="secret", **{"expires_at": timezone.now() + VALID_FOR, **fields})
    client.force_login(UserFactory())

    page = getattr(client, method)(accept("secret"))

    assertContains(page, said, status_code=410)


def test_an_invitation_to_a_closed_organisation_is_over(client):
    invitation = fresh_invitation(token="secret", organisation__status=OrganisationStatus.CLOSED)
    client.force_login(invited_person(invitation))

    assertContains(client.post(accept("secret")), "closed", status_code=410)


def test_the_second_click_shows_the_way_to_the_organisation(client):
    invitation = fresh_invitation(token="secret")
    client.force_login(invited_person(invitation))
    client.post(accept("secret"))

    page = client.post(accept("secret"))

    assertContains(page, "was used already", status_code=410)
    assertContains(page, invitation.organisation.name, status_code=410)
    assert Membership.objects.count() == 1


def test_somebody_elses_invitation_is_explained_without_the_whole_address(client):
    fresh_invitation(token="secret", email="mei@example.org", organisation__name_en="Hidden")
    client.force_login(UserFactory())

    for method in (client.get, client.post):
        page = method(accept("secret"))
        assertContains(page, "m…@example.org", status_code=403)
        assertNotContains(page, "Hidden", status_code=403)
    assert not Membership.objects.exists()


@pytest.mark.parametrize("token", ["x", "a" * 500, "🚀", "'; --"])
def test_an_unknown_link_is_not_found(client, token):
    client.force_login(UserFactory())

    assert client.get(accept(token)).status_code == 404


def test_an_administrator_withdraws_an_invitation(client):
    invitation = fresh_invitation()
    client.force_login(member_of(invitation.organisation))
    url = reverse("accounts:invitation-withdraw", args=[invitation.organisation_id, invitation.pk])

    assertRedirects(client.post(url), members(invitation.organisation))

    invitation.refresh_from_db()
    assert invitation.withdrawn_at is not None


def test_an_invitation_of_another_organisation_is_not_found(client):
    theirs, ours = fresh_invitation(), OrganisationFactory()
    client.force_login(member_of(ours))

    for organisation in (ours, theirs.organisation):
        url = reverse("accounts:invitation-withdraw", args=[organisation.pk, theirs.pk])
        assert client.post(url).status_code == 404
    assert Invitation.objects.get().withdrawn_at is None


def test_a_member_leaves(client):
    membership = MembershipFactory(role=Role.MENTOR)
    client.force_login(membership.user)

    page = client.post(end(membership))

    assertRedirects(page, reverse("accounts:organisation-list"))
    assert not Membership.objects.current().exists()


def test_an_administrator_ends_a_membership_and_changes_a_role(client):
    company = OrganisationFactory()
    leaving = MembershipFactory(organisation=company, role=Role.MENTOR)
    changing = MembershipFactory(organisation=company, role=Role.MENTOR)
    client.force_login(member_of(company))

    assertRedirects(client.post(end(leaving)), members(company))
    assertRedirects(client.post(change(changing), {"role": "recruiter"}), members(company))

    assert not Membership.objects.of(leaving.user).exists()
    assert Membership.objects.of(changing.user).get().role == Role.RECRUITER


def test_the_last_administrator_is_told_why_they_cannot_leave(client):
    membership = MembershipFactory()
    client.force_login(membership.user)

    page = client.post(
        end(membership), headers={"referer": f"http://testserver{members(membership.organisation)}"}
    )

    assertContains(client.get(page.url), "The last administrator cannot leave.")


def test_others_end_and_change_nothing(client):
    membership = MembershipFactory(role=Role.MENTOR)
    client.force_login(member_of(membership.organisation, Role.RECRUITER))
    assert client.post(end(membership)).status_code == 403
    assert client.post(change(membership), {"role": "recruiter"}).status_code == 403

    ours = OrganisationFactory()
    client.force_login(member_of(ours))
    assert client.post(end(membership)).status_code == 404
    assert client.post(end(membership, organisation=ours)).status_code == 404
    assert client.post(change(membership), {"role": "recruiter"}).status_code == 404

    assert Membership.objects.filter(pk=membership.pk, ended_at=None).exists()


def test_a_role_that_is_not_in_the_list_is_refused(client):
    membership = MembershipFactory(role=Role.MENTOR)
    client.force_login(platform_admin())

    page = client.post(change(membership), {"role": "verifier"})

    assertContains(page, "Choose a role from the list", status_code=409)
