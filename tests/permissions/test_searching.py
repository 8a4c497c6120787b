"""Looking for what one may not read finds as much as looking for nonsense: nothing."""

import pytest
from django.urls import reverse

from tests.permissions.asking import asked
from tests.permissions.readers import may_read
from tests.permissions.world import ACTORS

pytestmark = pytest.mark.django_db
NONSENSE = "zqnothingisofthisnameqz"
HIDDEN_ORGANISATIONS = ("raw.name_en", "raw.domain", "waiting.name_zh", "suspended.domain")
HIDDEN_POSTINGS = (
    "draft.title_en",
    "review.text_en",
    "paused.title_zh",
    "open.history",
    "open.source",
    "suspended.posting.title_en",
    "raw.draft.title_en",
)
SEARCHES = {
    "accounts:organisation-list": ("q", HIDDEN_ORGANISATIONS),
    "accounts:acceptance-list": ("q", (*HIDDEN_ORGANISATIONS, "accepted.note")),
    "accounts:student-list": ("q", ("student.name", "shy.email", "willing.programme")),
    "postings:list": ("q", HIDDEN_POSTINGS),
    "postings:mine": ("q", (*HIDDEN_POSTINGS, "open.title_en")),
    "postings:outcome-list": ("q", ("raw.outcome.title_en", "raw.outcome.title_zh")),
    "matching:for-you": ("q", HIDDEN_POSTINGS),
    "organisation-list": ("q", HIDDEN_ORGANISATIONS),
    "posting-list": ("q", HIDDEN_POSTINGS),
}
SEARCHERS = ("anon", "new", "sstu", "srec", "scoo")


@pytest.mark.parametrize("name", SEARCHES)
def test_a_search_finds_nothing_one_may_not_read(world, name):
    parameter, labels = SEARCHES[name]
    sentinel_of = {label: sentinel for sentinel, label in world.book.label_of.items()}

    for actor in SEARCHERS:
        empty = answer_to(world, name, parameter, NONSENSE, actor)
        for label in labels:
            hidden = f"north.{label}"
            answer = answer_to(world, name, parameter, sentinel_of[hidden], actor)
            assert not may_read(ACTORS[actor], hidden) or label == "open.title_en"
            assert (actor, label, answer) == (actor, label, empty)


def answer_to(world, name, parameter, words, actor):
    """Status and body, without the words that were asked for."""
    path = f"{reverse(name)}?{parameter}={words}"
    api = path.startswith("/api/")
    answer = asked(world, path, method="GET", body={}, actor=actor, as_json=api)
    status, headers, text = answer.look
    return status, headers, text.replace(words, "")


def test_a_search_finds_what_one_may_read(world):
    """Otherwise the test above would prove nothing."""
    sentinel_of = {label: sentinel for sentinel, label in world.book.label_of.items()}

    for name, label in (
        ("accounts:organisation-list", "north.company.name_en"),
        ("postings:list", "north.open.title_en"),
        ("accounts:student-list", "south.shy.email"),
        ("organisation-list", "north.company.name_en"),
        ("posting-list", "north.open.title_en"),
    ):
        empty = answer_to(world, name, "q", NONSENSE, "scoo")
        assert answer_to(world, name, "q", sentinel_of[label], "scoo") != empty
