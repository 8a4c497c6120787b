from datetime import date

import factory
from factory.django import DjangoModelFactory

from accounts.enums import AcceptanceStatus, DegreeLevel, OrganisationKind, OrganisationStatus, Role
from accounts.models import Acceptance, Membership, Organisation, StudentProfile, User
from tests.factories.taxonomy import DisciplineFactory


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"Person {n}")
    time_zone = "Asia/Shanghai"


class OrganisationFactory(DjangoModelFactory):
    """A verified company; `kind` makes it something else."""

    class Meta:
        model = Organisation

    kind = OrganisationKind.COMPANY
    status = OrganisationStatus.VERIFIED
    name_en = factory.Sequence(lambda n: f"Organisation {n}")
    name_zh = factory.Sequence(lambda n: f"机构{n}")


class MembershipFactory(DjangoModelFactory):
    """An administrator of a verified company."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = Role.ADMIN


class AcceptanceFactory(DjangoModelFactory):
    class Meta:
        model = Acceptance

    university = factory.SubFactory(OrganisationFactory, kind=OrganisationKind.UNIVERSITY)
    company = factory.SubFactory(OrganisationFactory)
    status = AcceptanceStatus.ACCEPTED


class StudentProfileFactory(DjangoModelFactory):
    """A complete profile of a student in the second year of a bachelor's degree."""

    class Meta:
        model = StudentProfile

    user = factory.SubFactory(UserFactory)
    university = factory.SubFactory(OrganisationFactory, kind=OrganisationKind.UNIVERSITY)
    programme = "Computer science"
    discipline = factory.SubFactory(DisciplineFactory)
    degree_level = DegreeLevel.BACHELOR
    year = 2
    available_from_on = date(2027, 1, 1)
    available_until_on = date(2027, 12, 31)
    hours_per_week = 40
