import pytest

from taxonomy.extraction import finder
from taxonomy.models import TaxonomyRevision
from tests.factories import SkillAliasFactory

pytestmark = pytest.mark.django_db


def found(text):
    return [mention.text for mention in finder().find(text)]


@pytest.fixture
def dated():
    return TaxonomyRevision.objects.create(source="test")


def test_the_finder_is_made_once_for_a_revision(dated, django_assert_num_queries):
    SkillAliasFactory(text="Python")
    first = finder()

    with django_assert_num_queries(1):
        second = finder()

    assert second is first


def test_a_new_revision_brings_the_new_names(dated):
    assert found("Python") == []
    SkillAliasFactory(text="Python")

    TaxonomyRevision.objects.create(source="test")

    assert found("Python") == ["Python"]


def test_an_undated_taxonomy_is_searched_as_it_is():
    SkillAliasFactory(text="Python")

    assert found("Python") == ["Python"]


def test_retired_skills_are_not_found(dated):
    SkillAliasFactory(text="Flash", skill__retired=True)

    assert found("Flash") == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ({"text": "R (programming language)"}, "R (programming language)"),
        ({"text": "source", "origin": "esco"}, "source"),
        ({"text": "perl", "origin": "esco"}, "perl"),
        ({"text": "Unity", "origin": "esco", "is_label": True}, "Unity"),
        ({"text": "and procedures", "origin": "esco"}, "and procedures"),
        ({"text": "do a b c d e f", "origin": "esco"}, "do a b c d e f"),
        ({"text": "Python", "origin": "esco"}, "python"),
        ({"text": "Unity"}, "in unity"),
    ],
)
def test_names_that_texts_use_otherwise_are_not_searched_for(dated, name, text):
    SkillAliasFactory(**name)

    assert found(text) == []


@pytest.mark.parametrize(
    "name",
    [
        {"text": "Unity"},
        {"text": "Python", "origin": "esco"},
        {"text": "plan events", "origin": "esco"},
        {"text": "hydroponics", "origin": "esco", "is_label": True},
        {"text": "do a b c d e f", "origin": "esco", "is_label": True},
    ],
)
def test_telling_names_are_found(dated, name):
    SkillAliasFactory(**name)

    assert found(name["text"]) == [name["text"]]


def test_the_cores_skill_is_meant_before_escos_and_a_label_before_an_alias(dated):
    SkillAliasFactory(text="data mining", origin="esco", is_label=True)
    SkillAliasFactory(text="data mining")
    label = SkillAliasFactory(text="data mining", is_label=True)

    assert [mention.skill_id for mention in finder().find("data mining")] == [label.skill_id]
