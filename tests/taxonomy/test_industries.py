import pytest

from taxonomy.imports.core import load_core
from taxonomy.imports.industries import import_industries
from taxonomy.imports.report import Changes
from taxonomy.imports.sources import CannotImport
from taxonomy.models import Industry

pytestmark = pytest.mark.django_db
HEAD = "code,name_zh,level,parent\n"


@pytest.fixture
def listed(classified_folder, tmp_path):
    """A file of these lines, beside the industries that ship."""
    load_core(classified_folder)

    def file(lines):
        place = tmp_path / "list.csv"
        place.write_text(HEAD + lines, encoding="utf-8")
        return place

    return file


def test_groups_and_classes_stand_under_the_divisions_that_ship(listed):
    report = import_industries(listed("0111,稻谷种植,4,011\n011,谷物种植,3,01\n"))

    rice = Industry.objects.get(code="0111")
    assert report.kinds == {"industries": Changes(added=2)}
    assert (rice.level, rice.label) == ("class", "稻谷种植")
    assert [rice.parent.code, rice.parent.parent.code] == ["011", "01"]


def test_what_ships_stays_as_it_is(listed):
    before = Industry.objects.get(code="01").label_zh

    report = import_industries(listed("01,别的名字,2,A\n"))

    assert report.kinds == {"industries": Changes(kept=1)}
    assert Industry.objects.get(code="01").label_zh == before


def test_importing_again_changes_nothing(listed):
    file = listed("011,谷物种植,3,01\n")
    import_industries(file)

    assert import_industries(file).kinds == {"industries": Changes(kept=1)}


def test_a_dry_run_writes_nothing(listed):
    import_industries(listed("011,谷物种植,3,01\n"), dry_run=True)

    assert not Industry.objects.filter(code="011").exists()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("012,,3,01", "the code or the name is missing"),
        ("011,谷物种植,3,01", "the code “011” stands here twice"),
        ("012,豆类种植,7,01", "the level “7” is not 1, 2, 3 or 4"),
        ("012,豆类种植,3,ZZ", "there is no industry “ZZ” above it"),
    ],
)
def test_a_wrong_line_refuses_the_file(listed, line, message):
    file = listed(f"011,谷物种植,3,01\n{line}\n")

    with pytest.raises(CannotImport) as refused:
        import_industries(file)

    assert refused.value.problems == [f"list.csv, line 3: {message}"]
    assert not Industry.objects.filter(code="011").exists()


def test_a_circle_is_refused(listed):
    with pytest.raises(CannotImport, match="circle: 011 → 0111 → 011"):
        import_industries(listed("011,谷物种植,3,0111\n0111,稻谷种植,4,011\n"))


@pytest.mark.shared_data
def test_the_whole_list_is_imported_once(classified_folder, shared_data):
    load_core(classified_folder)
    file = shared_data / "zh_gbt4754_2017" / "gbt4754_2017.csv"

    report = import_industries(file)

    assert report.kinds == {"industries": Changes(added=1854, kept=117)}
    assert not import_industries(file).any
