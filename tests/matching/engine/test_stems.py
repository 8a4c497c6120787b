from concurrent.futures import ThreadPoolExecutor

import pytest
import snowballstemmer

from matching.engine.stems import stem


@pytest.mark.parametrize("words", [["learn", "learns", "learning"], ["library", "libraries"]])
def test_forms_of_a_word_have_one_stem(words):
    assert len({stem(word) for word in words}) == 1


@pytest.mark.parametrize("word", ["c++", "ros2", "données", "机器人", "c#", ""])
def test_what_is_no_english_word_stays_as_it_is(word):
    assert stem(word) == word


def test_threads_get_the_same_stems():
    words = [f"{first}{last}ing" for first in "abcdefgh" for last in ("run", "plann", "test")] * 50
    alone = snowballstemmer.stemmer("english")
    stem.cache_clear()

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(stem, words))

    assert found == [alone.stemWord(word) for word in words]
