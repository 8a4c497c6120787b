import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from accounts.enums import OrganisationStatus
from accounts.models import Organisation
from tests.factories import AcceptanceFactory, MembershipFactory, OrganisationFactory
from tests.factories.organisations import InvitationFactory, platform_admin

pytestmark = pytest.mark.django_db

LIST = reverse("admin:accounts_organisation_changelist")


def merge(client, *duplicates, into):
    sent = {
        "action": "merge_duplicates",
        "into": into,
        "_selected_action": [duplicate.pk for duplicate in duplicates],
    }
    return client.post(LIST, sent, follow=True)


def test_ticked_duplicates_are_merged(client):
    into = OrganisationFactory(name_en="Acme")
    duplicates = OrganisationFactory.create_batch(2)
    member = MembershipFactory(organisation=duplicates[0])
    client.force_login(platform_admin())

    page = merge(client, *duplicates, into=into.pk)

    assertContains(page, "was merged into Acme", count=2)
    member.refresh_from_db()
    assert member.organisation == into
    closed = Organisation.objects.in_status(OrganisationStatus.CLOSED)
    assert set(closed) == set(duplicates)


@pytest.mark.parametrize("into", ["", "0", "x", "-1", "9" * 40, "٣"])
def test_a_number_that_is_none_merges_nothing(client, into):
    duplicate = OrganisationFactory()
    client.force_login(platform_admin())

    page = merge(client, duplicate, into=into)

    assertNotContains(page, "was merged")
    assert not Organisation.objects.in_status(OrganisationStatus.CLOSED).exists()


def test_a_refusal_is_shown(client):
    into = OrganisationFactory()
    client.force_login(platform_admin())

    assertContains(merge(client, into, into=into.pk), "cannot be merged into itself")


def test_notes_and_tokens_are_not_in_the_admin(client):
    acceptance = AcceptanceFactory(note="Sentinel note")
    invitation = InvitationFactory()
    client.force_login(platform_admin())

    for made in (acceptance, invitation, acceptance.company):
        name = f"admin:accounts_{made._meta.model_name}_change"
        page = client.get(reverse(name, args=[made.pk]))
        assertContains(page, made.pk)
        assertNotContains(page, "Sentinel")
        assertNotContains(page, invitation.token_hash)


def test_the_admin_is_closed_to_others(client):
    client.force_login(MembershipFactory().user)

    assert client.get(LIST).status_code == 302
