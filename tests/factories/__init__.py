"""Small, unsurprising objects. A test names whatever it depends on; the rest is made up here."""

from tests.factories.accounts import (
    AcceptanceFactory,
    MembershipFactory,
    OrganisationFactory,
    StudentProfileFactory,
    UserFactory,
)
from tests.factories.postings import OutcomeFactory, PostingFactory
from tests.factories.taxonomy import (
    DisciplineFactory,
    IndustryFactory,
    LanguageFactory,
    RegionFactory,
    SkillAliasFactory,
    SkillFactory,
)

__all__ = [
    "AcceptanceFactory",
    "DisciplineFactory",
    "IndustryFactory",
    "LanguageFactory",
    "MembershipFactory",
    "OrganisationFactory",
    "OutcomeFactory",
    "PostingFactory",
    "RegionFactory",
    "SkillAliasFactory",
    "SkillFactory",
    "StudentProfileFactory",
    "UserFactory",
]
