import pytest

from accounts.enums import OrganisationStatus
from internships.postings.models import ResearchOutcome
from tests.factories import OrganisationFactory, OutcomeFactory, PostingFactory, UserFactory

pytestmark = pytest.mark.django_db
URL = "/api/v1/outcomes/"


def test_an_editor_records_changes_and_deletes_an_outcome(as_, editor):
    client = as_(editor.user)
    body = {"owner": editor.organisation.pk, "kind": "paper", "title_en": "Sensing", "trl": 3}

    made = client.post(URL, body)
    number = made.json()["id"]
    changed = client.patch(f"{URL}{number}/", {"trl": 4, "title_zh": "传感"})
    gone = client.delete(f"{URL}{number}/")

    assert (made.status_code, changed.status_code, gone.status_code) == (201, 200, 204)
    assert (changed.json()["trl"], changed.json()["title_zh"]) == (4, "传感")
    assert not ResearchOutcome.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"trl": 0}, "trl"),
        ({"trl": 10}, "trl"),
        ({"kind": "poem"}, "kind"),
        ({"title_en": ""}, "non_field_errors"),
        ({"owner": 999_999_999}, "owner"),
        ({"unknown": 1}, "unknown"),
    ],
)
def test_a_wrong_outcome_is_refused(as_, editor, wrong, field):
    body = {"owner": editor.organisation.pk, "kind": "paper", "title_en": "X", "trl": 3, **wrong}

    answer = as_(editor.user).post(URL, body)

    assert answer.status_code == 400
    assert field in {error["field"] for error in answer.json()["errors"]}


def test_everybody_reads_verified_owners_outcomes_and_only_editors_write(as_):
    outcome = OutcomeFactory()
    client = as_(UserFactory())

    assert client.get(f"{URL}{outcome.pk}/").json()["title_en"] == outcome.title_en
    assert client.patch(f"{URL}{outcome.pk}/", {"trl": 9}).status_code == 403
    assert client.delete(f"{URL}{outcome.pk}/").status_code == 403


def test_an_unverified_owners_outcome_is_404(as_):
    owner = OrganisationFactory(status=OrganisationStatus.UNVERIFIED)
    outcome = OutcomeFactory(owner=owner)
    client = as_(UserFactory())

    assert client.get(f"{URL}{outcome.pk}/").status_code == 404
    assert client.patch(f"{URL}{outcome.pk}/", {"trl": 9}).status_code == 404


def test_the_owner_stays(as_, editor):
    outcome = OutcomeFactory(owner=editor.organisation)

    answer = as_(editor.user).patch(f"{URL}{outcome.pk}/", {"owner": editor.organisation.pk})

    assert answer.status_code == 400


def test_an_outcome_in_use_is_409(as_, editor):
    posting = PostingFactory(owner=editor.organisation)

    answer = as_(editor.user).delete(f"{URL}{posting.outcome_id}/")

    assert (answer.status_code, answer.json()["code"]) == (409, "outcome_in_use")


def test_a_repeated_request_records_once(as_, editor):
    client = as_(editor.user)
    body = {"owner": editor.organisation.pk, "kind": "paper", "title_en": "X", "trl": 3}

    for _again in range(2):
        client.post(URL, body, headers={"Idempotency-Key": "k"})

    assert ResearchOutcome.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number(as_, count, django_assert_num_queries):
    OutcomeFactory.create_batch(count)
    client = as_(UserFactory())

    with django_assert_num_queries(1):
        answer = client.get(URL)

    assert len(answer.json()["results"]) == count
