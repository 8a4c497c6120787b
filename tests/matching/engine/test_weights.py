import json
from dataclasses import astuple, replace

import pytest

from matching.engine.weights import PartWeights, Weights


def changed(weights, table, **values):
    tables = weights.to_dict()
    return {**tables, table: {**tables[table], **values}}


def test_packaged_weights_are_read_and_sum_to_one(weights):
    assert sum(weights.to_dict()["parts"].values()) == pytest.approx(1)


def test_weights_survive_json(weights):
    assert Weights.from_dict(json.loads(json.dumps(weights.to_dict()))) == weights


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("parts", {"skills": 0.9}),
        ("parts", {"skills": -0.1, "text": 0.85}),
        ("parts", {"skills": float("nan")}),
        ("skills", {"level": [0.5, 1.0]}),
        ("skills", {"evidence": [2.0] * 5}),
        ("skills", {"must": 0.5}),
        ("skills", {"must": float("nan")}),
        ("skills", {"must": float("inf")}),
        ("skills", {"level": [float("nan")] * 5}),
        ("skills", {"mentioned": float("inf")}),
        ("skills", {"doubt": float("inf")}),
        ("skills", {"decay": 0.5}),
        ("skills", {"broader_share": 1.5}),
        ("text", {"words": 0.9}),
        ("text", {"characters": 0.0}),
        ("text", {"characters": float("inf")}),
        ("text", {"max_terms": 0}),
        ("text", {"max_words": float("nan")}),
        ("text", {"max_pieces": float("inf")}),
        ("bridge", {"doubt": -1.0}),
        ("bridge", {"decay": [float("nan")]}),
        ("wishes", {"pay": 0.9}),
        ("wishes", {"unsaid": 2.0}),
        ("wishes", {"unsaid": "half"}),
        ("wishes", {"place": float("inf")}),
    ],
)
def test_weights_that_make_no_sense_are_refused(weights, table, values):
    with pytest.raises(ValueError, match=r"must|between|above|five|counts|start"):
        Weights.from_dict(changed(weights, table, **values))


def test_weights_that_are_missing_or_unknown_are_named(weights):
    tables = weights.to_dict()

    with pytest.raises(ValueError, match="wishes must be given once and be known: sun"):
        Weights.from_dict(changed(weights, "wishes", sun=1.0))
    with pytest.raises(ValueError, match="tables must be given once and be known: bridge"):
        Weights.from_dict({name: tables[name] for name in tables if name != "bridge"})
    del tables["parts"]["text"]
    with pytest.raises(ValueError, match="parts must be given once and be known: text"):
        Weights.from_dict(tables)


def test_a_skill_is_worth_its_level_times_its_evidence(weights):
    worth = weights.skills.worth(level=2, evidence=1)

    assert worth == weights.skills.level[1] * weights.skills.evidence[1]


def test_a_file_says_what_is_otherwise(tmp_path, weights):
    file = tmp_path / "weights.toml"
    file.write_text("[parts]\nskills = 0.1\ntext = 0.2\nbridge = 0.3\nwishes = 0.4\n")

    found = Weights.of_file(file)

    assert astuple(found.parts) == (0.1, 0.2, 0.3, 0.4)
    parts = PartWeights(skills=0.1, text=0.2, bridge=0.3, wishes=0.4)
    assert found == replace(weights, parts=parts)


@pytest.mark.parametrize(
    "text",
    [
        "[parts]\nskills = 0.9\n",
        "[parts]\nskills = 'much'\n",
        "[parts]\nfaith = 0.4\n",
        "[faith]\nskills = 0.4\n",
        "parts = 1\n",
        "[parts\n",
        "[skills]\nlevel = [1.0]\n",
    ],
)
def test_a_file_that_cannot_be_is_refused_by_name(tmp_path, text):
    file = tmp_path / "weights.toml"
    file.write_text(text)

    with pytest.raises(ValueError, match=r"weights\.toml"):
        Weights.of_file(file)


def test_a_missing_file_is_refused_by_name(tmp_path):
    with pytest.raises(ValueError, match=r"none\.toml"):
        Weights.of_file(tmp_path / "none.toml")
