"""What people do with their accounts."""

from django.db import transaction

from accounts.actions import profiles
from accounts.models import StudentProfile, User


@transaction.atomic
def arrive(user: User, *, name: str, language: str, time_zone: str, as_student: bool) -> User:
    """Somebody has signed up; a student gets an empty profile, not matched until they say so."""
    change_settings(user, name=name, language=language, time_zone=time_zone)
    if as_student:
        profiles.become_student(user, consents_to_matching=False)
    return user


def change_settings(user: User, *, name: str, language: str, time_zone: str) -> User:
    """What one is called, and the language and time zone one reads in."""
    user.name, user.language, user.time_zone = name, language, time_zone
    user.save(update_fields=["name", "language", "time_zone"])
    return user


def choose_language(user: User, *, language: str) -> User:
    """Read in this language from now on, on every device, and in mails."""
    user.language = language
    user.save(update_fields=["language"])
    return user


@transaction.atomic
def bring_in(*, email: str, name: str, consents_to_matching: bool) -> StudentProfile:
    """Write down a student that a table names; nobody can sign in as them."""
    user = User.objects.create_user(email, name=name)
    return profiles.become_student(user, consents_to_matching=consents_to_matching)
