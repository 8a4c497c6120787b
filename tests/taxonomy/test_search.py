import pytest

from taxonomy.search import resolve, suggest
from tests.factories import SkillAliasFactory, SkillFactory

pytestmark = pytest.mark.django_db


def named(en, zh="", *aliases, **more):
    """A skill with label rows and English aliases."""
    skill = SkillFactory(label_en=en, label_zh=zh, **more)
    SkillAliasFactory(skill=skill, text=en, is_label=True)
    if zh:
        SkillAliasFactory(skill=skill, text=zh, language="zh", is_label=True)
    for alias in aliases:
        SkillAliasFactory(skill=skill, text=alias)
    return skill


def shown(text, **options):
    return [(each.label, each.other) for each in suggest(text, **options)]


def test_names_that_start_so_come_before_words_and_parts_of_words():
    for label in ["Deep learning", "Unlearning", "Learning theory", "Learn"]:
        named(label)

    assert [label for label, _other in shown("LEARN")] == [
        "Learn",
        "Learning theory",
        "Deep learning",
        "Unlearning",
    ]


def test_a_skill_is_suggested_in_the_language_one_types():
    named("Machine learning", "机器学习", "ML")

    assert shown("mach") == [("Machine learning", "机器学习")]
    assert shown("机器") == [("机器学习", "Machine learning")]
    assert shown("学习") == [("机器学习", "Machine learning")]
    assert shown("ｍＬ") == [("Machine learning", "机器学习")]


def test_an_alias_that_only_esco_gives_is_not_the_best_answer():
    statistics = named("Statistics")
    SkillAliasFactory(skill=statistics, text="data", origin="esco")
    named("Data mining")

    assert shown("data") == [("Data mining", ""), ("Statistics", "")]


def test_a_skill_is_suggested_once_however_many_names_fit():
    named("Python", "Python", "Python 3", "python programming")

    assert shown("pyth") == [("Python", "Python")]


def test_one_letter_is_only_looked_for_at_the_start():
    named("Robotics")
    named("Arc welding")

    assert shown("r") == [("Robotics", "")]


def test_retired_skills_and_too_many_are_left_out():
    named("Flash", retired=True)
    for number in range(4):
        named(f"Flask {number}")

    assert shown("fla", limit=3) == [("Flask 0", ""), ("Flask 1", ""), ("Flask 2", "")]


@pytest.mark.parametrize("text", ["", "   ", "%", "_", "\\", "x" * 5000, "'; --"])
def test_odd_typing_suggests_nothing(text):
    named("Python")

    assert suggest(text) == []


def test_suggesting_costs_two_queries_at_most(django_assert_num_queries):
    for number in range(3):
        named(f"Skill of number {number}", "技能")

    with django_assert_num_queries(2):
        suggest("number")


@pytest.mark.parametrize("text", ["Machine learning", " machine  LEARNING ", "ＭＬ", "机器学习"])
def test_a_typed_name_is_resolved(text):
    skill = named("Machine learning", "机器学习", "ML")

    assert resolve(text) == skill


@pytest.mark.parametrize("text", ["", " ", "machine", "learning machine", "机器"])
def test_other_text_is_no_skill(text):
    named("Machine learning", "机器学习")

    assert resolve(text) is None


def test_a_retired_skill_is_no_longer_meant():
    named("Flash", retired=True)

    assert resolve("Flash") is None


def test_a_label_is_resolved_even_without_its_row_of_names():
    skill = SkillFactory(label_en="Python", label_zh="蟒蛇")

    assert [resolve("python"), resolve("蟒蛇")] == [skill, skill]


def test_of_two_skills_with_one_name_the_cores_label_is_meant():
    esco = SkillFactory(origin="esco")
    SkillAliasFactory(skill=esco, text="Welding", origin="esco", is_label=True)
    SkillAliasFactory(text="welding")
    skill = named("Welding")

    assert resolve("welding") == skill
