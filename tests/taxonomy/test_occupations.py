import pytest

from taxonomy.extraction import OccupationFinder, finder, occupation_finder
from taxonomy.models import Skill
from taxonomy.search import resolve, suggest
from tests.factories import SkillAliasFactory

pytestmark = pytest.mark.django_db
ENGINEER, DRIVER, ANALYST, ACCOUNTANT = 1, 2, 3, 4
NAMES = [
    (ENGINEER, "Data engineer"),
    (ENGINEER, "数据工程师"),
    (DRIVER, "Driver"),
    (ANALYST, "Data analyst (finance)"),
    (ACCOUNTANT, "会计"),
]


@pytest.fixture
def find():
    return OccupationFinder(NAMES).find


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Senior Data-Engineer, Suzhou", [ENGINEER]),
        ("招聘数据工程师(实习)", [ENGINEER]),
        ("data engineer\nor data analyst", [ENGINEER, ANALYST]),
        ("Driver", [DRIVER]),
        ("driver\r\nin Suzhou", [DRIVER]),
        ("会计", [ACCOUNTANT]),
    ],
)
def test_occupations_are_found_in_titles(find, text, expected):
    assert find(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "data engineers' tools, which every one of our many teams in the building has to know",
        "与数据工程师和产品经理一起,把分散在各处的业务数据整理成大家都看得懂的报表和文档",
        "a device driver",
        "会计专业",
        "big data engineering",
    ],
)
def test_running_text_and_single_words_within_a_line_mean_something_else(find, text):
    assert find(text) == []


def test_a_name_of_several_occupations_means_each_of_them_unless_there_are_too_many():
    several = OccupationFinder(
        [(1, "test lead"), (2, "Test Lead"), *((n, "any job") for n in range(5))]
    )

    assert several.find("Test lead") == [1, 2]
    assert several.find("any job") == []


def test_occupations_do_not_hide_skills_and_are_no_skills():
    SkillAliasFactory(text="data")
    job = SkillAliasFactory(text="data engineer", skill__kind="occupation").skill
    SkillAliasFactory(text="data janitor", skill__kind="occupation", skill__retired=True)

    assert [each.text for each in finder().find("data engineer")] == ["data"]
    assert occupation_finder().find("data engineer\ndata janitor") == [job.pk]


def test_nobody_picks_an_occupation_as_a_skill():
    job = SkillAliasFactory(text="data engineer", skill__kind="occupation").skill

    assert suggest("data eng") == []
    assert resolve("data engineer") is None
    assert job not in Skill.objects.usable()
    assert list(Skill.objects.occupations()) == [job]
