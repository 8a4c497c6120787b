"""Who and what is there when a story begins. Days are counted from today."""

from datetime import timedelta

from django.utils import timezone

from accounts.enums import AcceptanceStatus, OrganisationKind, Role
from accounts.models import StudentSkill
from internships.postings.enums import PhaseKind
from internships.postings.models import Phase, PostingSkill, SeatGroup
from matching.actions import runs
from taxonomy.enums import DisciplineLevel, RegionLevel
from taxonomy.models import Discipline, Region, Skill
from tests.factories import (
    AcceptanceFactory,
    MembershipFactory,
    OrganisationFactory,
    PostingFactory,
    StudentProfileFactory,
)


def day(number):
    """So many days from today."""
    return timezone.localdate() + timedelta(days=number)


def skill(key):
    return Skill.objects.get(key=key)


def some_discipline():
    return Discipline.objects.filter(level=DisciplineLevel.DETAILED).order_by("code").first()


def some_city():
    return Region.objects.filter(level=RegionLevel.CITY).order_by("code").first()


def rank():
    """Ask for a ranking run; the clock tells a worker."""
    return runs.request_run(by=None, reason="a story begins")


class World:
    """A university that accepts a company, both verified, and the people who speak for them."""

    def __init__(self):
        self.university = OrganisationFactory(
            kind=OrganisationKind.UNIVERSITY, name_en="Lakeside University", name_zh="湖畔大学"
        )
        self.company = OrganisationFactory(name_en="Gripper Works", name_zh="抓手科技")
        AcceptanceFactory(
            university=self.university, company=self.company, status=AcceptanceStatus.ACCEPTED
        )
        self.recruiter = self._member(self.company, Role.RECRUITER)
        self.coordinator = self._member(self.university, Role.COORDINATOR)

    def enrol(self, *keys, **fields):
        """A student of the university who brings these skills."""
        fields = {"discipline": some_discipline(), "consents_to_matching": True} | fields
        profile = StudentProfileFactory(
            university=self.university,
            available_from_on=day(30),
            available_until_on=day(400),
            **fields,
        )
        for key in keys:
            StudentSkill.objects.create(profile=profile, skill=skill(key), level=4, evidence=3)
        return profile

    def posting(self, *keys, **fields):
        """An open internship that asks for these skills."""
        fields = {"region": some_city(), "contact": self.recruiter, "owner": self.company} | fields
        fields = {"opened_at": timezone.now()} | fields
        posting = PostingFactory(
            starts_on=day(90),
            ends_on=day(200),
            deadline_on=day(60),
            changed_at=timezone.now(),
            parts=False,
            **fields,
        )
        SeatGroup.objects.create(posting=posting, seats=2)
        Phase.objects.create(
            posting=posting,
            kind=PhaseKind.PROTOTYPE,
            starts_on=posting.starts_on,
            ends_on=posting.ends_on,
        )
        for key in keys:
            PostingSkill.objects.create(posting=posting, skill=skill(key))
        return posting

    def _member(self, organisation, role):
        return MembershipFactory(organisation=organisation, role=role).user
