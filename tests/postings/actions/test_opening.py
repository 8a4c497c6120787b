"""Each condition for being open: met by the factory's posting, missing one by one."""

from datetime import UTC, date, datetime

import pytest

from accounts.enums import OrganisationKind, OrganisationStatus
from internships.postings.actions import postings
from internships.postings.actions.opening import (
    NotReadyToOpen,
    checklist,
    require_ready,
    today_at,
    unmet,
)
from internships.postings.enums import Audience, PostingKind, PostingStatus
from internships.postings.models import Phase, PostingTransition
from tests.factories import (
    DisciplineFactory,
    MembershipFactory,
    OrganisationFactory,
    PostingFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 12, 1)


def _rules(posting, today=TODAY):
    posting.refresh_from_db()
    return {lack.rule for lack in unmet(posting, today=today)}


def _project(disciplines=2):
    owner = OrganisationFactory(kind=OrganisationKind.UNIVERSITY)
    posting = PostingFactory(
        kind=PostingKind.PROJECT, owner=owner, outcome=None, trl_from=None, trl_to=None
    )
    posting.seat_groups.get().disciplines.set(DisciplineFactory.create_batch(disciplines))
    return posting


def test_a_complete_internship_lacks_nothing():
    assert _rules(PostingFactory()) == set()


def test_a_complete_project_lacks_nothing():
    assert _rules(_project()) == set()


@pytest.mark.parametrize("status", set(OrganisationStatus) - {OrganisationStatus.VERIFIED})
def test_the_owner_is_verified(status):
    posting = PostingFactory(owner__status=status)

    assert _rules(posting) == {"owner_not_verified"}


def test_a_company_posts_no_project():
    posting = _project()
    posting.owner = OrganisationFactory()
    posting.contact = MembershipFactory(organisation=posting.owner).user
    posting.save()

    assert _rules(posting) == {"wrong_owner_for_kind"}


def test_there_is_a_seat():
    posting = PostingFactory()
    posting.seat_groups.all().delete()

    assert _rules(posting) == {"no_seat"}


def test_there_is_a_contact():
    posting = PostingFactory()
    posting.contact = None
    posting.save()

    assert _rules(posting) == {"no_active_contact"}


def test_the_contact_is_a_member():
    posting = PostingFactory()
    posting.contact = MembershipFactory().user
    posting.save()

    assert _rules(posting) == {"no_active_contact"}


def test_the_contact_has_not_left():
    posting = PostingFactory()
    posting.contact.memberships.update(ended_at=datetime(2026, 1, 1, tzinfo=UTC))

    assert _rules(posting) == {"no_active_contact"}


def test_the_contacts_account_is_active():
    posting = PostingFactory()
    posting.contact.is_active = False
    posting.contact.save()

    assert _rules(posting) == {"no_active_contact"}


@pytest.mark.parametrize("missing", ["deadline_on", "starts_on", "ends_on"])
def test_no_date_is_missing(missing):
    posting = PostingFactory()
    setattr(posting, missing, None)
    posting.save()

    assert "dates_out_of_order" in _rules(posting)


def test_on_its_day_the_deadline_is_not_past_yet():
    posting = PostingFactory(deadline_on=date(2026, 12, 1))

    assert _rules(posting, today=date(2026, 12, 1)) == set()
    assert _rules(posting, today=date(2026, 12, 2)) == {"deadline_past"}


def test_there_is_a_skill():
    posting = PostingFactory()
    posting.skills.all().delete()

    assert _rules(posting) == {"no_skill"}


@pytest.mark.parametrize(
    ("phases", "covered"),
    [
        ([], False),
        ([(date(2027, 3, 1), date(2027, 6, 30))], True),
        ([(date(2027, 3, 2), date(2027, 6, 30))], False),
        ([(date(2027, 3, 1), date(2027, 6, 29))], False),
        ([(date(2027, 2, 1), date(2027, 7, 30))], True),
        ([(date(2027, 3, 1), date(2027, 4, 1)), (date(2027, 4, 2), date(2027, 6, 30))], True),
        ([(date(2027, 3, 1), date(2027, 4, 1)), (date(2027, 4, 3), date(2027, 6, 30))], False),
        ([(date(2027, 3, 1), date(2027, 5, 1)), (date(2027, 4, 1), date(2027, 6, 30))], True),
        ([(date(2027, 4, 2), date(2027, 6, 30)), (date(2027, 3, 1), date(2027, 4, 1))], True),
        ([(date(2027, 3, 1), date(2027, 6, 30)), (date(2027, 4, 1), date(2027, 4, 2))], True),
    ],
)
def test_phases_cover_the_dates_without_a_gap(phases, covered):
    posting = PostingFactory()
    posting.phases.all().delete()
    for starts_on, ends_on in phases:
        Phase.objects.create(posting=posting, kind="need", starts_on=starts_on, ends_on=ends_on)

    assert _rules(posting) == (set() if covered else {"phases_leave_gap"})


