from itertools import product

import pytest

from accounts.actions import verification
from accounts.actions.verification import EvidenceMissing
from accounts.enums import OrganisationStatus as Status
from accounts.enums import Role
from accounts.models import Membership, Organisation
from accounts.signals import organisation_moved
from accounts.workflow import MoveRefused, ReasonMissing
from foundation.models import OutgoingMail
from tests.factories import OrganisationFactory, UserFactory
from tests.factories.organisations import (
    NOW,
    EmailAddressFactory,
    heard,
    member_of,
    park,
    platform_admin,
    ready_to_submit,
    registration_number,
)

pytestmark = pytest.mark.django_db

VERBS = {
    "submit": verification.submit,
    "verify": verification.verify,
    "reject": lambda organisation, by: verification.reject(organisation, by=by, reason="no"),
    "suspend": lambda organisation, by: verification.suspend(organisation, by=by, reason="no"),
    "reinstate": verification.reinstate,
    "close": verification.close,
}
WORKS = {
    ("submit", "unverified"): "submitted",
    ("submit", "rejected"): "submitted",
    ("verify", "submitted"): "verified",
    ("reject", "submitted"): "rejected",
    ("suspend", "verified"): "suspended",
    ("reinstate", "suspended"): "verified",
    ("close", "suspended"): "closed",
}


@pytest.mark.parametrize(("verb", "status"), list(product(VERBS, Status)))
def test_each_verb_works_from_where_the_specification_says_and_nowhere_else(verb, status):
    organisation = ready_to_submit(status=status)
    target = WORKS.get((verb, status.value))

    if target is None:
        with pytest.raises(MoveRefused):
            VERBS[verb](organisation, by=platform_admin())
    else:
        VERBS[verb](organisation, by=platform_admin())

    organisation.refresh_from_db()
    assert organisation.status == (target or status)
    assert organisation.history.count() == (1 if target else 0)


def test_a_move_is_remembered_with_its_author_and_reason_and_announced():
    facts = []
    stop = heard(organisation_moved, into=facts)
    organisation = ready_to_submit(status=Status.SUBMITTED)
    verifier = platform_admin()

    verification.reject(organisation, by=verifier, reason=" The licence is unreadable. ")
    stop()

    line = organisation.history.get()
    assert (line.source, line.target, line.by) == ("submitted", "rejected", verifier)
    assert line.reason == "The licence is unreadable."
    assert facts == [{"organisation_id": organisation.pk, "target": "rejected"}]


@pytest.mark.parametrize(
    ("verb", "status"),
    [(verification.reject, Status.SUBMITTED), (verification.suspend, Status.VERIFIED)],
)
def test_who_refuses_or_suspends_gives_a_reason(verb, status):
    organisation = OrganisationFactory(status=status)

    with pytest.raises(ReasonMissing):
        verb(organisation, by=platform_admin(), reason=" ")

    organisation.refresh_from_db()
    assert organisation.status == status


def test_a_stale_copy_cannot_be_verified_after_it_was_rejected():
    organisation = OrganisationFactory(status=Status.SUBMITTED)
    stale = Organisation.objects.get(pk=organisation.pk)
    verification.reject(organisation, by=platform_admin(), reason="no")

    with pytest.raises(MoveRefused):
        verification.verify(stale, by=platform_admin())


def test_an_organisation_with_all_evidence_can_be_handed_in():
    organisation = ready_to_submit()

    verification.submit(organisation, by=member_of(organisation))

    organisation.refresh_from_db()
    assert organisation.status == Status.SUBMITTED


def lose_number(organisation):
    organisation.registration_number = None


def mistype_number(organisation):
    organisation.registration_number = "91110000600037342L"


def use_free_mail(organisation):
    organisation.email_domain = "qq.com"


def have_no_domain(organisation):
    organisation.email_domain = ""


def have_another_domain(organisation):
    organisation.email_domain = "cme.example"


def lose_documents(organisation):
    organisation.documents.all().delete()


def lose_members(organisation):
    organisation.memberships.update(ended_at=NOW)


def have_only_unconfirmed_addresses(organisation):
    for membership in organisation.memberships.all():
        membership.user.emailaddress_set.update(verified=False)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lose_number, "registration number"),
        (mistype_number, "registration number"),
        (use_free_mail, "own e-mail domain"),
        (have_no_domain, "own e-mail domain"),
        (have_another_domain, "confirmed e-mail address"),
        (lose_documents, "document"),
        (lose_members, "confirmed e-mail address"),
        (have_only_unconfirmed_addresses, "confirmed e-mail address"),
    ],
)
def test_what_is_missing_is_said(change, what):
    organisation = ready_to_submit()
    change(organisation)
    organisation.save()

    with pytest.raises(EvidenceMissing, match=what):
        verification.submit(organisation, by=UserFactory())

    organisation.refresh_from_db()
    assert organisation.status == Status.UNVERIFIED


def test_an_address_below_the_domain_counts_in_any_case():
    organisation = ready_to_submit()
    organisation.memberships.all().delete()
    EmailAddressFactory(user=member_of(organisation), email="dean@Mail.ACME.example")

    verification.submit(organisation, by=UserFactory())

    organisation.refresh_from_db()
    assert organisation.status == Status.SUBMITTED


def test_an_address_of_somebody_who_left_does_not_count():
    organisation = ready_to_submit()
    Membership.objects.filter(organisation=organisation).update(ended_at=NOW)
    EmailAddressFactory(user=UserFactory(), email="stranger@acme.example")

    with pytest.raises(EvidenceMissing, match="confirmed e-mail address"):
        verification.submit(organisation, by=UserFactory())


def test_the_park_is_told_who_waits():
    ours = park()
    verifier = member_of(ours, Role.VERIFIER)
    organisation = ready_to_submit(
        name_en="Acme", park=ours, registration_number=registration_number(7)
    )

    verification.submit(organisation, by=UserFactory())

    mail = OutgoingMail.objects.get()
    assert (mail.recipient, mail.subject) == (verifier.email, "Acme waits for verification")


def test_without_a_verified_park_the_platform_is_told():
    admin = platform_admin()
    organisation = ready_to_submit(park=park(status=Status.UNVERIFIED))

    verification.submit(organisation, by=UserFactory())

    assert [mail.recipient for mail in OutgoingMail.objects.all()] == [admin.email]


def test_administrators_read_the_decision_and_its_reason_in_their_language():
    organisation = OrganisationFactory(status=Status.SUBMITTED, name_en="Acme", name_zh="极致")
    admin = member_of(organisation)
    admin.language = "zh-hans"
    admin.save()
    member_of(organisation, Role.MENTOR)

    verification.reject(organisation, by=platform_admin(), reason="Unreadable\r\nBcc: x@y.z")

    mail = OutgoingMail.objects.get()
    assert mail.recipient == admin.email
    assert mail.subject.startswith("极致")
    assert "Unreadable" in mail.text
    assert "\n" not in mail.subject
