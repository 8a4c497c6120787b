"""Who may do what with postings: the whole table, on purpose in one place."""

from datetime import UTC, datetime

import pytest

from accounts.enums import OrganisationKind, OrganisationStatus, Role
from internships.postings import rules
from internships.postings.enums import Audience, PostingStatus
from internships.postings.models import Posting, ResearchOutcome
from tests.factories import (
    MembershipFactory,
    OrganisationFactory,
    OutcomeFactory,
    PostingFactory,
    StudentProfileFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

DRAFT = {
    #                                see    edit   move
    "the owner's administrator":    (True,  True,  True),
    "the owner's recruiter":        (True,  True,  True),
    "the owner's mentor":           (True,  False, False),
    "somebody who left the owner":  (False, False, False),
    "another company's recruiter":  (False, False, False),
    "a university's coordinator":   (False, False, False),
    "the park's verifier":          (False, False, False),
    "a student":                    (False, False, False),
    "a platform administrator":     (True,  False, True),
}  # fmt: skip
OPEN = {
    "the owner's administrator":    (True,  True,  True),
    "the owner's recruiter":        (True,  True,  True),
    "the owner's mentor":           (True,  False, False),
    "somebody who left the owner":  (True,  False, False),
    "another company's recruiter":  (True,  False, False),
    "a university's coordinator":   (True,  False, False),
    "the park's verifier":          (True,  False, False),
    "a student":                    (True,  False, False),
    "a platform administrator":     (True,  False, True),
}  # fmt: skip


def _member(role, organisation=None, **kwargs):
    organisation = organisation or OrganisationFactory(**kwargs)
    return MembershipFactory(organisation=organisation, role=role).user


@pytest.fixture
def owner():
    return OrganisationFactory()


@pytest.fixture
def people(owner):
    left = MembershipFactory(
        organisation=owner, role=Role.RECRUITER, ended_at=datetime(2026, 1, 1, tzinfo=UTC)
    )
    return {
        "the owner's administrator": _member(Role.ADMIN, owner),
        "the owner's recruiter": _member(Role.RECRUITER, owner),
        "the owner's mentor": _member(Role.MENTOR, owner),
        "somebody who left the owner": left.user,
        "another company's recruiter": _member(Role.RECRUITER),
        "a university's coordinator": _member(Role.COORDINATOR, kind=OrganisationKind.UNIVERSITY),
        "the park's verifier": _member(Role.VERIFIER, kind=OrganisationKind.PARK),
        "a student": StudentProfileFactory().user,
        "a platform administrator": UserFactory(is_staff=True),
    }


@pytest.mark.parametrize("who", DRAFT)
def test_who_may_do_what_with_a_draft(who, owner, people):
    posting = PostingFactory(owner=owner, status=PostingStatus.DRAFT)

    assert _answers(people[who], posting) == DRAFT[who]


@pytest.mark.parametrize("who", OPEN)
def test_who_may_do_what_with_an_open_posting_of_the_network(who, owner, people):
    posting = PostingFactory(owner=owner, audience=Audience.NETWORK)

    assert _answers(people[who], posting) == OPEN[who]


@pytest.mark.parametrize("who", DRAFT)
@pytest.mark.parametrize("status", PostingStatus)
def test_lists_show_exactly_what_the_rule_lets_people_see(status, who, owner, people):
    posting = PostingFactory(owner=owner, status=status)

    listed = posting in Posting.objects.visible_to(people[who])

    assert listed == rules.can_see(people[who], posting)
    assert listed == (OPEN if status == PostingStatus.OPEN else DRAFT)[who][0]


def test_a_suspended_owners_open_posting_is_its_members_alone(owner, people):
    posting = PostingFactory(owner=owner)
    owner.status = OrganisationStatus.SUSPENDED
    owner.save()

    seeing = {who for who, user in people.items() if rules.can_see(user, posting)}

    assert seeing == {who for who, answers in DRAFT.items() if answers[0]}


def test_listed_universities_students_see_what_is_listed_for_them():
    listed = StudentProfileFactory()
    unlisted = StudentProfileFactory()
    posting = PostingFactory(audience=Audience.LISTED)
    posting.listed_universities.add(listed.university)

    assert rules.can_see(listed.user, posting)
    assert not rules.can_see(unlisted.user, posting)


def test_people_without_a_current_account_may_nothing(owner):
    gone = MembershipFactory(organisation=owner, user=UserFactory(is_active=False)).user

    assert not rules.can_edit(gone, PostingFactory(owner=owner))


@pytest.mark.parametrize(
    ("kind", "role", "may"),
    [
        (OrganisationKind.COMPANY, Role.ADMIN, True),
        (OrganisationKind.COMPANY, Role.RECRUITER, True),
        (OrganisationKind.COMPANY, Role.MENTOR, False),
        (OrganisationKind.UNIVERSITY, Role.ADMIN, True),
        (OrganisationKind.UNIVERSITY, Role.COORDINATOR, True),
        (OrganisationKind.UNIVERSITY, Role.ACADEMIC_SUPERVISOR, False),
        (OrganisationKind.PARK, Role.ADMIN, False),
        (OrganisationKind.PARK, Role.VERIFIER, False),
    ],
)
def test_who_may_draft_for_an_organisation(kind, role, may):
    organisation = OrganisationFactory(kind=kind, status=OrganisationStatus.UNVERIFIED)
    user = _member(role, organisation)

    assert rules.can_create(user, organisation) == may
    assert (organisation in rules.owners_for(user)) == may


@pytest.mark.parametrize("who", DRAFT)
def test_outcomes_of_verified_owners_are_everybodys_to_read_and_the_editors_to_change(
    who, owner, people
):
    outcome = OutcomeFactory(owner=owner)

    assert rules.can_see_outcome(people[who], outcome)
    assert rules.can_edit_outcome(people[who], outcome) == DRAFT[who][1]
    assert outcome in ResearchOutcome.objects.visible_to(people[who])


def test_possible_contacts_are_current_colleagues(owner, people):
    editor = people["the owner's recruiter"]

    found = {who for who, user in people.items() if user in rules.colleagues_of(editor)}

    assert found == {"the owner's administrator", "the owner's recruiter", "the owner's mentor"}


def _answers(user, posting):
    return (
        rules.can_see(user, posting),
        rules.can_edit(user, posting),
        rules.can_move(user, posting),
    )
