import json
from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose
from sklearn.base import clone
from sklearn.feature_extraction.text import TfidfVectorizer

from matching.engine import tokens
from matching.engine.stems import stem
from matching.engine.text import BATCH, BLOCKS, TextModel

TEXTS = [
    "motion planning for a robot arm",
    "planning a market entry",
    "机器人运动规划",
    "用 Python 做数据分析",
    "",
]


def part_of(model, vectors, name):
    start = sum(model.sizes()[block] for block in BLOCKS[: BLOCKS.index(name)])
    return vectors[:, start : start + model.sizes()[name]].toarray()


def stems(text):
    return [stem(word) for word in tokens.WORD.findall(text)]


def peers(name):
    """The same block by scikit-learn."""
    options = {
        "words": {"ngram_range": (1, 2), "tokenizer": stems, "token_pattern": None},
        "pieces": {
            "analyzer": lambda text: [
                gram
                for word in tokens.WORD.findall(text)
                for size in (3, 4, 5)
                for gram in (f" {word} "[i : i + size] for i in range(len(word) + 3 - size))
            ]
        },
    }
    return TfidfVectorizer(sublinear_tf=True, **options[name])


@pytest.mark.parametrize("name", ["words", "pieces"])
def test_similarities_are_those_of_scikit_learn(weights, name):
    texts = ["robot arm and robot leg", "the arm of a robot", "a leg to stand on", "market entry"]
    plain = {"contrast": 1.0, "pairs": 1.0, "words": 0.0, "pieces": 0.0, name: 1.0}

    vectors = TextModel(replace(weights.text, **plain)).fit_transform(texts)

    theirs = peers(name).fit_transform(texts)
    assert_allclose((vectors @ vectors.T).toarray(), (theirs @ theirs.T).toarray(), atol=1e-5)


def test_vectors_have_length_one_in_every_language(weights):
    vectors = TextModel(weights.text).fit_transform(TEXTS)

    lengths = np.sqrt(vectors.power(2).sum(axis=1))
    assert_allclose(lengths, [1, 1, 1, 1, 0], atol=1e-4)


def test_no_vector_is_longer_than_one(weights):
    vectors = TextModel(weights.text).fit_transform(TEXTS * 3)

    assert vectors.astype(np.float64).power(2).sum(axis=1).max() <= 1


def test_a_text_in_one_script_has_nothing_in_the_other(weights):
    model = TextModel(weights.text).fit(TEXTS)

    vectors = model.transform(TEXTS)

    assert part_of(model, vectors, "characters")[0].sum() == 0
    assert part_of(model, vectors, "words")[2].sum() == 0
    assert part_of(model, vectors, "words")[3].sum() > 0


def test_a_misspelt_word_is_still_met_by_its_pieces(weights):
    model = TextModel(weights.text).fit(TEXTS)

    right, wrong = model.transform(["robot"]), model.transform(["robott"])

    assert 0 < (right @ wrong.T).toarray()[0, 0] < 1


def test_terms_never_seen_are_left_out(weights):
    model = TextModel(weights.text).fit(TEXTS)

    assert model.transform(["zzz龘"]).nnz == 0


def test_the_vocabulary_keeps_what_occurs_in_most_texts(weights):
    few = replace(weights.text, max_words=2, max_pieces=3, max_characters=1)

    model = TextModel(few).fit(["robot arm", "robot leg", "robot arm 机器人", "机器"])

    assert list(model.words_) == ["arm", "robot"]
    assert model.sizes() == {"words": 2, "pieces": 3, "characters": 1}


def test_only_the_heaviest_terms_of_a_text_are_kept(weights):
    whole = TextModel(weights.text).fit(TEXTS).transform(TEXTS).toarray()
    short = TextModel(replace(weights.text, max_terms=4)).fit(TEXTS).transform(TEXTS).toarray()

    for row, full in zip(short, whole, strict=True):
        kept = np.flatnonzero(row)
        assert kept.size == min(4, np.count_nonzero(full))
        assert np.array_equal(row[kept], full[kept])
        assert full[row == 0].max() <= row[kept].min(initial=1.0)


def test_a_text_gets_the_same_vector_alone_and_among_others(weights):
    model = TextModel(weights.text).fit(TEXTS)

    together = model.transform(TEXTS)

    for number, text in enumerate(TEXTS):
        assert np.array_equal(model.transform([text]).toarray()[0], together.toarray()[number])


def test_more_texts_than_a_batch_come_out_in_order(weights):
    texts = ["robot", "market"] * (BATCH // 2 + 1)

    vectors = TextModel(weights.text).fit_transform(texts).toarray()

    assert np.array_equal(vectors[::2], np.tile(vectors[0], (BATCH // 2 + 1, 1)))
    assert not np.array_equal(vectors[BATCH], vectors[BATCH + 1])


def test_no_texts_give_no_vectors(weights):
    model = TextModel(weights.text).fit([])

    assert model.transform([]).shape == (0, 0)
    assert model.transform(["robot"]).shape == (1, 0)


def test_what_was_learnt_survives_a_save(weights, tmp_path):
    model = TextModel(weights.text).fit(TEXTS)

    model.save(tmp_path)

    loaded = TextModel.load(tmp_path)
    assert np.array_equal(loaded.transform(TEXTS).toarray(), model.transform(TEXTS).toarray())
    assert loaded.sizes() == model.sizes()
    json.loads((tmp_path / "text.json").read_text(encoding="utf-8"))


def test_every_column_has_a_name(weights):
    model = TextModel(weights.text).fit(TEXTS)
    vector = model.transform(["robot arm 机器"])

    names = model.names()

    named = {names[int(column)] for column in vector.indices}
    assert len(names) == sum(model.sizes().values())
    assert {"robot", "arm", "robot arm", " rob", "机器"} <= named


def test_it_is_an_estimator_as_scikit_learn_knows_them(weights):
    model = TextModel(weights.text)

    assert clone(model).get_params() == {"weights": weights.text}


def test_forms_of_a_word_are_one_term_that_reads_as_it_is_mostly_written(weights):
    model = TextModel(weights.text).fit(["planning", "planning ahead", "plans", "market"])

    one, other = model.transform(["planning"]), model.transform(["plans"])

    words = model.sizes()["words"]
    assert (one[:, :words] @ other[:, :words].T).toarray()[0, 0] > 0
    names = model.names()
    assert {names[column] for column in one.indices if column < words} == {"planning"}


def test_contrast_makes_rare_terms_count_more(weights):
    texts = ["robot arm", "robot leg", "robot", "robot"]

    def share_of_arm(contrast):
        model = TextModel(replace(weights.text, contrast=contrast)).fit(texts)
        vector = model.transform(["robot arm"]).toarray()[0]
        number = {name: column for column, name in enumerate(model.spellings_)}
        column = model.vocabularies_["words"].columns(np.array([number["arm"], number["robot"]]))
        return vector[column[0]] / vector[column[1]]

    assert share_of_arm(2.0) > share_of_arm(1.0) > 1


def test_lines_end_alike_whoever_sent_them(weights):
    model = TextModel(weights.text).fit(TEXTS)

    unix, form = model.transform(["机器\n人", "机器\r\n人"])

    assert np.array_equal(unix.toarray(), form.toarray())