@pytest.mark.parametrize("missing", ["outcome", "trl_from", "trl_to"])
def test_an_internship_names_an_outcome_and_its_readiness(missing):
    posting = PostingFactory()
    setattr(posting, missing, None)
    posting.save()

    assert _rules(posting) == {"no_research_outcome"}


@pytest.mark.parametrize("named", [0, 1])
def test_a_project_names_two_disciplines(named):
    assert _rules(_project(disciplines=named)) == {"too_few_disciplines"}


def test_the_same_discipline_on_two_groups_of_seats_is_one():
    posting = _project(disciplines=1)
    [discipline] = posting.seat_groups.get().disciplines.all()
    posting.seat_groups.create(seats=1).disciplines.add(discipline)

    assert _rules(posting) == {"too_few_disciplines"}


def test_two_groups_of_one_discipline_each_are_cross_disciplinary():
    posting = _project(disciplines=1)
    posting.seat_groups.create(seats=1).disciplines.add(DisciplineFactory())

    assert _rules(posting) == set()


def test_a_listed_audience_names_a_university():
    posting = PostingFactory(audience=Audience.LISTED)

    assert _rules(posting) == {"nobody_addressed"}
    posting.listed_universities.add(OrganisationFactory(kind=OrganisationKind.UNIVERSITY))
    assert _rules(posting) == set()


def test_a_company_has_no_students_of_its_own_to_address():
    assert _rules(PostingFactory(audience=Audience.OWN_UNIVERSITY)) == {"nobody_addressed"}


def test_no_rule_pack_objects():
    assert _rules(PostingFactory(text_zh="在KTV工作")) == {"rule_pack_blocks"}
    assert _rules(PostingFactory(hours_per_week=50)) == {"rule_pack_blocks"}
    assert _rules(PostingFactory(text_zh="收取押金")) == set()


def test_another_countrys_owner_answers_to_other_packs():
    assert _rules(PostingFactory(text_en="KTV", owner__country="DE")) == set()


def test_everything_that_is_missing_is_reported_at_once():
    posting = PostingFactory(
        parts=False, outcome=None, starts_on=None, owner__status="unverified", hours_per_week=60
    )

    with pytest.raises(NotReadyToOpen) as refusal:
        require_ready(posting, today=date(2027, 2, 2))

    assert [reason.rule for reason in refusal.value.reasons] == [
        "owner_not_verified",
        "no_active_contact",
        "dates_out_of_order",
        "deadline_past",
        "no_research_outcome",
        "no_skill",
        "no_seat",
        "phases_leave_gap",
        "rule_pack_blocks",
    ]
    assert str(refusal.value).startswith("The organisation is not verified. Name a contact")


def test_opening_is_refused_with_the_list_and_leaves_no_trace(now):
    posting = PostingFactory(status=PostingStatus.IN_REVIEW, parts=False, opened_at=None)

    with pytest.raises(NotReadyToOpen):
        postings.open_(posting, by=UserFactory(), at=now)

    posting.refresh_from_db()
    assert (posting.status, posting.opened_at) == (PostingStatus.IN_REVIEW, None)
    assert not PostingTransition.objects.exists()


def test_the_checklist_shows_what_applies_to_the_kind():
    internship = [str(line.label) for line in checklist(PostingFactory(), today=TODAY)]
    project = [str(line.label) for line in checklist(_project(), today=TODAY)]

    assert set(internship) - set(project) == {"Research outcome with TRL"}
    assert set(project) - set(internship) == {"Two disciplines or more"}


def test_deadlines_count_by_the_installations_day():
    late_in_shanghai = datetime(2026, 12, 1, 16, 30, tzinfo=UTC)

    assert today_at(late_in_shanghai) == date(2026, 12, 2)
