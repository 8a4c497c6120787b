import json
import re
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from matching.engine import metrics
from tests.factories import SkillAliasFactory, SkillFactory

pytestmark = pytest.mark.django_db

QUERIES = {"q1": "control of a robot arm", "q2": "marketing of a product", "q3": "机器人"}
DOCUMENTS = {"d1": "robot arm control", "d2": "marketing plans", "d3": "patent law", "d4": "robots"}
QRELS = [("q1", "d1", 2), ("q1", "d4", 1), ("q2", "d2", 1), ("q2", "d3", 0), ("q3", "d4", 1)]


@pytest.fixture
def folder(tmp_path):
    write_lines(tmp_path / "queries.jsonl", texts(QUERIES, "qid"))
    write_lines(tmp_path / "docs.jsonl", texts(DOCUMENTS, "docid"))
    write_lines(tmp_path / "qrels.tsv", [f"{q}\t0\t{d}\t{rel}" for q, d, rel in QRELS])
    return tmp_path


def texts(entries, key):
    return [json.dumps({key: name, "text": text}) for name, text in entries.items()]


def write_lines(file, lines):
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def evaluate(folder, capsys, **options):
    options.setdefault("run_out", folder / "run")
    call_command("evaluate_matching", folder, **options)
    return capsys.readouterr().out


def ranked(run):
    lists = {}
    for line in run.read_text(encoding="utf-8").splitlines():
        qid, zero, docid, rank, score, tag = line.split()
        assert (zero, tag) == ("Q0", "synnet")
        lists.setdefault(qid, []).append((docid, int(rank), float(score)))
    return lists


def test_documents_are_ranked_for_every_query(folder, capsys):
    evaluate(folder, capsys)

    lists = ranked(folder / "run")
    assert lists["q1"][0][0] == "d1"
    assert lists["q2"][0][0] == "d2"
    for entries in lists.values():
        assert [rank for _, rank, _ in entries] == list(range(1, len(entries) + 1))
        scores = [score for _, _, score in entries]
        assert scores == sorted(scores, reverse=True)


def test_the_figures_are_those_of_the_run_that_was_written(folder, capsys):
    printed = evaluate(folder, capsys)

    lists = ranked(folder / "run")
    gains = {}
    for qid, docid, rel in QRELS:
        gains.setdefault(qid, {})[docid] = rel
    orders = {qid: [docid for docid, _, _ in lists.get(qid, [])] for qid in gains}
    for name, measure in (("nDCG@10", metrics.ndcg), ("MRR", metrics.reciprocal_rank)):
        mean = sum(measure(orders[qid], gains[qid]) for qid in gains) / len(gains)
        assert re.search(rf"^{name} +{mean:.4f}  \[95% ", printed, flags=re.MULTILINE)
    assert printed.startswith("queries    3\n")


def test_an_independent_judge_agrees(folder, capsys, shared_data):
    judge = shared_data.parent / "tools" / "score_run.py"
    printed = evaluate(folder, capsys)

    ran = subprocess.run(
        [sys.executable, judge, folder / "qrels.tsv", folder / "run"],
        capture_output=True,
        text=True,
        check=True,
    )

    ours = re.findall(r"^\S+ +(\d\.\d{4})  ", printed, flags=re.MULTILINE)
    theirs = re.search(r"nDCG@10 (\S+) .*recall@50 (\S+)  MRR (\S+)", ran.stdout)
    assert ours == list(theirs.groups())


def test_a_skill_bridges_the_languages(folder, capsys):
    skill = SkillFactory(key="robots", label_en="Robots", label_zh="机器人")
    SkillAliasFactory(skill=skill, text="Robots", is_label=True)
    SkillAliasFactory(skill=skill, text="机器人", language="zh", is_label=True)

    evaluate(folder, capsys)

    assert [docid for docid, _, _ in ranked(folder / "run")["q3"]] == ["d4"]


