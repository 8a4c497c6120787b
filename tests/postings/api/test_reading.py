import pytest
from rest_framework.test import APIClient

from internships.postings.actions import index
from internships.postings.enums import Audience, PostingStatus
from internships.postings.models import Interest, SavedPosting
from tests.factories import PostingFactory, StudentProfileFactory, UserFactory

pytestmark = pytest.mark.django_db

SAVED, INTERESTS = "/api/v1/saved-postings/", "/api/v1/interests/"


@pytest.fixture
def student():
    return StudentProfileFactory()


@pytest.fixture
def api(student):
    client = APIClient()
    client.force_authenticate(student.user)
    return client


def ids(response):
    return [row["posting"] for row in response.json()["results"]]


# --- filters of the list of postings


def test_the_list_of_postings_is_narrowed_by_words_and_terms(api):
    meant = PostingFactory(title_en="Battery diagnosis", hours_per_week=16)
    PostingFactory(title_en="Battery assembly", hours_per_week=40)
    PostingFactory(title_en="Bridges", hours_per_week=16)
    index.rebuild()

    found = api.get("/api/v1/postings/?q=battery&hours_max=20").json()["results"]

    assert [row["id"] for row in found] == [meant.pk]


@pytest.mark.parametrize(
    "query", ["kind=holiday", "place=Atlantis", "hours_max=-1", "status=x", "skill=levitation"]
)
def test_a_filter_that_means_nothing_is_refused(api, query):
    response = api.get(f"/api/v1/postings/?{query}")

    assert response.status_code == 400
    assert response.json()["errors"][0]["field"] == query.split("=")[0]


def test_a_search_without_words_finds_nothing(api):
    PostingFactory()

    assert api.get("/api/v1/postings/?q=!!!").json()["results"] == []


# --- saved postings


def test_postings_are_saved_listed_and_forgotten(api, student):
    posting = PostingFactory()
    SavedPosting.objects.create(user=UserFactory(), posting=posting)

    made = api.post(SAVED, {"posting": posting.pk})
    again = api.post(SAVED, {"posting": posting.pk})
    listed = api.get(SAVED)
    gone = api.delete(f"{SAVED}{posting.pk}/")
    gone_already = api.delete(f"{SAVED}{posting.pk}/")

    assert (made.status_code, again.status_code) == (201, 201)
    assert ids(listed) == [posting.pk]
    assert (gone.status_code, gone_already.status_code) == (204, 204)
    assert list(SavedPosting.objects.visible_to(student.user)) == []
    assert SavedPosting.objects.count() == 1


@pytest.mark.parametrize("address", [SAVED, INTERESTS])
@pytest.mark.parametrize(
    "body",
    [{}, {"posting": "x"}, {"posting": None}, {"posting": 10**30}, {"posting": True}, [], "x"],
)
def test_what_names_no_posting_is_refused(api, address, body):
    assert api.post(address, body).status_code == 400


@pytest.mark.parametrize("address", [SAVED, INTERESTS])
def test_unknown_keys_are_refused(api, address):
    posting = PostingFactory()

    response = api.post(address, {"posting": posting.pk, "user": 1, "created_at": "2020-01-01"})

    assert response.status_code == 400


@pytest.mark.parametrize("address", [SAVED, INTERESTS])
@pytest.mark.parametrize(
    "facts", [{"status": PostingStatus.DRAFT}, {"audience": Audience.OWN_UNIVERSITY}]
)
def test_what_one_may_not_see_is_as_if_it_were_missing(api, address, facts):
    hidden = PostingFactory(**facts)

    seen, missing = (
        api.post(address, {"posting": pk}).json() for pk in (hidden.pk, hidden.pk + 1000)
    )

    assert str(seen).replace(str(hidden.pk), "") == str(missing).replace(str(hidden.pk + 1000), "")


@pytest.mark.parametrize("address", [SAVED, INTERESTS])
def test_strangers_are_sent_away(address):
    assert APIClient().get(address).status_code == 401


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("address", [SAVED, INTERESTS])
def test_lists_cost_the_same_for_one_row_and_three(
    api, student, address, rows, django_assert_num_queries
):
    for posting in PostingFactory.create_batch(rows):
        SavedPosting.objects.create(user=student.user, posting=posting)
        Interest.objects.create(profile=student, posting=posting)

    with django_assert_num_queries(1):
        response = api.get(address)

    assert len(ids(response)) == rows


# --- interest


def test_interest_is_shown_listed_and_taken_back(api, student):
    posting = PostingFactory()
    Interest.objects.create(profile=StudentProfileFactory(), posting=posting)

    made = api.post(INTERESTS, {"posting": posting.pk})
    listed = api.get(INTERESTS)
    gone = api.delete(f"{INTERESTS}{posting.pk}/")
    gone_already = api.delete(f"{INTERESTS}{posting.pk}/")

    assert made.status_code == 201
    assert ids(listed) == [posting.pk]
    assert (gone.status_code, gone_already.status_code) == (204, 204)
    assert list(Interest.objects.of(student.user)) == []
    assert Interest.objects.count() == 1


def test_who_has_no_profile_is_refused_by_rule():
    client = APIClient()
    client.force_authenticate(UserFactory())

    response = client.post(INTERESTS, {"posting": PostingFactory().pk})

    assert response.status_code == 409
    assert response.json()["code"] == "no_profile"


def test_the_same_key_gets_the_same_answer(api):
    posting = PostingFactory()

    first = api.post(INTERESTS, {"posting": posting.pk}, headers={"Idempotency-Key": "k"})
    second = api.post(INTERESTS, {"posting": posting.pk}, headers={"Idempotency-Key": "k"})

    assert first.json() == second.json()
    assert Interest.objects.count() == 1
