import pytest
from django.urls import reverse

from accounts.enums import Role
from internships.postings.enums import Audience, PostingStatus
from internships.postings.models import Interest, Posting, SavedPosting
from tests.factories import (
    MembershipFactory,
    PostingFactory,
    StudentProfileFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

SAVED = "/postings/saved/"


@pytest.fixture
def student(client):
    profile = StudentProfileFactory()
    client.force_login(profile.user)
    return profile


def press(client, name, posting, **facts):
    return client.post(reverse(f"postings:{name}", args=[posting.pk]), **facts)


def titles(response):
    return [card.posting.title for card in response.context["cards"]]


# --- saved postings


def test_a_posting_is_saved_once_and_forgotten(client, student):
    posting = PostingFactory()

    press(client, "save", posting)
    press(client, "save", posting)
    saved = SavedPosting.objects.count()
    press(client, "unsave", posting)
    press(client, "unsave", posting)

    assert (saved, SavedPosting.objects.count()) == (1, 0)


def test_after_saving_one_is_where_one_was(client, student):
    posting = PostingFactory()

    response = press(client, "save", posting, data={"next": "/postings/?q=x"})

    assert response.url == "/postings/?q=x"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "", "\\\\x"]
)
def test_nobody_is_led_away(client, student, elsewhere):
    response = press(client, "save", PostingFactory(), data={"next": elsewhere})

    assert response.url == SAVED


def test_htmx_gets_the_other_button(client, student):
    posting = PostingFactory()

    pressed = press(client, "save", posting, headers={"HX-Request": "true"})
    again = press(client, "unsave", posting, headers={"HX-Request": "true"})

    assert reverse("postings:unsave", args=[posting.pk]) in pressed.content.decode()
    assert reverse("postings:save", args=[posting.pk]) in again.content.decode()
    assert "<html" not in pressed.content.decode()


def test_what_one_may_not_see_cannot_be_saved(client, student):
    draft = PostingFactory(status=PostingStatus.DRAFT)
    foreign = PostingFactory(audience=Audience.OWN_UNIVERSITY)

    answers = [press(client, "save", posting).status_code for posting in (draft, foreign)]

    assert answers == [404, 404]
    assert SavedPosting.objects.count() == 0


@pytest.mark.parametrize("name", ["save", "unsave", "interest-show", "interest-withdraw"])
def test_buttons_are_for_signed_in_people_and_are_pressed_not_read(client, name):
    posting = PostingFactory(audience=Audience.PUBLIC)

    stranger = press(client, name, posting)
    client.force_login(UserFactory())
    reading = client.get(reverse(f"postings:{name}", args=[posting.pk]))

    assert stranger.url.startswith(reverse("account_login"))
    assert reading.status_code == 405


def test_the_list_shows_ones_own_last_saved_first(client, student):
    first, second = PostingFactory(title_en="First"), PostingFactory(title_en="Second")
    SavedPosting.objects.create(user=student.user, posting=second)
    SavedPosting.objects.create(user=student.user, posting=first)
    SavedPosting.objects.create(user=UserFactory(), posting=PostingFactory())

    assert titles(client.get(SAVED)) == ["First", "Second"]


def test_somebody_elses_bookmark_of_the_same_posting_changes_nothing(client, student):
    posting = PostingFactory(title_en="Popular")
    SavedPosting.objects.create(user=student.user, posting=posting)
    SavedPosting.objects.create(user=UserFactory(), posting=posting)

    assert titles(client.get(SAVED)) == ["Popular"]


def test_what_is_not_open_any_more_is_counted_not_shown(client, student):
    posting = PostingFactory(title_en="Over")
    SavedPosting.objects.create(user=student.user, posting=posting)
    Posting.objects.update(status=PostingStatus.CLOSED)

    response = client.get(SAVED)

    assert titles(response) == []
    assert response.context["gone"] == 1
    assert "Over" not in response.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_posting_and_three(
    client, student, rows, django_assert_num_queries
):
    for _ in range(rows):
        posting = PostingFactory()
        SavedPosting.objects.create(user=student.user, posting=posting)
        Interest.objects.create(profile=student, posting=posting)

    with django_assert_num_queries(17):
        response = client.get(SAVED)

    assert len(titles(response)) == rows


# --- interest


def test_a_student_shows_who_they_are_and_takes_it_back(client, student):
    posting = PostingFactory()

    shown = press(client, "interest-show", posting)
    there = Interest.objects.filter(profile=student, posting=posting).count()
    back = press(client, "interest-withdraw", posting, data={"next": SAVED})

    assert shown.url == reverse("postings:detail", args=[posting.pk])
    assert there == 1
    assert back.url == SAVED
    assert Interest.objects.count() == 0


def test_it_can_be_taken_back_when_the_posting_is_closed(client, student):
    posting = PostingFactory(title_en="Closed by now", status=PostingStatus.CLOSED)
    Interest.objects.create(profile=student, posting=posting)

    page = client.get(SAVED).content.decode()
    press(client, "interest-withdraw", posting)

    assert "Closed by now" in page
    assert Interest.objects.count() == 0


def test_who_may_not_see_a_posting_finds_no_button(client, student):
    draft = PostingFactory(status=PostingStatus.DRAFT)

    answers = [
        press(client, name, draft).status_code for name in ("interest-show", "interest-withdraw")
    ]

    assert answers == [404, 404]


def test_who_has_no_profile_is_told(client):
    membership = MembershipFactory(role=Role.RECRUITER)
    client.force_login(membership.user)

    response = press(client, "interest-show", PostingFactory())

    assert response.status_code == 409
    assert "Write your student profile first." in response.content.decode()