def test_what_shares_nothing_is_not_listed_and_counts_as_not_found(folder, capsys):
    printed = evaluate(folder, capsys)

    assert "q3" not in ranked(folder / "run")
    assert printed.startswith("queries    3")


def test_documents_may_lie_elsewhere(folder, capsys, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("documents") / "esco.jsonl"
    (folder / "docs.jsonl").rename(elsewhere)

    evaluate(folder, capsys, docs=elsewhere)

    assert ranked(folder / "run")["q1"][0][0] == "d1"


def test_the_same_inputs_give_the_same_bytes(folder, capsys):
    first = evaluate(folder, capsys), (folder / "run").read_bytes()

    assert (evaluate(folder, capsys), (folder / "run").read_bytes()) == first


@pytest.mark.parametrize("name", ["queries.jsonl", "docs.jsonl", "qrels.tsv"])
def test_a_missing_file_is_named(folder, capsys, name):
    (folder / name).unlink()

    with pytest.raises(CommandError, match=rf"{name} cannot be read: No such file"):
        evaluate(folder, capsys)


@pytest.mark.parametrize("name", ["queries.jsonl", "docs.jsonl"])
def test_an_empty_file_is_refused(folder, capsys, name):
    (folder / name).write_text("\n")

    with pytest.raises(CommandError, match=rf"{name} is empty"):
        evaluate(folder, capsys)


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("{", "expected"),
        ("[1]", "expected"),
        ("7", "expected"),
        ('{"qid": "q9"}', "expected"),
        ('{"text": "x"}', "expected"),
        ('{"qid": "q9", "text": null}', "text must be a string"),
        ('{"qid": "q 9", "text": "x"}', "an id is one word"),
        ('{"qid": "", "text": "x"}', "an id is one word"),
    ],
)
def test_a_broken_line_is_named(folder, capsys, line, wrong):
    write_lines(folder / "queries.jsonl", [*texts(QUERIES, "qid"), line])

    with pytest.raises(CommandError, match=rf"queries.jsonl, line 4: {wrong}"):
        evaluate(folder, capsys)


@pytest.mark.parametrize("line", ["q1\t0\td1", "q1 0 d1 1", "q1\t0\td1\tyes"])
def test_a_broken_judgement_is_named(folder, capsys, line):
    write_lines(folder / "qrels.tsv", ["q1\t0\td1\t1", line])

    with pytest.raises(CommandError, match=r"qrels.tsv, line 2: expected qid 0 docid rel"):
        evaluate(folder, capsys)


def test_what_is_not_utf_8_is_refused(folder, capsys):
    (folder / "docs.jsonl").write_bytes(b'{"docid": "d", "text": "\xff"}\n')

    with pytest.raises(CommandError, match=r"docs.jsonl is not UTF-8"):
        evaluate(folder, capsys)


@pytest.mark.parametrize(
    ("line", "wrong"),
    [("q9\t0\td1\t1", "no query is called q9"), ("q1\t0\td9\t1", "no document is called d9")],
)
def test_unknown_ids_are_refused_but_the_run_is_there_for_another_judge(
    folder, capsys, line, wrong
):
    write_lines(folder / "qrels.tsv", ["q1\t0\td1\t1", line])

    with pytest.raises(CommandError, match=rf"judges 1 unknown: {wrong}"):
        evaluate(folder, capsys)

    assert "q1" in ranked(folder / "run")


@pytest.mark.parametrize("lines", [[], ["q1\t0\td1\t0"]])
def test_judgements_without_a_relevant_document_are_refused(folder, capsys, lines):
    write_lines(folder / "qrels.tsv", lines)

    with pytest.raises(CommandError, match="names no relevant document"):
        evaluate(folder, capsys)


def test_a_run_that_cannot_be_written_is_told(folder, capsys):
    with pytest.raises(CommandError, match="cannot be written: No such file or directory"):
        evaluate(folder, capsys, run_out=folder / "nowhere" / "run")
