"""Who may see and confirm a student profile, and what a profile still lacks."""

from allauth.account.models import EmailAddress

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership, StudentProfile, User
from accounts.models.profile import UNIVERSITY_STAFF
from accounts.text import is_own_domain, tidy_domain

CONFIRMERS = (Role.ADMIN, Role.COORDINATOR)


def can_see(user: User, profile: StudentProfile) -> bool:
    """One's own; those of the university one works for; all to platform administrators."""
    if user.is_platform_admin or profile.user_id == user.pk:
        return True
    return _works_for(user, profile.university_id, *UNIVERSITY_STAFF)


def can_edit(user: User, profile: StudentProfile) -> bool:
    """Nobody but the student writes a profile."""
    return profile.user_id == user.pk


def can_confirm(user: User, profile: StudentProfile) -> bool:
    """The university's administrators and coordinators, except for themselves."""
    if profile.user_id == user.pk or profile.university_id is None:
        return False
    return user.is_platform_admin or _works_for(user, profile.university_id, *CONFIRMERS)


def can_list_students(user: User) -> bool:
    """Staff of a university have a list of its students."""
    staff = Membership.objects.of(user).in_roles(*UNIVERSITY_STAFF)
    universities = staff.filter(organisation__kind=OrganisationKind.UNIVERSITY)
    return user.is_platform_admin or universities.exists()


def belongs_by_email(profile: StudentProfile) -> bool:
    """Has the student a verified e-mail address of the university's domain, or one below it?"""
    domain = tidy_domain(profile.university.email_domain) if profile.university else ""
    if not is_own_domain(domain):
        return False
    verified = EmailAddress.objects.filter(user_id=profile.user_id, verified=True)
    hosts = [email.rpartition("@")[2].lower() for email in verified.values_list("email", flat=True)]
    return any(host == domain or host.endswith(f".{domain}") for host in hosts)


def _works_for(user: User, organisation_id: int | None, *roles: Role) -> bool:
    if organisation_id is None:
        return False
    held = Membership.objects.of(user).in_roles(*roles)
    return held.filter(organisation=organisation_id).exists()
