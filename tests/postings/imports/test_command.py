import csv
import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.enums import OrganisationKind
from internships.postings.enums import PostingStatus
from internships.postings.models import Posting
from tests.factories import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db

DOCS = Path(__file__).resolve().parents[3] / "docs" / "importing"
ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16"]
CHINESE = "id,kind,owner,title,text\n1,internship,蓝禾,电池诊断实习生,负责电池诊断与数据分析工作\n"


@pytest.fixture
def admin():
    return UserFactory(is_staff=True, email="admin@example.org")


@pytest.fixture
def told(capsys, admin):
    """Run the command; what it printed."""

    def run(path, *options):
        call_command("import_postings", str(path), "--as", admin.email, *options)
        return capsys.readouterr().out

    return run


@pytest.fixture
def table(tmp_path):
    def write(text, encoding="utf-8"):
        path = tmp_path / "postings.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return write


def some_rows(path, first):
    """The header and thirty rows of a CSV file, as a CSV file."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        header, *rows = csv.reader(file)
    out = io.StringIO()
    csv.writer(out).writerows([header, *rows[first : first + 30]])
    return out.getvalue()


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_usual_encoding_is_read(told, table, encoding):
    out = told(table(CHINESE, encoding))

    assert "added 1, changed 0, kept 0, refused 0, opened 0" in out
    assert Posting.objects.get().title_zh == "电池诊断实习生"


def test_the_report_names_refused_lines_and_new_owners(told, table):
    out = told(table(CHINESE + "2,holiday,蓝禾,Other,x\n"))

    assert "3\trefused\t“kind”: “holiday” is none of: project, internship." in out
    assert "new owner: 蓝禾" in out
    assert "added 1, changed 0, kept 0, refused 1, opened 0" in out


def test_strict_refuses_the_file_with_the_line(told, table):
    with pytest.raises(CommandError, match="--strict"):
        told(table(CHINESE + "2,holiday,蓝禾,Other,x\n"), "--strict")

    assert Posting.objects.count() == 0


def test_strict_takes_a_clean_file(told, table):
    told(table(CHINESE), "--strict")

    assert Posting.objects.count() == 1


def test_a_dry_run_writes_nothing(told, table):
    out = told(table(CHINESE), "--dry-run")

    assert "Nothing was written" in out
    assert Posting.objects.count() == 0


def test_one_owner_may_own_every_line(told, table):
    owner = OrganisationFactory(kind=OrganisationKind.COMPANY)

    told(table("id,kind,title\n1,internship,Work\n"), "--owner", str(owner.pk))

    assert Posting.objects.get().owner == owner


@pytest.mark.parametrize(
    ("text", "options", "message"),
    [
        ("", [], "The file is empty"),
        ("id,title\n1,x\n", [], "No column fills: kind, owner"),
        (CHINESE, ["--owner", "999"], "There is no organisation 999."),
        (CHINESE, ["--as", "nobody@example.org"], "There is no active person"),
        (CHINESE, ["--mapping", "missing.toml"], "The mapping cannot be read"),
    ],
)
def test_what_cannot_be_imported_is_one_sentence(told, table, text, options, message):
    with pytest.raises(CommandError, match=message):
        told(table(text), *options)


def test_only_platform_administrators_vouch(table):
    person = UserFactory()

    with pytest.raises(CommandError, match="platform administrators"):
        call_command(
            "import_postings", str(table(CHINESE)), "--as", person.email, "--verified-owners"
        )


DATES = ["--starts-on", "2027-03-01", "--ends-on", "2027-08-15", "--deadline-on", "2027-02-15"]


@pytest.mark.shared_data
@pytest.mark.parametrize(
    ("file", "mapping", "counts"),
    [
        (
            "en_gsoc_2026_project_ideas/ideas.csv",
            "gsoc_ideas.toml",
            {"first": 0, "taken": 30, "refused": 0},
        ),
        (
            "zh_campus_postings_2026/campus_postings_zh.csv",
            "campus_postings.toml",
            {"first": 82, "taken": 10, "refused": 20},
        ),
    ],
)
def test_real_tables_are_added_once_and_then_kept(told, table, shared_data, file, mapping, counts):
    call_command("load_taxonomy", verbosity=0)
    start = table(some_rows(shared_data / file, counts["first"]))
    options = ["--mapping", str(DOCS / mapping), "--verified-owners", "--open", *DATES]

    first, second = told(start, *options), told(start, *options)

    assert "added {taken}, changed 0, kept 0, refused {refused}".format(**counts) in first
    assert "added 0, changed 0, kept {taken}, refused {refused}".format(**counts) in second
    assert Posting.objects.filter(status=PostingStatus.OPEN).count() >= counts["taken"] - 1
