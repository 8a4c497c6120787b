from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from internships.postings.enums import Audience, OutcomeKind, PhaseKind, PostingKind, PostingStatus
from internships.postings.models import Phase, Posting, PostingSkill, ResearchOutcome, SeatGroup
from tests.factories.accounts import MembershipFactory, OrganisationFactory
from tests.factories.taxonomy import RegionFactory, SkillFactory


class OutcomeFactory(DjangoModelFactory):
    class Meta:
        model = ResearchOutcome

    owner = factory.SubFactory(OrganisationFactory)
    kind = OutcomeKind.PATENT
    title_en = factory.Sequence(lambda n: f"Outcome {n}")
    trl = 4


class PostingFactory(DjangoModelFactory):
    """An open internship that fulfils every condition for being open, with one seat and skill."""

    class Meta:
        model = Posting
        skip_postgeneration_save = True

    kind = PostingKind.INTERNSHIP
    status = PostingStatus.OPEN
    owner = factory.SubFactory(OrganisationFactory)
    title_en = factory.Sequence(lambda n: f"Posting {n}")
    text_en = "Take part in turning a result into a product."
    outcome = factory.SubFactory(OutcomeFactory, owner=factory.SelfAttribute("..owner"))
    trl_from = 4
    trl_to = 6
    region = factory.SubFactory(RegionFactory)
    starts_on = date(2027, 3, 1)
    ends_on = date(2027, 6, 30)
    deadline_on = date(2027, 2, 1)
    hours_per_week = 32
    pay_cny_per_day = 200
    audience = Audience.NETWORK
    opened_at = datetime(2026, 11, 1, tzinfo=UTC)
    changed_at = datetime(2026, 11, 1, tzinfo=UTC)

    @factory.post_generation
    def parts(posting, create, extracted, **_):  # noqa: N805 -- factory-boy's way
        """A contact, a seat, a skill and one phase; `parts=False` leaves them out."""
        if not create or extracted is False:
            return
        if posting.contact is None:
            posting.contact = MembershipFactory(organisation=posting.owner).user
            posting.save(update_fields=["contact"])
        SeatGroup.objects.create(posting=posting, seats=1)
        PostingSkill.objects.create(posting=posting, skill=SkillFactory())
        Phase.objects.create(
            posting=posting,
            kind=PhaseKind.PROTOTYPE,
            starts_on=posting.starts_on,
            ends_on=posting.ends_on,
        )
