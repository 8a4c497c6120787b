import pytest

from taxonomy.models import SkillLink
from tests.factories import (
    DisciplineFactory,
    IndustryFactory,
    LanguageFactory,
    RegionFactory,
    SkillAliasFactory,
    SkillFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

MADE_BY = {
    "skills": SkillFactory,
    "disciplines": DisciplineFactory,
    "industries": IndustryFactory,
    "regions": RegionFactory,
    "languages": LanguageFactory,
}


@pytest.fixture
def person(client):
    client.force_login(UserFactory())
    return client


def listed(client, path, **query):
    return client.get(f"/api/v1/{path}/", query).json()["results"]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("path", MADE_BY)
def test_listing_costs_the_same_queries_for_any_number(
    person, django_assert_num_queries, path, count
):
    MADE_BY[path].create_batch(count)

    with django_assert_num_queries(3):  # session, user, entries
        answer = person.get(f"/api/v1/{path}/")

    assert len(answer.json()["results"]) == count


@pytest.mark.parametrize("path", MADE_BY)
def test_strangers_read_nothing_and_nobody_writes(client, path):
    assert client.get(f"/api/v1/{path}/").status_code == 401
    client.force_login(UserFactory())

    assert client.post(f"/api/v1/{path}/", {}, "application/json").status_code == 405


def test_a_skill_is_told_with_its_names_and_neighbours(person):
    skill = SkillFactory(key="python", label_en="Python", label_zh="Python")
    above, below = SkillFactory(key="programming"), SkillFactory(key="pandas")
    SkillLink.objects.create(skill=skill, broader=above)
    SkillLink.objects.create(skill=below, broader=skill)
    SkillAliasFactory(skill=skill, text="py3")

    told = person.get(f"/api/v1/skills/{skill.pk}/").json()

    assert told["aliases"] == [
        {
            "language": "en",
            "text": "py3",
            "exact_case": False,
            "is_label": False,
            "origin": "core",
        }
    ]
    assert [each["key"] for each in told["broader"]] == ["programming"]
    assert [each["key"] for each in told["narrower"]] == ["pandas"]


@pytest.mark.parametrize("count", [1, 3])
def test_a_skill_costs_the_same_queries_for_any_number_of_neighbours(
    person, django_assert_num_queries, count
):
    skill = SkillFactory()
    for _each in range(count):
        SkillLink.objects.create(skill=SkillFactory(), broader=skill)
        SkillAliasFactory(skill=skill)

    with django_assert_num_queries(6):  # session, user, skill, names, broader, narrower
        person.get(f"/api/v1/skills/{skill.pk}/")


def test_skills_are_searched_by_any_name_in_either_language(person):
    skill = SkillFactory()
    SkillAliasFactory(skill=skill, text="机器学习", language="zh")
    SkillAliasFactory(skill=skill, text="machine learning")
    SkillFactory()

    assert [each["id"] for each in listed(person, "skills", search="Ｌearn")] == [skill.pk]
    assert [each["id"] for each in listed(person, "skills", search="学习")] == [skill.pk]


def test_skills_are_filtered_by_kind_origin_and_key(person):
    skill = SkillFactory(kind="tool", origin="local", key="ours")
    SkillFactory(kind="language")

    for query in ({"kind": "tool"}, {"origin": "local"}, {"key": "ours"}):
        assert [each["id"] for each in listed(person, "skills", **query)] == [skill.pk]


def test_retired_skills_are_not_listed_but_can_be_read(person):
    skill = SkillFactory(retired=True)

    assert listed(person, "skills") == []
    assert person.get(f"/api/v1/skills/{skill.pk}/").json()["retired"]


def test_classifications_are_filtered_by_parent_level_and_label(person):
    above = DisciplineFactory(level="broad", label_en="Arts")
    below = DisciplineFactory(parent=above, label_zh="美术学")

    assert [each["id"] for each in listed(person, "disciplines", parent=above.pk)] == [below.pk]
    assert [each["id"] for each in listed(person, "disciplines", level="broad")] == [above.pk]
    assert [each["id"] for each in listed(person, "disciplines", search="art")] == [above.pk]
    assert [each["id"] for each in listed(person, "disciplines", search="美术")] == [below.pk]


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("skills", {"kind": "magic"}),
        ("skills", {"search": "x" * 101}),
        ("regions", {"parent": "x"}),
        ("disciplines", {"scheme": "x"}),
    ],
)
def test_a_filter_that_cannot_be_meant_is_refused(person, path, query):
    assert person.get(f"/api/v1/{path}/", query).status_code == 400


def test_pages_follow_each_other_by_age(person):
    skills = SkillFactory.create_batch(3)

    first = person.get("/api/v1/skills/", {"page_size": 2}).json()
    second = person.get(first["next"]).json()

    ids = [each["id"] for each in first["results"] + second["results"]]
    assert ids == [skill.pk for skill in skills]
