from accounts.enums import OrganisationKind, Role
from accounts.models import Acceptance, Organisation, User
from accounts.rules.memberships import speaks_for

DECIDERS = (Role.ADMIN, Role.COORDINATOR)
ASKERS = (Role.ADMIN, Role.RECRUITER)


def can_see(user: User, acceptance: Acceptance) -> bool:
    """Both sides see the status; what the university noted is `can_see_note`."""
    return (
        user.is_platform_admin
        or speaks_for(user, acceptance.university)
        or speaks_for(user, acceptance.company)
    )


def can_see_note(user: User, acceptance: Acceptance) -> bool:
    """Note, reasons and history are private to the university."""
    return speaks_for(user, acceptance.university)


def can_see_decisions(user: User, university: Organisation) -> bool:
    return university.kind == OrganisationKind.UNIVERSITY and speaks_for(user, university)


def can_decide(user: User, university: Organisation) -> bool:
    """A verified university decides for itself, by its administrators and coordinators."""
    return (
        university.kind == OrganisationKind.UNIVERSITY
        and university.is_verified
        and speaks_for(user, university, *DECIDERS)
    )


def can_ask_as_company(user: User, company: Organisation) -> bool:
    return (
        company.kind == OrganisationKind.COMPANY
        and company.is_verified
        and speaks_for(user, company, *ASKERS)
    )


def can_ask_as_student(user: User, university: Organisation) -> bool:
    return university.students.filter(user=user).exists()
