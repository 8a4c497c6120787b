from accounts.enums import Role
from accounts.models import Membership, Organisation, User


def speaks_for(user: User, organisation: Organisation, *roles: Role) -> bool:
    """A current member, in one of the roles if given."""
    theirs = Membership.objects.of(user).filter(organisation=organisation)
    return (theirs.in_roles(*roles) if roles else theirs).exists()


def can_see_members(user: User, organisation: Organisation) -> bool:
    return user.is_platform_admin or speaks_for(user, organisation)


def can_manage_members(user: User, organisation: Organisation) -> bool:
    """Invite, change roles, end memberships."""
    return user.is_platform_admin or speaks_for(user, organisation, Role.ADMIN)


def can_end(user: User, membership: Membership) -> bool:
    return membership.user_id == user.pk or can_manage_members(user, membership.organisation)
