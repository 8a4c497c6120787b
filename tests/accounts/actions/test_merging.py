from itertools import product

import pytest

from accounts.actions import merging
from accounts.actions.merging import MergeRefused
from accounts.enums import AcceptanceStatus, OrganisationKind, OrganisationStatus, Role
from accounts.models import Acceptance, AcceptanceTransition, Organisation, OrganisationTransition
from accounts.signals import organisation_merged, organisation_moved, profile_changed
from tests.factories import (
    AcceptanceFactory,
    MembershipFactory,
    OrganisationFactory,
    StudentProfileFactory,
)
from tests.factories.organisations import (
    NOW,
    DocumentFactory,
    InvitationFactory,
    heard,
    park,
    platform_admin,
    registration_number,
    university,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    """A duplicate and the organisation that stays."""
    return OrganisationFactory(name_en="Acme Ltd"), OrganisationFactory(name_en="Acme")


def merge(duplicate, into):
    return merging.merge(duplicate, into=into, by=platform_admin(), at=NOW)


def test_people_papers_and_invitations_move(two):
    duplicate, into = two
    member = MembershipFactory(organisation=duplicate, role=Role.MENTOR)
    invitation = InvitationFactory(organisation=duplicate)
    document = DocumentFactory(organisation=duplicate)

    merge(duplicate, into)

    for moved in (member, invitation, document):
        moved.refresh_from_db()
        assert moved.organisation == into
    assert member.ended_at is None


def test_who_held_a_role_in_both_holds_it_once(two):
    duplicate, into = two
    kept = MembershipFactory(organisation=into)
    double = MembershipFactory(organisation=duplicate, user=kept.user)

    merge(duplicate, into)

    double.refresh_from_db()
    assert (double.organisation, double.ended_at) == (into, NOW)
    assert list(into.memberships.current()) == [kept]


def test_students_and_tenants_move_and_students_are_told_of():
    facts = []
    stop = heard(profile_changed, into=facts)
    duplicate, into = university(), university()
    student = StudentProfileFactory(university=duplicate)
    old_park, new_park = park(), park()
    tenant = OrganisationFactory(park=old_park)

    merge(duplicate, into)
    merge(old_park, new_park)
    stop()

    student.refresh_from_db()
    tenant.refresh_from_db()
    assert (student.university, tenant.park) == (into, new_park)
    assert facts == [{"profile_id": student.pk}]


def test_a_decision_about_the_duplicate_becomes_one_about_the_other(two):
    duplicate, into = two
    acceptance = AcceptanceFactory(company=duplicate)

    merge(duplicate, into)

    acceptance.refresh_from_db()
    assert acceptance.company == into


STRICTER = {
    ("pending", "pending"): "pending",
    ("pending", "accepted"): "accepted",
    ("pending", "declined"): "declined",
    ("pending", "blocked"): "blocked",
    ("accepted", "accepted"): "accepted",
    ("accepted", "declined"): "declined",
    ("accepted", "blocked"): "blocked",
    ("declined", "declined"): "declined",
    ("declined", "blocked"): "blocked",
    ("blocked", "blocked"): "blocked",
}


@pytest.mark.parametrize(
    ("one", "other"), list(product(AcceptanceStatus.values, AcceptanceStatus.values))
)
def test_of_two_decisions_the_stricter_stands_with_both_notes_and_histories(two, one, other):
    duplicate, into = two
    uni = university()
    gone = AcceptanceFactory(university=uni, company=duplicate, status=one, note="first")
    AcceptanceFactory(university=uni, company=into, status=other, note="second")
    AcceptanceTransition.objects.create(subject=gone, source="", target=one)
    stands = STRICTER.get((one, other)) or STRICTER[(other, one)]

    merge(duplicate, into)

    kept = Acceptance.objects.get()
    assert (kept.company, kept.status, kept.note) == (into, stands, "second\n\nfirst")
    assert kept.history.count() == (1 if stands == other else 2)


def test_the_duplicate_is_closed_and_both_say_so(two):
    duplicate, into = two
    OrganisationTransition.objects.create(
        subject=duplicate, source="unverified", target="submitted"
    )

    merge(duplicate, into)

    duplicate.refresh_from_db()
    assert duplicate.status == OrganisationStatus.CLOSED
    assert duplicate.history.get().reason == f"Merged into “Acme” (no. {into.pk})."
    assert [line.target for line in into.history.order_by("pk")] == ["submitted", "verified"]


def test_the_floors_above_hear_of_it_before_it_is_committed(two):
    duplicate, into = two
    merged, moved = [], []
    stop_merged = heard(organisation_merged, into=merged)
    stop_moved = heard(organisation_moved, into=moved)

    merge(duplicate, into)
    stop_merged()
    stop_moved()

    assert merged == [{"duplicate_id": duplicate.pk, "organisation_id": into.pk}]
    assert moved == [{"organisation_id": duplicate.pk, "target": "closed"}]


def test_what_the_other_lacks_is_taken_over():
    duplicate = OrganisationFactory(
        name_zh="极致", registration_number=registration_number(), website="https://acme.example"
    )
    into = OrganisationFactory(name_en="Acme", name_zh="", website="https://stays.example")

    merge(duplicate, into)

    into.refresh_from_db()
    assert (into.name_en, into.name_zh) == ("Acme", "极致")
    assert into.registration_number == registration_number()
    assert into.website == "https://stays.example"


def test_a_number_that_is_given_up_is_kept_in_the_history(two):
    duplicate, into = two
    duplicate.registration_number = registration_number(1)
    into.registration_number = registration_number(2)
    duplicate.save()
    into.save()

    merge(duplicate, into)

    into.refresh_from_db()
    assert into.registration_number == registration_number(2)
    assert registration_number(1) in into.history.get().reason


@pytest.mark.parametrize(
    "fields",
    [{"kind": OrganisationKind.PARK}, {"status": OrganisationStatus.CLOSED}],
    ids=["another kind", "closed"],
)
def test_what_does_not_go_together_is_not_merged(fields):
    duplicate, into = OrganisationFactory(**fields), OrganisationFactory()

    with pytest.raises(MergeRefused):
        merge(duplicate, into)
    with pytest.raises(MergeRefused):
        merge(into, duplicate)

    assert Organisation.objects.count() == 2
    assert not OrganisationTransition.objects.exists()


def test_an_organisation_is_not_merged_into_itself():
    organisation = OrganisationFactory()

    with pytest.raises(MergeRefused):
        merge(organisation, organisation)
