import pytest

from taxonomy.imports.core import load_core
from taxonomy.imports.majors import import_majors
from taxonomy.imports.report import Changes
from taxonomy.imports.sources import CannotImport
from taxonomy.models import Discipline

pytestmark = pytest.mark.django_db
HEAD = "code,name,menlei,zhuanyelei\n"


@pytest.fixture
def catalogue(classified_folder, tmp_path):
    """A file of these lines, beside the disciplines that ship."""
    load_core(classified_folder)

    def file(lines, encoding="utf-8"):
        place = tmp_path / "majors.csv"
        place.write_bytes((HEAD + lines).encode(encoding))
        return place

    return file


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_major_stands_under_its_class_with_the_classs_field(catalogue, encoding):
    file = catalogue("080901,计算机科学与技术,工学,计算机类\n", encoding)

    report = import_majors(file)

    major = Discipline.objects.get(code="080901")
    assert report.kinds == {"majors": Changes(added=1)}
    assert (major.level, major.label_zh, major.label) == (
        "zhuanye",
        "计算机科学与技术",
        "计算机科学与技术",
    )
    assert (major.parent.code, major.isced) == ("0809", major.parent.isced)


def test_importing_again_keeps_and_changes(catalogue):
    import_majors(catalogue("080901,计算机科学,工学,计算机类\n080902,软件工程,工学,计算机类\n"))

    file = catalogue("080901,计算机科学与技术,工学,计算机类\n080902,软件工程,工学,计算机类\n")

    assert import_majors(file).kinds == {"majors": Changes(changed=1, kept=1)}
    assert import_majors(file).kinds == {"majors": Changes(kept=2)}


def test_a_dry_run_writes_nothing(catalogue):
    report = import_majors(catalogue("080901,计算机科学与技术,工学,计算机类\n"), dry_run=True)

    assert report.kinds == {"majors": Changes(added=1)}
    assert not Discipline.objects.filter(level="zhuanye").exists()


def test_remarks_are_left_out_of_names(catalogue):
    import_majors(catalogue("080901,计算机科学与技术（注：可授予理学学士学位,工学,计算机类\n"))

    assert Discipline.objects.get(code="080901").label_zh == "计算机科学与技术"


def test_the_code_decides_where_a_major_belongs_and_the_doubt_is_told(catalogue):
    report = import_majors(catalogue("080901,计算机科学与技术,工学,设计学类\n"))

    assert Discipline.objects.get(code="080901").parent.code == "0809"
    assert report.notes == [
        "majors.csv, line 2: put in 0809 “计算机类” by its code, not in “设计学类”"
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("0809,计算机类,工学,计算机类", "“0809” is not the code of a major"),
        ("999901,天书,工学,天书类", "there is no class of majors 9999"),
        ("080901,,工学,计算机类", "the name is missing"),
        ("080902,软件工程,工学,计算机类", "the code “080902” stands here twice"),
    ],
)
def test_a_wrong_line_refuses_the_file(catalogue, line, message):
    file = catalogue(f"080902,软件工程,工学,计算机类\n{line}\n")

    with pytest.raises(CannotImport) as refused:
        import_majors(file)

    assert refused.value.problems == [f"majors.csv, line 3: {message}"]
    assert not Discipline.objects.filter(level="zhuanye").exists()


@pytest.mark.shared_data
def test_the_whole_catalogue_finds_its_classes(classified_folder, shared_data):
    load_core(classified_folder)

    report = import_majors(shared_data / "zh_undergraduate_majors" / "majors_zh.csv")

    assert report.kinds == {"majors": Changes(added=833)}
    assert not Discipline.objects.filter(level="zhuanye", isced=None).exists()
