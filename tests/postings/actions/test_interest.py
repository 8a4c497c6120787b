import pytest

from internships.postings.actions import interest
from internships.postings.actions.interest import NoProfile, NotAddressed
from internships.postings.enums import Audience, PostingStatus
from internships.postings.models import Interest
from internships.postings.signals import interest_changed
from tests.factories import PostingFactory, StudentProfileFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def news():
    """What was announced, in order."""
    heard = []

    def hear(*, posting_id, profile_id, **_):
        heard.append((posting_id, profile_id))

    interest_changed.connect(hear)
    yield heard
    interest_changed.disconnect(hear)


def test_showing_is_written_and_announced_once(news):
    profile, posting = StudentProfileFactory(), PostingFactory()

    first = interest.show(posting, by=profile.user)
    second = interest.show(posting, by=profile.user)

    assert first == second
    assert news == [(posting.pk, profile.pk)]


def test_taking_back_is_announced_once(news):
    profile, posting = StudentProfileFactory(), PostingFactory()
    Interest.objects.create(profile=profile, posting=posting)

    interest.withdraw(posting, by=profile.user)
    interest.withdraw(posting, by=profile.user)

    assert Interest.objects.count() == 0
    assert news == [(posting.pk, profile.pk)]


def test_taking_back_leaves_others_and_other_postings():
    mine, other = StudentProfileFactory(), StudentProfileFactory()
    posting, another = PostingFactory(), PostingFactory()
    Interest.objects.create(profile=mine, posting=posting)
    kept = {
        Interest.objects.create(profile=other, posting=posting),
        Interest.objects.create(profile=mine, posting=another),
    }

    interest.withdraw(posting, by=mine.user)

    assert set(Interest.objects.all()) == kept


@pytest.mark.parametrize(
    "facts",
    [
        {"status": PostingStatus.PAUSED},
        {"status": PostingStatus.CLOSED},
        {"status": PostingStatus.DRAFT},
        {"audience": Audience.LISTED},
        {"audience": Audience.OWN_UNIVERSITY},
    ],
)
def test_only_owners_of_what_is_open_to_the_student_are_shown(facts):
    profile, posting = StudentProfileFactory(), PostingFactory(**facts)

    with pytest.raises(NotAddressed, match="not open to you"):
        interest.show(posting, by=profile.user)


@pytest.mark.parametrize("verb", [interest.show, interest.withdraw])
def test_it_takes_a_profile(verb):
    posting, nobody = PostingFactory(), UserFactory()

    with pytest.raises(NoProfile):
        verb(posting, by=nobody)
