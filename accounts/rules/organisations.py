from accounts.enums import OrganisationStatus, Role
from accounts.models import Organisation, User
from accounts.rules.memberships import speaks_for
from accounts.workflow import MAY_BE_EDITED


def can_see(user: User, organisation: Organisation) -> bool:
    """Verified ones everybody; others their members, their park's, and platform administrators."""
    return (
        user.is_platform_admin
        or organisation.is_verified
        or speaks_for(user, organisation)
        or (organisation.park is not None and speaks_for(user, organisation.park))
    )


def can_edit(user: User, organisation: Organisation) -> bool:
    if organisation.status == OrganisationStatus.CLOSED:
        return user.is_platform_admin
    return speaks_for(user, organisation, Role.ADMIN) or can_verify(user, organisation)


def can_edit_facts(user: User, organisation: Organisation) -> bool:
    """Names, number, country, domain, park: once handed in, only who verifies changes them."""
    if can_verify(user, organisation):
        return True
    return organisation.status in MAY_BE_EDITED and can_edit(user, organisation)


def can_submit(user: User, organisation: Organisation) -> bool:
    return user.is_platform_admin or speaks_for(user, organisation, Role.ADMIN)


def can_verify(user: User, organisation: Organisation) -> bool:
    """Verify, reject, suspend, reinstate, close: its park or the platform, never itself."""
    return Organisation.objects.to_verify_by(user).filter(pk=organisation.pk).exists()


def can_see_documents(user: User, organisation: Organisation) -> bool:
    return speaks_for(user, organisation, Role.ADMIN) or can_verify(user, organisation)


def can_add_documents(user: User, organisation: Organisation) -> bool:
    return can_submit(user, organisation)


def can_see_history(user: User, organisation: Organisation) -> bool:
    return speaks_for(user, organisation) or can_verify(user, organisation)


def can_merge(user: User) -> bool:
    return user.is_platform_admin
