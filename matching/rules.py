"""Who may do what with rankings. Each rule is one question about one person and one thing."""

from accounts.enums import OrganisationKind, OrganisationStatus, Role
from accounts.models import Membership, User
from internships.postings.models import Posting
from matching.models import ExplanationSnapshot, RankingRun
from matching.models.snapshot import READERS_OF_CANDIDATES, SHOWN_TO_OWNERS

STARTERS = (Role.ADMIN, Role.COORDINATOR)


def can_start_run(user: User) -> bool:
    """Platform administrators, and administrators and coordinators of verified universities."""
    return user.is_platform_admin or _coordinates(user)


def can_cancel(user: User, run: RankingRun) -> bool:
    """Platform administrators, and who started it."""
    return user.is_platform_admin or (run.started_by_id == user.pk and _coordinates(user))


def can_resume(user: User, run: RankingRun) -> bool:
    return can_cancel(user, run)


def can_see_candidates(user: User, posting: Posting) -> bool:
    """Those who choose or guide students at the posting's verified owner."""
    if not posting.owner.is_verified:
        return False
    choosing = Membership.objects.of(user).in_roles(*READERS_OF_CANDIDATES)
    return choosing.filter(organisation=posting.owner_id).exists()


def can_see_snapshot(user: User, snapshot: ExplanationSnapshot) -> bool:
    """The student it is about; once they applied, those who choose at the posting's owner."""
    if snapshot.profile.user_id == user.pk:
        return True
    if snapshot.posting is None or snapshot.moment not in SHOWN_TO_OWNERS:
        return False
    return can_see_candidates(user, snapshot.posting)


def _coordinates(user: User) -> bool:
    return (
        Membership.objects.of(user)
        .in_roles(*STARTERS)
        .filter(
            organisation__kind=OrganisationKind.UNIVERSITY,
            organisation__status=OrganisationStatus.VERIFIED,
        )
        .exists()
    )
