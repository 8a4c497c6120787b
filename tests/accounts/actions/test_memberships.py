from itertools import product
from threading import Barrier, Thread

import pytest
from django.db import connection

from accounts.actions import memberships
from accounts.actions.memberships import (
    LastAdministrator,
    MembershipOver,
    RoleDoesNotFit,
    RoleHeldAlready,
)
from accounts.enums import ROLES_OF, OrganisationKind, Role
from accounts.models import Membership
from tests.factories import MembershipFactory, OrganisationFactory
from tests.factories.organisations import NOW

pytestmark = pytest.mark.django_db


def test_a_membership_ends_and_stays_on_record():
    membership = MembershipFactory(role=Role.MENTOR)

    memberships.end(membership, at=NOW)

    membership.refresh_from_db()
    assert membership.ended_at == NOW
    assert not Membership.objects.current().exists()


def test_the_last_administrator_cannot_leave():
    membership = MembershipFactory()
    MembershipFactory(organisation=membership.organisation, role=Role.RECRUITER)

    with pytest.raises(LastAdministrator):
        memberships.end(membership, at=NOW)

    membership.refresh_from_db()
    assert membership.ended_at is None


def test_the_last_administrator_cannot_be_demoted():
    membership = MembershipFactory()

    with pytest.raises(LastAdministrator):
        memberships.change_role(membership, role=Role.RECRUITER, at=NOW)

    assert Membership.objects.get().role == Role.ADMIN


def test_an_administrator_whose_account_is_closed_does_not_count():
    membership = MembershipFactory()
    MembershipFactory(organisation=membership.organisation, user__is_active=False)

    with pytest.raises(LastAdministrator):
        memberships.end(membership, at=NOW)


def test_an_administrator_of_another_organisation_does_not_count():
    membership = MembershipFactory()
    MembershipFactory()

    with pytest.raises(LastAdministrator):
        memberships.end(membership, at=NOW)


def test_one_of_two_administrators_can_leave():
    membership = MembershipFactory()
    other = MembershipFactory(organisation=membership.organisation)

    memberships.end(membership, at=NOW)

    assert list(Membership.objects.current()) == [other]


def test_a_changed_role_is_a_new_membership_beside_the_ended_one():
    organisation = OrganisationFactory()
    MembershipFactory(organisation=organisation)
    membership = MembershipFactory(organisation=organisation, role=Role.MENTOR)

    changed = memberships.change_role(membership, role=Role.RECRUITER, at=NOW)

    membership.refresh_from_db()
    assert (membership.role, membership.ended_at) == (Role.MENTOR, NOW)
    assert (changed.user, changed.role, changed.ended_at) == (
        membership.user,
        Role.RECRUITER,
        None,
    )


def test_the_same_role_again_changes_nothing():
    membership = MembershipFactory()

    assert memberships.change_role(membership, role=Role.ADMIN, at=NOW) == membership


def test_nobody_holds_one_role_twice():
    organisation = OrganisationFactory()
    recruiter = MembershipFactory(organisation=organisation, role=Role.RECRUITER)
    MembershipFactory(organisation=organisation, user=recruiter.user, role=Role.MENTOR)

    with pytest.raises(RoleHeldAlready):
        memberships.change_role(recruiter, role=Role.MENTOR, at=NOW)


@pytest.mark.parametrize(("kind", "role"), list(product(OrganisationKind, Role)))
def test_a_role_has_to_fit_the_kind_of_organisation(kind, role):
    organisation = OrganisationFactory(kind=kind)
    MembershipFactory(organisation=organisation)
    membership = MembershipFactory(organisation=organisation)

    if role in ROLES_OF[kind]:
        assert memberships.change_role(membership, role=role, at=NOW).role == role
    else:
        with pytest.raises(RoleDoesNotFit):
            memberships.change_role(membership, role=role, at=NOW)


def test_an_ended_membership_cannot_end_again():
    membership = MembershipFactory(role=Role.MENTOR)
    memberships.end(membership, at=NOW)

    with pytest.raises(MembershipOver):
        memberships.end(membership, at=NOW)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_round", range(10))
def test_of_two_administrators_leaving_at_once_one_stays(_round):
    if connection.vendor != "postgresql":
        pytest.skip("row locks need PostgreSQL")
    organisation = OrganisationFactory()
    both = MembershipFactory.create_batch(2, organisation=organisation)
    start, refused = Barrier(2), []

    def leave(membership):
        start.wait()
        try:
            memberships.end(membership, at=NOW)
        except LastAdministrator:
            refused.append(membership)
        finally:
            connection.close()

    threads = [Thread(target=leave, args=[membership]) for membership in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert list(Membership.objects.current()) == refused
    assert len(refused) == 1
