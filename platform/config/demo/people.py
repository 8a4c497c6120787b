"""The people of the demo: all sign in with one password, and exist only by `seed_demo`."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User

PASSWORD = "synnet-demo-2026"  # noqa: S105 -- meant to be known
ENGLISH, CHINESE = "en", "zh-hans"


@dataclass(frozen=True)
class Login:
    """An account that a reader of the demo is told about."""

    role: Promise
    email: str
    reads: str


STUDENT_READING_CHINESE = "student.zh@linghu-tech.example.org"
STUDENT_READING_ENGLISH = "student.en@linghu-tech.example.org"
PLATFORM_ADMIN = "admin@synnet.example.org"

LOGINS = (
    Login(_("student"), STUDENT_READING_CHINESE, CHINESE),
    Login(_("student"), STUDENT_READING_ENGLISH, ENGLISH),
    Login(_("company recruiter"), "recruiter@suanyu.example.org", ENGLISH),
    Login(_("university coordinator"), "coordinator@linghu-tech.example.org", ENGLISH),
    Login(_("academic supervisor"), "supervisor@linghu-tech.example.org", CHINESE),
    Login(_("park verifier"), "verifier@yunting.example.org", CHINESE),
    Login(_("platform administrator"), PLATFORM_ADMIN, ENGLISH),
)


@dataclass(frozen=True)
class Person:
    email: str
    name: str
    reads: str
    is_staff: bool = False


def welcome(people: Sequence[Person]) -> dict[str, User]:
    """Store people with verified e-mail addresses; they come back by e-mail."""
    hashed = _hashed_password()
    users = User.objects.bulk_create(
        User(
            email=each.email,
            name=each.name,
            language=each.reads,
            password=hashed,
            is_staff=each.is_staff,
            is_superuser=each.is_staff,
        )
        for each in people
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users
    )
    return {user.email: user for user in users}


@cache
def _hashed_password() -> str:
    """One hash for all: making it is slow on purpose."""
    return make_password(PASSWORD)


def is_seeded() -> bool:
    return User.objects.filter(email=PLATFORM_ADMIN).exists()
