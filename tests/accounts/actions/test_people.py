import pytest

from accounts.actions import people
from accounts.models import StudentProfile, User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_settings_are_name_language_and_time_zone():
    user = UserFactory()

    people.change_settings(user, name="Zoë", language="zh-hans", time_zone="Europe/Berlin")

    user.refresh_from_db()
    assert (user.name, user.language, user.time_zone) == ("Zoë", "zh-hans", "Europe/Berlin")


@pytest.mark.parametrize(("as_student", "profiles"), [(True, 1), (False, 0)])
def test_only_students_arrive_with_a_profile(as_student, profiles):
    user = UserFactory()

    people.arrive(user, name="Li", language="en", time_zone="UTC", as_student=as_student)

    assert StudentProfile.objects.filter(user=user, consents_to_matching=False).count() == profiles


def test_nobody_signs_in_as_somebody_who_was_brought_in():
    people.bring_in(email="office-1@import.invalid", name="Li", consents_to_matching=True)

    assert not User.objects.get().has_usable_password()
