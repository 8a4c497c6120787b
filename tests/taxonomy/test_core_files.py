"""Files that cannot be used are refused whole, and every wrong line is named."""

import pytest

from taxonomy.imports.core import load_core
from taxonomy.imports.sources import CannotImport
from taxonomy.models import Skill

pytestmark = pytest.mark.django_db


WRONG = {
    "the key “Python 3” is not lower-case": {"key": "Python 3"},
    "the kind “magic” is not known": {"kind": "magic"},
    "“python” lacks a label": {"label_zh": ""},
    "is not an ESCO URI": {"esco_uri": "https://example.org/python"},
    "is too long": {"aliases_en": "x" * 301},
    "there is no broader skill “nothing”": {"broader": "nothing"},
    "go in a circle: python → python": {"broader": "python"},
    "“programming” stands here twice": {"key": "programming", "broader": ""},
}


@pytest.mark.parametrize("message", WRONG)
def test_a_wrong_line_is_named_and_nothing_is_written(core_folder, python, programming, message):
    folder = core_folder(programming, {**python, **WRONG[message]})

    with pytest.raises(CannotImport) as refused:
        load_core(folder)

    assert refused.value.problems[0].startswith("all.csv, line 3: ")
    assert message in refused.value.problems[0]
    assert not Skill.objects.exists()


def test_a_long_circle_is_shown_along_its_way(core_folder, python, programming):
    folder = core_folder({**programming, "broader": "python"}, python)

    with pytest.raises(CannotImport, match="circle: programming → python → programming"):
        load_core(folder)


def test_all_problems_are_told_at_once_but_not_hundreds(core_folder, programming):
    rows = [{**programming, "key": f"k{number}", "kind": "magic"} for number in range(25)]

    with pytest.raises(CannotImport) as refused:
        load_core(core_folder(*rows))

    assert len(refused.value.problems) == 25
    assert str(refused.value).endswith("… and 5 more.")


def test_a_missing_column_is_named(core_folder, programming):
    folder = core_folder(programming)
    (folder / "languages.csv").write_text("code,label_en\nen,English\n", encoding="utf-8")

    with pytest.raises(CannotImport, match=r"languages\.csv: columns are missing: label_zh"):
        load_core(folder)


def test_a_missing_file_is_named(core_folder, programming):
    folder = core_folder(programming)
    (folder / "regions.csv").unlink()

    with pytest.raises(CannotImport, match=r"There is no file .*regions.csv"):
        load_core(folder)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("Z1,division,No parent,无,ZZ", "parent: there is no “ZZ” above it"),
        ("Z1,planet,Level,层,A", "the level “planet” is not known"),
        ("A,section,Again,再,", "the code “A” is empty or repeated"),
        ("Z1,division,,缺,A", "the English label is missing"),
        ("Z1,division,Circle,圈,Z1", "entries go in a circle: Z1 → Z1"),
    ],
)
def test_a_wrong_entry_is_named(classified_folder, line, message):
    file = classified_folder / "industries.csv"
    file.write_text(file.read_text(encoding="utf-8").rstrip() + f"\n{line}\n", encoding="utf-8")

    with pytest.raises(CannotImport, match=r"industries\.csv, line") as refused:
        load_core(classified_folder)

    assert message in str(refused.value)
