"""Who may do what with a student profile: the whole table."""

import pytest

from accounts.enums import OrganisationKind, Role
from accounts.models import StudentProfile
from accounts.rules import profiles as rules
from accounts.rules.completeness import fraction, steps
from tests.factories import (
    MembershipFactory,
    OrganisationFactory,
    StudentProfileFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

WHO_MAY = {
    #                                     see    edit   confirm list
    "the student":                       (True,  True,  False, False),
    "another student":                   (False, False, False, False),
    "the university's administrator":    (True,  False, True,  True),
    "the university's coordinator":      (True,  False, True,  True),
    "the university's supervisor":       (True,  False, False, True),
    "a coordinator who has left":        (False, False, False, False),
    "another university's coordinator":  (False, False, False, True),
    "a company's administrator":         (False, False, False, False),
    "a company's recruiter":             (False, False, False, False),
    "a park's verifier":                 (False, False, False, False),
    "an administrator of the platform":  (True,  False, True,  True),
    "somebody without any role":         (False, False, False, False),
}  # fmt: skip


def member(organisation, role, **fields):
    return MembershipFactory(organisation=organisation, role=role, **fields).user


@pytest.fixture
def profile():
    return StudentProfileFactory()


@pytest.fixture
def people(profile):
    ours = profile.university
    other = OrganisationFactory(kind=OrganisationKind.UNIVERSITY)
    company = OrganisationFactory()
    return {
        "the student": profile.user,
        "another student": StudentProfileFactory(university=ours).user,
        "the university's administrator": member(ours, Role.ADMIN),
        "the university's coordinator": member(ours, Role.COORDINATOR),
        "the university's supervisor": member(ours, Role.ACADEMIC_SUPERVISOR),
        "a coordinator who has left": member(
            ours, Role.COORDINATOR, ended_at="2026-01-01T00:00:00Z"
        ),
        "another university's coordinator": member(other, Role.COORDINATOR),
        "a company's administrator": member(company, Role.ADMIN),
        "a company's recruiter": member(company, Role.RECRUITER),
        "a park's verifier": member(OrganisationFactory(kind=OrganisationKind.PARK), Role.VERIFIER),
        "an administrator of the platform": UserFactory(is_staff=True),
        "somebody without any role": UserFactory(),
    }


@pytest.mark.parametrize("who", WHO_MAY)
def test_who_may_do_what_with_a_student_profile(who, people, profile):
    user = people[who]

    answers = (
        rules.can_see(user, profile),
        rules.can_edit(user, profile),
        rules.can_confirm(user, profile),
        rules.can_list_students(user),
    )

    assert answers == WHO_MAY[who]


@pytest.mark.parametrize("who", WHO_MAY)
def test_lists_hold_exactly_what_the_rule_lets_people_see(who, people, profile):
    listed = profile in StudentProfile.objects.visible_to(people[who])

    assert listed == rules.can_see(people[who], profile)


def test_nobody_confirms_themselves(profile):
    MembershipFactory(user=profile.user, organisation=profile.university, role=Role.COORDINATOR)

    assert not rules.can_confirm(profile.user, profile)


def test_without_a_university_there_is_nothing_to_confirm():
    profile = StudentProfileFactory(university=None)

    assert not rules.can_confirm(UserFactory(is_staff=True), profile)


def test_an_empty_profile_lacks_everything():
    found = steps(StudentProfile(), skills=0, languages=0)

    assert fraction(found) == 0
    assert [step.is_needed for step in found] == [True] * 5 + [False] * 5


def test_a_profile_with_all_that_is_needed_still_lacks_what_helps(profile):
    found = steps(profile, skills=4, languages=1)

    assert profile.is_complete
    assert [str(step.label) for step in found if not step.is_done] == [
        "at least five skills",
        "a few sentences about you",
    ]
