from datetime import UTC, datetime

import pytest

from accounts.enums import Role
from internships.postings.actions.editing import Edit
from internships.postings.signals import posting_changed, posting_moved
from tests.factories import MembershipFactory, UserFactory

NOW = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def by():
    """An Edit by whom it may concern: actions do not ask who; doors do."""

    def make(version=None, at=NOW):
        return Edit(by=UserFactory(), at=at, version=version)

    return make


@pytest.fixture
def heard():
    """What is announced, in order."""
    news = []

    def changed(sender, posting_id, **_):
        news.append(("changed", posting_id))

    def moved(sender, posting_id, source, target, **_):
        news.append(("moved", posting_id, source, target))

    posting_changed.connect(changed)
    posting_moved.connect(moved)
    yield news
    posting_changed.disconnect(changed)
    posting_moved.disconnect(moved)


@pytest.fixture
def editor_of():
    def find(posting):
        return MembershipFactory(organisation=posting.owner, role=Role.RECRUITER).user

    return find
