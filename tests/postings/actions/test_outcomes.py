import pytest
from django.core.exceptions import ValidationError

from internships.postings.actions import outcomes
from internships.postings.actions.outcomes import OutcomeInUse
from internships.postings.models import ResearchOutcome
from tests.factories import OrganisationFactory, OutcomeFactory, PostingFactory

pytestmark = pytest.mark.django_db
FIELDS = {"kind": "patent", "title_zh": "一种桥梁传感器", "trl": 3}


def test_an_outcome_belongs_to_its_owner():
    owner = OrganisationFactory()

    outcome = outcomes.create(owner, fields=FIELDS)

    assert ResearchOutcome.objects.get() == outcome
    assert (outcome.owner, outcome.title_zh, outcome.trl) == (owner, "一种桥梁传感器", 3)


@pytest.mark.parametrize(
    "wrong", [{"trl": 0}, {"trl": 10}, {"kind": "poem"}, {"title_zh": ""}, {"title_zh": "x" * 301}]
)
def test_impossible_outcomes_are_refused(wrong):
    with pytest.raises(ValidationError):
        outcomes.create(OrganisationFactory(), fields={**FIELDS, **wrong})


def test_a_changed_outcome_changes_the_postings_that_carry_it(heard):
    posting = PostingFactory()

    outcomes.edit(posting.outcome, fields={"title_en": "Sensor"})

    posting.outcome.refresh_from_db()
    assert posting.outcome.title_en == "Sensor"
    assert heard == [("changed", posting.pk)]


def test_an_outcome_a_posting_names_stays():
    posting = PostingFactory()

    with pytest.raises(OutcomeInUse):
        outcomes.discard(posting.outcome)


def test_an_unused_outcome_can_be_deleted():
    outcomes.discard(OutcomeFactory())

    assert not ResearchOutcome.objects.exists()
