import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from accounts.enums import Role
from internships.postings.enums import PostingStatus as Status
from tests.factories import (
    DisciplineFactory,
    MembershipFactory,
    OutcomeFactory,
    PostingFactory,
    StudentProfileFactory,
)

pytestmark = pytest.mark.django_db
MINE = "/postings/mine/"
OUTCOMES = "/outcomes/"


@pytest.fixture
def editor():
    return MembershipFactory(role=Role.RECRUITER)


@pytest.fixture
def page(client, editor):
    client.force_login(editor.user)
    return client


def test_one_sees_ones_organisations_postings_in_every_status(page, editor):
    for status in Status:
        PostingFactory(owner=editor.organisation, status=status, title_en=f"Ours {status.value}")
    PostingFactory(title_en="Theirs, and open")

    answer = page.get(MINE)

    for status in Status:
        assertContains(answer, f"Ours {status.value}")
    assertNotContains(answer, "Theirs")
    assertContains(answer, "All (7)")
    assertContains(answer, "Open (1)")


def test_a_status_and_words_narrow_the_list(page, editor):
    PostingFactory(owner=editor.organisation, title_en="Bridges", status=Status.DRAFT)
    PostingFactory(owner=editor.organisation, title_zh="桥梁", title_en="Tunnels")

    assert _titles(page.get(MINE, {"status": "draft"})) == ["Bridges"]
    assert _titles(page.get(MINE, {"q": "bridge"})) == ["Bridges"]
    assert _titles(page.get(MINE, {"q": "桥"})) == ["Tunnels"]
    assert _titles(page.get(MINE, {"q": "bridge", "status": "open"})) == []
    assert len(_titles(page.get(MINE, {"status": "nonsense", "page": "x"}))) == 2


def test_who_posts_nothing_gets_no_button(client):
    client.force_login(StudentProfileFactory().user)

    answer = client.get(MINE)

    assertContains(answer, "No postings here")
    assertNotContains(answer, reverse("postings:create"))


@pytest.mark.parametrize("count", [1, 3])
def test_our_postings_cost_the_same_for_any_number(page, editor, count, django_assert_num_queries):
    for _each in range(count):
        posting = PostingFactory(owner=editor.organisation)
        posting.seat_groups.get().disciplines.add(DisciplineFactory())

    with django_assert_num_queries(12):
        answer = page.get(MINE)

    assert len(_titles(answer)) == count


@pytest.mark.parametrize("count", [1, 3])
def test_outcomes_cost_the_same_for_any_number(page, editor, count, django_assert_num_queries):
    OutcomeFactory.create_batch(count, owner=editor.organisation)

    with django_assert_num_queries(7):
        answer = page.get(OUTCOMES)

    assert len(answer.context["page_obj"].object_list) == count


def test_an_outcome_is_recorded_changed_and_deleted(page, editor):
    said = {"owner": editor.organisation.pk, "kind": "paper", "title_en": "Sensing", "trl": 3}

    page.post("/outcomes/new/", said)
    outcome = editor.organisation.outcomes.get()
    page.post(f"/outcomes/{outcome.pk}/edit/", {**said, "trl": 5})
    outcome.refresh_from_db()
    assert outcome.trl == 5
    page.post(f"/outcomes/{outcome.pk}/delete/")

    assert not editor.organisation.outcomes.exists()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"trl": 10}, "less than or equal to 9"),
        ({"title_en": ""}, "Give a title in English or in Chinese."),
        ({"kind": "poem"}, "Select a valid choice."),
    ],
)
def test_a_wrong_outcome_is_marked(page, editor, wrong, message):
    said = {"owner": editor.organisation.pk, "kind": "paper", "title_en": "X", "trl": 3, **wrong}

    assertContains(page.post("/outcomes/new/", said), message, status_code=422)


def test_the_networks_outcomes_are_on_the_other_tab(page):
    other = OutcomeFactory(title_en="Theirs <b>")

    assertNotContains(page.get(OUTCOMES), "Theirs")
    answer = page.get(OUTCOMES, {"whose": "network", "q": "their"})
    assertContains(answer, "Theirs &lt;b&gt;")
    assertContains(answer, f"/postings/new/?outcome={other.pk}")


def test_somebody_elses_outcome_is_not_changed(page):
    outcome = OutcomeFactory()

    assert page.get(f"/outcomes/{outcome.pk}/edit/").status_code == 403
    assert page.post(f"/outcomes/{outcome.pk}/delete/").status_code == 403


def test_who_edits_for_nobody_records_nothing(client):
    client.force_login(StudentProfileFactory().user)

    assert client.get("/outcomes/new/").status_code == 403
    assert client.get(OUTCOMES).status_code == 200


def _titles(answer):
    return [posting.title_en for posting in answer.context["page_obj"]]
