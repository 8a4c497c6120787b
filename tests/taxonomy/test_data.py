"""The files that ship: what every one of them keeps to."""

import re
from collections import defaultdict

import pytest

from taxonomy.enums import SkillKind
from taxonomy.extraction.folding import folded_name
from taxonomy.imports.core import SHIPPED
from taxonomy.imports.core_entries import read_core_entries
from taxonomy.imports.core_skills import read_core_skills
from taxonomy.imports.links import circle

HAN = re.compile(r"[\u4e00-\u9fff]")
FILES = sorted((SHIPPED / "skills").glob("*.csv"))


@pytest.fixture(scope="module")
def plans():
    return read_core_skills(SHIPPED / "skills")


def test_the_files_are_valid_and_many(plans):
    assert len(plans) >= 1500
    assert len(FILES) >= 12


def test_the_other_files_are_valid():
    entries = read_core_entries(SHIPPED)

    assert len(entries.isced) >= 200
    assert len(entries.chinese) >= 100
    assert len(entries.industries) >= 100
    assert len(entries.regions) >= 400
    assert len(entries.languages) >= 50


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_files_end_lines_as_unix_does_and_are_plain_utf8(file):
    raw = file.read_bytes()

    assert b"\r" not in raw
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert raw.decode("utf-8").endswith("\n")


def test_every_skill_has_both_labels_and_an_alias(plans):
    bare = [
        plan.key
        for plan in plans
        if not (plan.label_en and plan.label_zh) or all(name.is_label for name in plan.names)
    ]

    assert bare == []


def test_broader_skills_go_in_no_circle(plans):
    assert circle({plan.key: plan.broader for plan in plans}) == []


def test_chinese_labels_are_chinese_or_a_products_name(plans):
    foreign = [
        plan.key
        for plan in plans
        if not HAN.search(plan.label_zh)
        and plan.label_zh.casefold() not in plan.label_en.casefold()
    ]

    assert foreign == []


def test_english_names_hold_no_chinese(plans):
    mixed = [
        name.text
        for plan in plans
        for name in plan.names
        if name.language == "en" and HAN.search(name.text)
    ]

    assert mixed == []


def test_no_name_means_two_skills(plans):
    """Of an occupation and a skill it may: they are searched for apart."""
    meant = defaultdict(set)
    for plan in plans:
        for name in plan.names:
            kind = plan.kind == SkillKind.OCCUPATION
            meant[folded_name(name.text), kind].add(plan.key)

    shared = {text: keys for text, keys in meant.items() if len(keys) > 1}

    assert shared == {}


@pytest.mark.parametrize("name", ["ordinary_words.txt", "decoys.txt"])
def test_word_lists_are_folded_and_without_repeats(name):
    lines = (SHIPPED / name).read_text(encoding="utf-8").splitlines()
    words = [line for line in lines if not line.startswith("#")]

    assert [word for word in words if word != word.strip().casefold() or not word] == []
    assert len(words) == len(set(words))
