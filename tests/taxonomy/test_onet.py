import pytest

from taxonomy.imports.onet import import_onet
from taxonomy.imports.report import Changes
from taxonomy.imports.sources import CannotImport
from taxonomy.models import Skill, TaxonomyRevision

pytestmark = pytest.mark.django_db
OCCUPATIONS = [("11-1011.00", "Chief Executives"), ("15-1252.00", "Software Developers")]
TITLES = [
    ("11-1011.00", "Chief Executive Officer (CEO)", "CEO"),
    ("15-1252.00", "Application Developer", "n/a"),
    ("99-9999.00", "Nobody", "n/a"),
]


@pytest.fixture
def onet_folder(tmp_path):
    def written(occupations=OCCUPATIONS, titles=TITLES):
        for file, head, rows in (
            ("Occupation Data.txt", ("O*NET-SOC Code", "Title", "Description"), occupations),
            ("Alternate Titles.txt", ("O*NET-SOC Code", "Alternate Title", "Short Title"), titles),
        ):
            lines = ["\t".join([*row, *([""] * (len(head) - len(row)))]) for row in (head, *rows)]
            (tmp_path / file).write_text("\n".join(lines) + "\n", encoding="utf-8")
        return tmp_path

    return written


def changes(folder, **options):
    return import_onet(folder, **options).kinds["occupations"]


def test_occupations_come_with_their_titles(onet_folder):
    assert changes(onet_folder()) == Changes(added=2, skipped=1)

    chief = Skill.objects.get(key="onet-11-1011.00")
    assert (chief.kind, chief.origin, chief.label_en) == ("occupation", "onet", "Chief Executives")
    assert set(chief.aliases.values_list("text", "is_label", "origin")) == {
        ("Chief Executives", True, "onet"),
        ("Chief Executive Officer (CEO)", False, "onet"),
        ("CEO", False, "onet"),
    }


def test_importing_again_changes_nothing_and_is_not_dated(onet_folder):
    import_onet(onet_folder())

    assert changes(onet_folder()) == Changes(kept=2, skipped=1)
    assert TaxonomyRevision.objects.count() == 1


def test_what_a_later_release_lacks_retires_and_what_it_renames_changes(onet_folder):
    import_onet(onet_folder())

    assert changes(onet_folder([("11-1011.00", "Chiefs")])) == Changes(
        changed=1, skipped=2, retired=1
    )
    assert Skill.objects.get(key="onet-15-1252.00").retired


def test_a_dry_run_writes_nothing(onet_folder):
    assert changes(onet_folder(), dry_run=True).added == 2
    assert not Skill.objects.exists()


def test_files_that_are_not_there_or_lack_columns_are_refused(onet_folder, tmp_path):
    with pytest.raises(CannotImport, match="There is no folder"):
        import_onet(tmp_path / "nowhere")
    with pytest.raises(CannotImport, match="There is no file"):
        import_onet(tmp_path)
    folder = onet_folder()
    (folder / "Alternate Titles.txt").write_text("a\tb\n1\t2\n")
    with pytest.raises(CannotImport, match="columns are missing"):
        import_onet(folder)
