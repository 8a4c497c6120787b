"""Who may do what with postings and outcomes: one person, one thing, one question."""

from django.db.models import QuerySet

from accounts.enums import OrganisationKind
from accounts.models import Membership, Organisation, StudentProfile, User
from internships.postings.models import Posting, ResearchOutcome
from internships.postings.models.posting import EDITORS


def can_see(user: User, posting: Posting) -> bool:
    """Members of the owner, whom it is addressed to, platform administrators."""
    return Posting.objects.visible_to(user).filter(pk=posting.pk).exists()


def can_create(user: User, owner: Organisation) -> bool:
    """Editors of a university or a company, verified or not. Parks post nothing."""
    return owner.kind != OrganisationKind.PARK and _edits_for(user, owner.pk)


def owners_for(user: User) -> QuerySet[Organisation]:
    """The universities and companies for which the person may post: `can_create`, as a list."""
    editing = Membership.objects.of(user).in_roles(*EDITORS)
    owning = Organisation.objects.exclude(kind=OrganisationKind.PARK)
    return owning.filter(pk__in=editing.values("organisation")).order_by("pk")


def colleagues_of(user: User) -> QuerySet[User]:
    """People who speak for an organisation for which the person may post: possible contacts."""
    current = Membership.objects.current().filter(organisation__in=owners_for(user))
    return User.objects.active().filter(pk__in=current.values("user"))


def can_edit(user: User, posting: Posting) -> bool:
    """Administrators, coordinators and recruiters of the owner."""
    return _edits_for(user, posting.owner_id)


def can_move(user: User, posting: Posting) -> bool:
    """Open, send back, pause, resume, close, archive: editors, and platform administrators."""
    return user.is_platform_admin or can_edit(user, posting)


def can_show_interest(user: User, posting: Posting) -> bool:
    """Students to whom the posting is addressed, while it is open."""
    is_student = StudentProfile.objects.active().filter(user=user).exists()
    return is_student and Posting.objects.addressed_to(user).filter(pk=posting.pk).exists()


def can_see_outcome(user: User, outcome: ResearchOutcome) -> bool:
    return ResearchOutcome.objects.visible_to(user).filter(pk=outcome.pk).exists()


def can_edit_outcome(user: User, outcome: ResearchOutcome) -> bool:
    return _edits_for(user, outcome.owner_id)


def _edits_for(user: User, organisation_id: int) -> bool:
    editing = Membership.objects.of(user).in_roles(*EDITORS)
    return editing.filter(organisation=organisation_id).exists()
