from datetime import UTC, datetime

import pytest

from accounts.enums import Role
from matching import rules
from matching.actions import snapshots
from matching.models import ExplanationSnapshot
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def taken(network):
    return snapshots.take(student=network.student(), posting=network.posting(), key="1", at=NOON)


def people_of(network, taken):
    """Everybody, and whether they may read the snapshot."""
    choosing = {Role.ADMIN, Role.COORDINATOR, Role.RECRUITER, Role.MENTOR}
    yield taken.profile.user, True
    for role in Role:
        yield MembershipFactory(organisation=network.company, role=role).user, role in choosing
    for elsewhere in (network.university, OrganisationFactory()):
        yield MembershipFactory(organisation=elsewhere, role=Role.ADMIN).user, False
    former = MembershipFactory(organisation=network.company, role=Role.ADMIN, ended_at=NOON)
    yield former.user, False
    yield network.student().user, False
    yield UserFactory(is_staff=True), False


def assert_agree(user, taken, expected):
    fresh = ExplanationSnapshot.objects.for_reading().get(pk=taken.pk)
    listed = ExplanationSnapshot.objects.visible_to(user).filter(pk=taken.pk).exists()
    assert (rules.can_see_snapshot(user, fresh), listed) == (expected, expected)


def test_the_rule_and_the_list_agree_for_everybody(network, taken):
    for user, expected in people_of(network, taken):
        assert_agree(user, taken, expected)


@pytest.mark.parametrize("status", ["suspended", "unverified", "closed"])
def test_an_owner_that_is_not_verified_reads_nothing(network, taken, status):
    network.company.status = status
    network.company.save()

    for user, _expected in people_of(network, taken):
        assert_agree(user, taken, user == taken.profile.user)


def test_without_a_reason_owners_read_nothing(network, taken, monkeypatch):
    monkeypatch.setattr("matching.rules.SHOWN_TO_OWNERS", ())
    monkeypatch.setattr("matching.models.snapshot.SHOWN_TO_OWNERS", ())

    for user, _expected in people_of(network, taken):
        assert_agree(user, taken, user == taken.profile.user)
