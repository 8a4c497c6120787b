import pytest

from taxonomy.enums import Origin
from taxonomy.imports.core import load_core
from taxonomy.imports.report import Changes
from taxonomy.models import Discipline, Industry, Region, Skill, SkillAlias, TaxonomyRevision

pytestmark = pytest.mark.django_db


def names(key):
    rows = SkillAlias.objects.filter(skill__key=key)
    return set(rows.values_list("language", "text", "exact_case", "is_label"))


def test_a_skill_is_loaded_with_labels_aliases_and_broader_skills(load, python, programming):
    report = load(python, programming)

    skill = Skill.objects.get(key="python")
    assert report == Changes(added=2)
    assert (skill.kind, skill.origin, skill.uri) == ("tool", Origin.CORE, python["esco_uri"])
    assert [above.key for above in skill.broader.all()] == ["programming"]
    assert names("python") == {
        ("en", "Python", False, True),
        ("en", "python3", False, False),
        ("en", "Py", True, False),
        ("zh", "Python", False, True),
        ("zh", "Python语言", False, False),
    }


def test_an_alias_written_like_the_label_makes_the_label_exact(load, programming):
    load({**programming, "label_en": "Go", "aliases_en": "=Go|golang"})

    assert names("programming") == {
        ("en", "Go", True, True),
        ("en", "golang", False, False),
        ("zh", "编程", False, True),
    }


def test_loading_the_same_files_again_changes_nothing(load, python, programming):
    load(python, programming)
    revisions = TaxonomyRevision.objects.count()

    report = load(python, programming)

    assert report == Changes(kept=2)
    assert TaxonomyRevision.objects.count() == revisions == 1


def test_what_differs_in_the_files_is_changed(load, python, programming):
    load(python, programming)

    report = load({**python, "aliases_en": "CPython", "broader": ""}, programming)

    assert report == Changes(changed=1, kept=1)
    assert ("en", "CPython", False, False) in names("python")
    assert ("en", "python3", False, False) not in names("python")
    assert not Skill.objects.get(key="python").broader.exists()


def test_a_skill_gone_from_the_files_retires_and_may_come_back(load, python, programming):
    load(python, programming)

    gone = load(programming)
    came_back = load(python, programming)

    assert gone == Changes(kept=1, retired=1)
    assert came_back == Changes(changed=1, kept=1)
    assert not Skill.objects.get(key="python").retired


def test_what_an_installation_added_stays(load, python, programming):
    load(python, programming)
    skill = Skill.objects.get(key="python")
    SkillAlias.objects.create(skill=skill, language="zh", text="蟒蛇")
    Skill.objects.create(key="local-x", kind="skill", origin=Origin.LOCAL, label_en="Ours")

    report = load(python, programming)

    assert report == Changes(kept=2)
    assert ("zh", "蟒蛇", False, False) in names("python")
    assert not Skill.objects.get(key="local-x").retired


def test_a_dry_run_reports_and_writes_nothing(core_folder, programming):
    report = load_core(core_folder(programming), dry_run=True)

    assert report.kinds["skills"] == Changes(added=1)
    assert not Skill.objects.exists()
    assert not TaxonomyRevision.objects.exists()


def test_the_revision_says_what_was_changed(load, programming):
    load(programming)

    revision = TaxonomyRevision.objects.get()
    assert revision.source == "core"
    assert revision.report["skills"] == {
        "added": 1,
        "changed": 0,
        "kept": 0,
        "skipped": 0,
        "retired": 0,
    }


def test_two_skills_may_swap_their_uris(load, python, programming):
    programming["esco_uri"] = "http://data.europa.eu/esco/skill/other"
    load(python, programming)

    report = load(
        {**python, "esco_uri": programming["esco_uri"]},
        {**programming, "esco_uri": python["esco_uri"]},
    )

    assert report == Changes(changed=2)
    assert Skill.objects.get(key="programming").uri == python["esco_uri"]


def test_classifications_come_with_their_parents(classified_folder):
    load_core(classified_folder)

    software = Discipline.objects.chinese().get(code="0809")
    assert (software.label_zh, software.parent.code, software.isced.scheme) == (
        "计算机类",
        "08",
        "isced",
    )
    assert Discipline.objects.international().get(code="0613").parent.parent.code == "06"
    assert Industry.objects.get(code="01").parent.code == "A"
    assert Region.objects.get(code="110000").parent.code == "CN"


def test_a_changed_entry_is_written_and_the_others_are_kept(classified_folder):
    load_core(classified_folder)
    file = classified_folder / "languages.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("French", "Français"), "utf-8")

    report = load_core(classified_folder)

    assert report.kinds["languages"] == Changes(changed=1, kept=73)
    assert report.kinds["regions"].changed == 0
