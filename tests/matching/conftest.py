import pytest
from django.utils import timezone

from accounts.enums import AcceptanceStatus, OrganisationKind
from accounts.models import StudentSkill
from foundation import jobs
from foundation.models import Job
from internships.postings.models import PostingSkill
from tests.factories import (
    AcceptanceFactory,
    OrganisationFactory,
    PostingFactory,
    SkillFactory,
    StudentProfileFactory,
)


@pytest.fixture
def work_off():
    """Do every job that waits, as a worker would; says which, in order."""

    def work() -> list[str]:
        done = []
        while job := Job.objects.claimable(at=timezone.now()).order_by("pk").first():
            assert jobs.work(job.pk), Job.objects.get(pk=job.pk).error
            done.append(job.name)
        return done

    return work


@pytest.fixture
def network():
    return Network()


class Network:
    """One university that accepts one company; students and postings are added by skill."""

    def __init__(self) -> None:
        self.university = OrganisationFactory(kind=OrganisationKind.UNIVERSITY)
        self.company = OrganisationFactory()
        AcceptanceFactory(
            university=self.university, company=self.company, status=AcceptanceStatus.ACCEPTED
        )

    def skill(self, name: str):
        return SkillFactory(key=name, label_en=name.title())

    def student(self, *skills, **fields):
        fields.setdefault("university", self.university)
        profile = StudentProfileFactory(**fields)
        for skill in skills:
            StudentSkill.objects.create(profile=profile, skill=skill, level=5, evidence=4)
        return profile

    def posting(self, *skills, **fields):
        posting = PostingFactory(owner=self.company, **fields)
        posting.skills.all().delete()
        for skill in skills:
            PostingSkill.objects.create(posting=posting, skill=skill)
        return posting
