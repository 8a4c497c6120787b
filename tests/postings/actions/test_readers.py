import pytest

from internships.postings.actions import readers, saved
from internships.postings.signals import posting_opened, posting_saved
from tests.factories import PostingFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard():
    """What was announced since, by signal."""
    news = []

    def listen(signal, **facts):
        news.append((signal, {name: facts[name] for name in facts if name != "sender"}))

    for signal in (posting_opened, posting_saved):
        signal.connect(listen)
    yield news
    for signal in (posting_opened, posting_saved):
        signal.disconnect(listen)


def test_who_opens_a_page_is_announced_with_where_they_came_from(heard):
    posting, user = PostingFactory(), UserFactory()

    readers.open_page(posting, by=user, came_from="matches")

    expected = {"posting_id": posting.pk, "user_id": user.pk, "came_from": "matches"}
    assert heard == [(posting_opened, expected)]


def test_a_bookmark_is_announced_once(heard):
    posting, user = PostingFactory(), UserFactory()

    saved.save(posting, by=user)
    saved.save(posting, by=user)

    assert heard == [(posting_saved, {"posting_id": posting.pk, "user_id": user.pk})]
