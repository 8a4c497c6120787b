import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer

from matching.engine import tokens
from matching.engine.tokens import Tokens

texts = st.lists(st.text(alphabet="ab c+1é机器人，\n", max_size=12), max_size=5)


def sklearn_pieces(words):
    counter = CountVectorizer(analyzer="char_wb", ngram_range=(3, 5), lowercase=False)
    return sorted(gram for word in words for gram in counter.build_analyzer()(word))


@given(st.lists(st.text(alphabet="abcé1+", min_size=1, max_size=9), max_size=4))
def test_pieces_are_those_of_scikit_learn(words):
    long_enough = [word for word in words if len(word) >= 3]

    _, keys = tokens.pieces(long_enough)

    assert sorted(tokens.spelled(int(key)) for key in keys) == sklearn_pieces(long_enough)


@given(texts)
def test_runs_are_all_short_stretches_near_chinese_characters(texts):
    expected = []
    for number, text in enumerate(texts):
        near = [
            re.search("[机器人]", text[max(i - tokens.REACH, 0) : i + tokens.REACH + 1]) is not None
            and (letter >= " " or letter == "\n")
            for i, letter in enumerate(text)
        ]
        expected += [
            (number, text[i : i + n])
            for n in (1, 2, 3)
            for i in range(len(text) - n + 1)
            if all(near[i : i + n])
        ]

    owner, keys = tokens.runs(texts)

    spelled = [tokens.spelled(int(key), bits=tokens.RUN_BITS) for key in keys]
    assert sorted(zip(owner.tolist(), spelled, strict=True)) == sorted(expected)


@given(texts)
def test_words_come_in_their_order(texts):
    found = Tokens.of(texts)

    words = [(row, word) for row, text in enumerate(texts) for word in tokens.WORD.findall(text)]
    assert [(r, found.words[w]) for r, w in zip(found.row, found.word, strict=True)] == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("C++ and C#", ["c++", "and", "c#"]),
        ("用Python写", ["python"]),
        ("Ｐｙｔｈｏｎ３", ["python3"]),
        ("naïve café", ["naïve", "café"]),
        ("\ud800 lone", ["lone"]),
        ("", []),
    ],
)
def test_words_of_real_texts(text, words):
    assert tokens.WORD.findall(tokens.normalised(text)) == words


def test_characters_outside_the_basic_plane_are_chinese_too():
    _, keys = tokens.runs(["𠮷"])

    assert [tokens.spelled(int(key), bits=tokens.RUN_BITS) for key in keys] == ["𠮷"]


def test_odd_characters_do_no_harm():
    owner, _ = tokens.runs(["\ud800机", "\x00机"])

    assert set(owner.tolist()) == {0, 1}


def test_a_long_passage_in_another_language_has_no_runs():
    english = "the quick brown fox jumps over the lazy dog " * 3

    _, keys = tokens.runs([english + "机"])

    spelled = [tokens.spelled(int(key), bits=tokens.RUN_BITS) for key in keys]
    assert sum(len(each) == 1 for each in spelled) == tokens.REACH + 1
