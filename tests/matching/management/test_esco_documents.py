import json

import pytest
from django.core.management import CommandError, call_command

HEAD = "conceptUri,preferredLabel,altLabels\n"
ROWS = 'http://esco/1,manage staff,"direct staff\n lead staff "\nhttp://esco/2,weld,\n'


@pytest.fixture
def release(tmp_path):
    (tmp_path / "skills_en.csv").write_text(HEAD + ROWS, encoding="utf-8")
    return tmp_path


def test_a_document_is_a_skill_with_all_its_labels(release, capsys):
    call_command("esco_documents", release, out=release / "docs.jsonl")

    lines = (release / "docs.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [
        {"docid": "http://esco/1", "text": "manage staff\ndirect staff\nlead staff"},
        {"docid": "http://esco/2", "text": "weld"},
    ]
    assert capsys.readouterr().out == "2 documents\n"


def test_a_missing_release_is_told(tmp_path):
    with pytest.raises(CommandError, match=r"There is no file .*skills_en.csv"):
        call_command("esco_documents", tmp_path, out=tmp_path / "docs.jsonl")


def test_missing_columns_are_named(release):
    (release / "skills_en.csv").write_text("conceptUri,altLabels\nhttp://esco/1,\n")

    with pytest.raises(CommandError, match="columns are missing: preferredLabel"):
        call_command("esco_documents", release, out=release / "docs.jsonl")


def test_a_release_without_skills_is_refused(release):
    (release / "skills_en.csv").write_text(HEAD + "http://esco/1,,\n")

    with pytest.raises(CommandError, match="names no skill"):
        call_command("esco_documents", release, out=release / "docs.jsonl")


def test_a_place_that_cannot_be_written_is_told(release):
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("esco_documents", release, out=release / "nowhere" / "docs.jsonl")
