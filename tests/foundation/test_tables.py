import codecs

import pytest

from foundation.tables import LineReport, Mapping, Outcome, UnreadableTable, read_table

TEXT = "id,name,note\n1,王小明,北京大学\n2,Zoë,=1+1\n"


@pytest.fixture
def written(tmp_path):
    def write(content, encoding="utf-8"):
        path = tmp_path / "people.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


def cells(table):
    return [list(row.cells.values()) for row in table]


@pytest.mark.parametrize(
    "raw",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("gb18030"),
        TEXT.replace(",", "\t").encode(),
        TEXT.replace(",", ";").encode(),
        TEXT.replace("\n", "\r\n").encode(),
    ],
    ids=["utf-8", "mark", "16", "16-be-mark", "16-le", "16-be", "gb", "tabs", "semicolons", "crlf"],
)
def test_a_table_reads_the_same_however_it_was_saved(written, raw):
    table = read_table(written(raw))

    assert table.columns == ("id", "name", "note")
    assert cells(table) == [["1", "王小明", "北京大学"], ["2", "Zoë", "=1+1"]]


def test_an_encoding_that_cannot_be_known_is_refused_not_guessed(written):
    with pytest.raises(UnreadableTable, match="encoding is not known"):
        read_table(written("id,name\n1,résumé\n2,Zoë Grün\n", "latin-1"))


def test_an_encoding_that_is_given_is_used(written):
    table = read_table(written("id,name\n1,résumé\n", "latin-1"), encoding="latin-1")

    assert cells(table) == [["1", "résumé"]]


@pytest.mark.parametrize("encoding", ["no-such", "ascii"])
def test_a_wrong_encoding_is_refused(written, encoding):
    with pytest.raises(UnreadableTable):
        read_table(written(TEXT), encoding=encoding)


@pytest.mark.parametrize("content", ["", "\n", ",,\n1,2,3\n"])
def test_a_file_without_column_names_is_refused(written, content):
    with pytest.raises(UnreadableTable, match="first line must name the columns"):
        read_table(written(content))


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(UnreadableTable, match="cannot be opened"):
        read_table(tmp_path / "nothing.csv")


def test_columns_named_twice_are_refused(written):
    with pytest.raises(UnreadableTable, match="named twice: id"):
        read_table(written("id,name,id\n1,2,3\n"))


def test_line_numbers_are_the_files_own_despite_cells_of_several_lines(written):
    table = read_table(written('id,note\n1,"two\nlines"\n\n ,\n2,x\n'))

    assert [(row.line, row.cells["id"]) for row in table] == [(2, "1"), (6, "2")]


def test_a_short_line_has_empty_cells(written):
    assert cells(read_table(written("id,name,note\n1,Li\n"))) == [["1", "Li", ""]]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("1,Li,x,y", "The line has 4 cells, the first line 3."),
        ("1,Li," + "x" * 100_000, "“note” has 100000 characters; 50000 are the most."),
        ("1,L\x00i,x", "“name” holds a NUL or half a character."),
    ],
)
def test_a_bad_line_names_its_problem_and_spares_the_others(written, line, problem):
    table = read_table(written(f"id,name,note\n{line}\n2,Wu,y\n"))

    assert [row.problem for row in table] == [problem, ""]


def test_a_quote_left_open_spoils_one_line_only_by_name(written):
    table = read_table(written('id,note\n1,"never closed\n' + "2,x\n" * 20_000))

    assert [row.problem[:20] for row in table] == ["“note” has 80013 cha"]


MAPPING = """
source = "office"
id_from = ["Name", "Text"]
[columns]
text = "Text"
mode = "Mode"
[constants]
degree = "bachelor"
[values.mode]
"from home" = "remote"
"""


@pytest.fixture
def mapping(tmp_path):
    path = tmp_path / "map.toml"
    path.write_text(MAPPING, encoding="utf-8")
    return Mapping.from_toml(path)


def test_a_mapping_gives_their_cells_our_names_and_words(written, mapping):
    row = next(iter(read_table(written("Name,Text,Mode\nLi, I know R ,from home\n"))))

    found = mapping.fields_of(row)

    assert found.pop("id") == "3a2dcbbc66889eaca170"
    assert found == {"text": "I know R", "mode": "remote", "degree": "bachelor"}


def test_without_a_mapping_columns_bear_our_names(written):
    table = read_table(written("id,text\n7,hello\n"))
    mapping = Mapping.plain("csv", table.columns)

    assert mapping.fields_of(table.rows[0]) == {"id": "7", "text": "hello"}


@pytest.mark.parametrize(
    ("columns", "known", "needed", "message"),
    [
        (["Name", "Mode"], {"id", "text", "mode", "degree"}, [], "The file lacks: Text."),
        (["Name", "Text", "Mode"], {"id", "text"}, [], "no such field: degree, mode."),
        (
            ["Name", "Text", "Mode"],
            {"id", "text", "mode", "degree", "when"},
            ["when"],
            "No column fills: when.",
        ),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused(mapping, columns, known, needed, message):
    with pytest.raises(UnreadableTable, match=message):
        mapping.require_fit(columns, known=known, needed=needed)


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("source = ", "cannot be read"),
        ("[columns]\n", "must name its source"),
        ("source = 'x'\n[colums]\na = 'b'\n", "mean nothing here: colums"),
        ("source = 'x'\n[columns]\na = 1\n", "text in quotes"),
        ("source = 'x'\nvalues = 'y'\n", "text in quotes"),
        ("source = 'x'\n[values]\na = 'y'\n", "text in quotes"),
        ("source = 'x'\nid_from = 'a'\n", "list of columns"),
    ],
)
def test_a_mapping_file_that_is_wrong_says_how(tmp_path, toml, message):
    path = tmp_path / "map.toml"
    path.write_text(toml, encoding="utf-8")

    with pytest.raises(UnreadableTable, match=message):
        Mapping.from_toml(path)


def test_a_report_counts_its_lines():
    report = LineReport()
    report.add(2, Outcome.ADDED, subject="office-1")
    report.add(3, Outcome.REFUSED, subject="office-2", reason="no text")

    assert report.summary() == "added 1, changed 0, kept 0, refused 1"
    assert [str(line) for line in report.refused] == ["3\trefused\toffice-2\tno text"]
