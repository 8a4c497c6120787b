"""People, organisations, and who speaks for whom."""

from accounts.models.acceptance import Acceptance, AcceptanceTransition
from accounts.models.document import VerificationDocument
from accounts.models.invitation import Invitation
from accounts.models.membership import Membership
from accounts.models.organisation import Organisation, OrganisationTransition
from accounts.models.profile import StudentLanguage, StudentProfile, StudentSkill
from accounts.models.token import ApiToken
from accounts.models.user import User

__all__ = [
    "Acceptance",
    "AcceptanceTransition",
    "ApiToken",
    "Invitation",
    "Membership",
    "Organisation",
    "OrganisationTransition",
    "StudentLanguage",
    "StudentProfile",
    "StudentSkill",
    "User",
    "VerificationDocument",
]
