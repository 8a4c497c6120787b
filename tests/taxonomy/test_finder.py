import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.extraction.finder import Mention, SkillFinder, Surface


def found(names, text, *, decoys=()):
    """What is found of these names; “=” before one makes its case count."""
    surfaces = [
        Surface(number, name.removeprefix("="), "en", name.startswith("="))
        for number, name in enumerate(names)
    ]
    return [mention.text for mention in SkillFinder(surfaces, decoys=decoys).find(text)]


def test_a_mention_says_which_skill_where_and_how_it_was_written():
    finder = SkillFinder([Surface(7, "Python", "en"), Surface(9, "机器学习", "zh")])

    assert finder.find("熟悉PYTHON，了解机器学习") == [
        Mention(skill_id=7, start=2, end=8, text="PYTHON"),
        Mention(skill_id=9, start=11, end=15, text="机器学习"),
    ]


@pytest.mark.parametrize(
    ("names", "text", "expected"),
    [
        (["learning", "machine learning"], "machine learning", ["machine learning"]),
        (["java", "java script"], "java scripting", ["java"]),
        (["a b", "b c d"], "a b c d", ["a b"]),
        (["学习", "机器学习", "学习算法"], "机器学习算法", ["机器学习"]),
        (["machine learning"], "Machine-Learning\nmachine\nlearning", None),
    ],
)
def test_the_leftmost_and_then_the_longest_name_counts(names, text, expected):
    assert found(names, text) == (expected or ["Machine-Learning", "machine\nlearning"])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("java", "javascript"),
        ("script", "javascript"),
        ("sql", "mysql"),
        ("python", "python_2"),
        ("=C", "C++ and C#, C-level, R&C, C.elegans, C's"),
        ("=R", "R&D, J.R.R. Tolkien, -R"),
        ("C++", "C+++"),
        (".NET", "example.net"),
        ("python", "see https://docs.python/ and python@example.org or www.x/python"),
        ("github", "github.com/synnet"),
        ("machine learning", "machine\n\nlearning"),
    ],
)
def test_a_part_of_a_word_or_an_address_is_no_mention(name, text):
    assert found([name], text) == []


@pytest.mark.parametrize(
    ("name", "text", "mention"),
    [
        ("C++", "C++11 or", "C++"),
        ("C++", "熟悉C++，", "C++"),
        ("C#", "(C#)", "C#"),
        (".NET", "in .NET.", ".NET"),
        ("Node.js", "node.js,", "node.js"),
        ("=C", "C, C/C++", "C"),
        ("=Go", "We use Go.", "Go"),
        ("=R", "用R语言", "R"),
        ("python", "Python-based", "Python"),
        ("python", "Ｐｙｔｈｏｎ", "Ｐｙｔｈｏｎ"),
        ("AI技术", "AI 技术", "AI 技术"),
    ],
)
def test_names_with_signs_and_in_mixed_scripts_are_found(name, text, mention):
    assert found([name], text)[0] == mention


@pytest.mark.parametrize(
    ("name", "text", "mentions"),
    [
        ("neural network", "Neural networks", ["Neural networks"]),
        ("=LLM", "LLMs and LLMS", ["LLMs"]),
        ("ros", "ross", []),
        ("=AI", "AIs", []),
        ("mathematics", "mathematicss", []),
    ],
)
def test_longer_names_may_stand_in_the_plural(name, text, mentions):
    assert found([name], text) == mentions


def test_exact_names_count_only_as_written():
    assert found(["=ROS"], "ROS, ros and ＲＯＳ") == ["ROS", "ＲＯＳ"]


def test_of_two_skills_with_one_name_the_first_that_fits_is_meant():
    names = [Surface(1, "Ai", "en", True), Surface(2, "AI", "en", True), Surface(3, "ai", "en")]

    mentions = SkillFinder(names).find("AI Ai ai")

    assert [mention.skill_id for mention in mentions] == [2, 1, 3]


@pytest.mark.parametrize("name", ["云", " ", "", "，"])
def test_one_chinese_character_never_matches(name):
    assert found([name], "云，计算 云") == []


def test_a_decoy_hides_what_it_holds():
    assert found(["化工"], "自动化工作与化工", decoys=["化工作"]) == ["化工"]
    assert found(["react"], "React to news with React", decoys=["react to"]) == ["React"]


def test_without_names_nothing_is_found():
    assert SkillFinder([]).find("anything") == []


LETTERS = "abA机器 \n.+-sß"
NAMES = st.lists(st.text(alphabet="ab机器.+s", min_size=1, max_size=6), max_size=6, unique=True)


def as_pattern(name):
    """The rules for one name, said once more as a regular expression."""
    left = "(?<![abs])" if name[0] in "abs." else ""
    if left and len(name) <= 2:
        left += r"(?<![.+])"
    if name[-1] not in "abs":
        return left + re.escape(name) + (r"(?!\+)" if name[-1] == "+" else "")
    plural = "s?" if len(name) >= 5 and name[-1] != "s" else ""
    right = r"(?![abs])(?!\+\+)"
    if len(name) <= 2:
        right = r"(?![abs+])(?!\.[^ ])"
    return left + re.escape(name) + plural + right


def naive(names, text):
    """Every name tried at every place."""
    patterns = [re.compile(as_pattern(name)) for name in names if len(name) > 1 or name in "abs"]
    found, place = [], 0
    while place < len(text):
        ends = [match.end() for each in patterns if (match := each.match(text, place))]
        if ends:
            found.append((place, max(ends)))
        place = max(ends, default=place + 1)
    return found


@given(NAMES, st.text(alphabet="ab机器.+s", max_size=20))
def test_one_pass_finds_what_trying_every_name_everywhere_finds(names, text):
    finder = SkillFinder([Surface(number, name, "en") for number, name in enumerate(names)])

    assert [(each.start, each.end) for each in finder.find(text)] == naive(names, text)


@given(NAMES, st.text(alphabet=LETTERS, max_size=30))
def test_mentions_are_in_order_apart_and_as_they_stand_in_the_text(names, text):
    finder = SkillFinder([Surface(number, name, "en") for number, name in enumerate(names)])

    mentions = finder.find(text)

    assert all(text[each.start : each.end] == each.text for each in mentions)
    ends = [0, *(each.end for each in mentions)]
    assert all(each.start >= end for each, end in zip(mentions, ends, strict=False))
