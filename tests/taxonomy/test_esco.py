import time

import pytest

from taxonomy.enums import Origin
from taxonomy.imports.core import load_core
from taxonomy.imports.esco import import_esco
from taxonomy.imports.report import Changes
from taxonomy.imports.sources import CannotImport
from taxonomy.models import Skill, SkillAlias, TaxonomyRevision
from tests.taxonomy.conftest import ESCO, write_esco

pytestmark = pytest.mark.django_db


@pytest.fixture
def core(load, python, programming):
    return load(python, programming)


def test_the_cores_skill_keeps_its_name_and_gains_escos_aliases(core, esco_folder):
    import_esco(esco_folder)

    skill = Skill.objects.get(uri=f"{ESCO}python")
    added = skill.aliases.filter(origin=Origin.ESCO)
    assert (skill.key, skill.label_en, skill.origin) == ("python", "Python", Origin.CORE)
    assert set(added.values_list("text", "is_label")) == {
        ("Python (computer programming)", False),
        ("Python 3.x", False),
    }


def test_escos_own_skills_are_added_with_kind_names_and_links(core, esco_folder):
    import_esco(esco_folder)

    skill = Skill.objects.get(key="esco-pandas")
    assert (skill.kind, skill.origin, skill.label_zh) == ("skill", Origin.ESCO, "")
    assert set(skill.aliases.values_list("text", "is_label")) == {
        ("analyse data with pandas", True),
        ("use pandas", False),
    }
    assert {above.key for above in skill.broader.all()} == {"python", "esco-S5"}
    assert Skill.objects.get(key="esco-english").kind == "language"


def test_groups_hold_skills_together_without_names(core, esco_folder):
    import_esco(esco_folder)

    assert not Skill.objects.get(key="esco-S5").aliases.exists()
    assert not Skill.objects.filter(key="esco-unused").exists()


def test_the_core_says_itself_what_its_skills_are_part_of(core, esco_folder):
    import_esco(esco_folder)

    assert [above.key for above in Skill.objects.get(key="python").broader.all()] == ["programming"]


def test_the_report_counts_what_was_added_changed_kept_and_skipped(core, esco_folder):
    first = import_esco(esco_folder)
    second = import_esco(esco_folder)

    assert first.kinds == {
        "skills": Changes(added=2, changed=1, skipped=1),
        "groups": Changes(added=1),
    }
    assert second.kinds == {"skills": Changes(kept=3, skipped=1), "groups": Changes(kept=1)}
    assert list(TaxonomyRevision.objects.order_by("pk").values_list("source", flat=True)) == [
        "core",
        "esco esco",
    ]


def test_a_dry_run_writes_nothing(core, esco_folder):
    report = import_esco(esco_folder, dry_run=True)

    assert report.kinds["skills"].added == 2
    assert not Skill.objects.filter(origin=Origin.ESCO).exists()


def test_loading_the_core_again_keeps_what_esco_added(load, core, esco_folder, python, programming):
    import_esco(esco_folder)
    before = SkillAlias.objects.count()

    report = load(python, programming)

    assert report == Changes(kept=2)
    assert SkillAlias.objects.count() == before


def test_the_core_takes_up_a_skill_that_esco_brought_first(load, esco_folder, python, programming):
    import_esco(esco_folder)
    brought = Skill.objects.get(uri=f"{ESCO}python").pk

    load(python, programming)

    skill = Skill.objects.get(key="python")
    assert (skill.pk, skill.origin) == (brought, Origin.CORE)
    assert skill.aliases.get(language="en", is_label=True).text == "Python"
    assert import_esco(esco_folder).kinds["skills"] == Changes(changed=1, kept=2, skipped=1)
    assert import_esco(esco_folder).kinds["skills"] == Changes(kept=3, skipped=1)


def test_a_core_skill_that_gets_a_uri_later_takes_it_from_escos_row(
    load, esco_folder, python, programming
):
    load({**python, "esco_uri": ""}, programming)
    import_esco(esco_folder)

    load(python, programming)

    assert Skill.objects.get(uri=f"{ESCO}python").key == "python"
    assert Skill.objects.get(key="esco-python").retired


def test_a_skill_gone_from_the_release_retires(core, esco_folder):
    import_esco(esco_folder)
    write_esco(
        esco_folder,
        skills=[("python", "knowledge", "Python (computer programming)", "Python 3.x\nPYTHON")],
        groups=[],
        links=[],
    )

    report = import_esco(esco_folder)

    assert report.kinds["skills"] == Changes(kept=1, retired=3)
    assert Skill.objects.get(key="esco-pandas").retired


def test_a_missing_folder_or_file_is_named(esco_folder, tmp_path):
    with pytest.raises(CannotImport, match="There is no folder"):
        import_esco(tmp_path / "nowhere")
    (esco_folder / "skillGroups_en.csv").unlink()
    with pytest.raises(CannotImport, match=r"There is no file .*skillGroups_en.csv"):
        import_esco(esco_folder)


def test_a_missing_column_is_named(esco_folder):
    (esco_folder / "skillGroups_en.csv").write_text("conceptUri\nx\n", encoding="utf-8")

    with pytest.raises(CannotImport, match=r"skillGroups_en\.csv: columns are missing: preferred"):
        import_esco(esco_folder)


def test_a_file_in_another_encoding_is_named(esco_folder):
    (esco_folder / "skillGroups_en.csv").write_bytes(
        "conceptUri,preferredLabel\nx,café\n".encode("cp1252")
    )

    with pytest.raises(CannotImport, match=r"skillGroups_en\.csv: The file's encoding is not"):
        import_esco(esco_folder)


@pytest.mark.shared_data
def test_a_whole_release_merges_with_the_core_and_is_kept_the_second_time(shared_data):
    load_core()
    release = shared_data / "esco_1.1.1_en"
    started = time.process_time()

    first = import_esco(release)
    seconds = time.process_time() - started
    second = import_esco(release)

    skills = first.kinds["skills"]
    assert skills.added + skills.changed + skills.kept == 13_890
    assert skills.skipped == 6
    assert not second.any
    assert second.kinds["skills"].kept == 13_890
    assert seconds < 60


@pytest.mark.shared_data
def test_every_uri_of_the_core_is_one_of_escos(shared_data):
    load_core()
    import_esco(shared_data / "esco_1.1.1_en", dry_run=True)
    text = (shared_data / "esco_1.1.1_en" / "skills_en.csv").read_text(encoding="utf-8")

    uris = Skill.objects.exclude(uri=None).values_list("uri", flat=True)

    assert [uri for uri in uris if uri not in text] == []
