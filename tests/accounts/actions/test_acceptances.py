from itertools import product

import pytest

from accounts.actions import acceptances
from accounts.actions.acceptances import (
    ASKED_PER_DAY,
    DecidedAlready,
    NotACompany,
    TooManyQuestions,
)
from accounts.enums import AcceptanceStatus as Status
from accounts.enums import OrganisationStatus
from accounts.models import Acceptance
from accounts.signals import acceptance_moved
from accounts.workflow import MoveRefused, ReasonMissing
from tests.factories import AcceptanceFactory, OrganisationFactory, UserFactory
from tests.factories.organisations import NOW, heard, member_of, park, university

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("source", "target"), list(product([None, *Status], Status)))
def test_a_university_decides_anything_it_has_not_decided_yet(source, target):
    uni, company = university(), OrganisationFactory()
    if source is not None:
        AcceptanceFactory(university=uni, company=company, status=source)

    if source == target:
        with pytest.raises(MoveRefused):
            acceptances.decide(uni, company, status=target, by=UserFactory(), reason="because")
    else:
        made = acceptances.decide(uni, company, status=target, by=UserFactory(), reason="because")
        line = made.history.get()
        assert (line.source, line.target, line.reason) == (source or "", target, "because")

    assert Acceptance.objects.get().status == target


def test_a_decision_is_announced():
    facts = []
    stop = heard(acceptance_moved, into=facts)
    uni, company = university(), OrganisationFactory()

    made = acceptances.decide(uni, company, status=Status.ACCEPTED, by=member_of(uni))
    stop()

    assert facts == [
        {
            "acceptance_id": made.pk,
            "university_id": uni.pk,
            "company_id": company.pk,
            "target": "accepted",
        }
    ]


@pytest.mark.parametrize("status", [Status.DECLINED, Status.BLOCKED])
def test_a_refusal_needs_a_reason(status):
    with pytest.raises(ReasonMissing):
        acceptances.decide(university(), OrganisationFactory(), status=status, by=UserFactory())

    assert not Acceptance.objects.exists()


def test_the_note_can_be_changed_without_deciding_anew():
    made = AcceptanceFactory(status=Status.BLOCKED, note="old")

    acceptances.decide(
        made.university, made.company, status=Status.BLOCKED, by=UserFactory(), note="new"
    )

    made.refresh_from_db()
    assert (made.note, made.history.count()) == ("new", 0)


def test_a_decision_without_a_note_keeps_the_note():
    made = AcceptanceFactory(status=Status.PENDING, note="kept")

    acceptances.decide(made.university, made.company, status=Status.ACCEPTED, by=UserFactory())

    made.refresh_from_db()
    assert (made.note, made.status) == ("kept", Status.ACCEPTED)


@pytest.mark.parametrize("status", OrganisationStatus)
def test_only_verified_companies_are_accepted_but_any_can_be_blocked(status):
    uni, company = university(), OrganisationFactory(status=status)

    if status != OrganisationStatus.VERIFIED:
        with pytest.raises(NotACompany):
            acceptances.decide(uni, company, status=Status.ACCEPTED, by=UserFactory())
    else:
        acceptances.decide(uni, company, status=Status.ACCEPTED, by=UserFactory())
    acceptances.decide(uni, company, status=Status.BLOCKED, by=UserFactory(), reason="no")

    assert Acceptance.objects.get().status == Status.BLOCKED


def test_universities_decide_about_companies_only():
    with pytest.raises(NotACompany):
        acceptances.decide(university(), park(), status=Status.ACCEPTED, by=UserFactory())
    with pytest.raises(NotACompany):
        acceptances.decide(
            OrganisationFactory(), OrganisationFactory(), status=Status.ACCEPTED, by=UserFactory()
        )


def test_an_unverified_university_decides_nothing():
    with pytest.raises(NotACompany):
        acceptances.decide(
            university(status=OrganisationStatus.SUBMITTED),
            OrganisationFactory(),
            status=Status.ACCEPTED,
            by=UserFactory(),
        )


def test_many_are_decided_at_once_and_those_decided_so_already_stay():
    uni = university()
    companies = OrganisationFactory.create_batch(3)
    AcceptanceFactory(university=uni, company=companies[0], status=Status.ACCEPTED)

    changed = acceptances.decide_many(uni, companies, status=Status.ACCEPTED, by=member_of(uni))

    assert changed == 2
    assert set(uni.acceptances_given.accepted().values_list("company_id", flat=True)) == {
        company.pk for company in companies
    }


def test_many_are_decided_all_or_none():
    companies = [OrganisationFactory(), OrganisationFactory(status=OrganisationStatus.SUSPENDED)]

    with pytest.raises(NotACompany):
        acceptances.decide_many(university(), companies, status=Status.ACCEPTED, by=UserFactory())

    assert not Acceptance.objects.exists()


def test_asking_makes_one_pending_row_however_often():
    uni, company = university(), OrganisationFactory()
    asker = member_of(company)

    asked = [acceptances.ask(uni, company, by=asker, at=NOW) for _time in range(2)]

    assert asked[0] == asked[1]
    line = asked[0].history.get()
    assert (line.source, line.target, line.by) == ("", "pending", asker)


@pytest.mark.parametrize("status", [Status.ACCEPTED, Status.DECLINED, Status.BLOCKED])
def test_a_decided_question_is_answered_alike_whatever_was_decided(status):
    made = AcceptanceFactory(status=status)

    with pytest.raises(DecidedAlready, match=r"^This university has decided about this company"):
        acceptances.ask(made.university, made.company, by=UserFactory(), at=NOW)

    made.refresh_from_db()
    assert made.status == status


def test_an_unverified_company_cannot_ask():
    company = OrganisationFactory(status=OrganisationStatus.SUBMITTED)

    with pytest.raises(NotACompany):
        acceptances.ask(university(), company, by=UserFactory(), at=NOW)


def test_nobody_asks_all_day():
    person, company = UserFactory(), OrganisationFactory()
    for _number in range(ASKED_PER_DAY):
        acceptances.ask(university(), company, by=person, at=NOW)

    with pytest.raises(TooManyQuestions):
        acceptances.ask(university(), company, by=person, at=NOW)
