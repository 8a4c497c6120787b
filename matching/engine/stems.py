"""English words reduced to their stems: *learn*, *learns* and *learning* are one term."""

from functools import lru_cache
from threading import Lock

import snowballstemmer

REMEMBERED = 2**17  # words
_one_at_a_time = Lock()  # the stemmer keeps the word it is at work on
_english = snowballstemmer.stemmer("english")


@lru_cache(maxsize=REMEMBERED)
def stem(word: str) -> str:
    """The stem of a lower-case word by Porter's second algorithm; others stay as they are.

    Names with digits or signs (*c++*, *ros2*) and words with letters beyond ASCII are not English.

    Examples
    --------
    >>> stem("planning"), stem("c++"), stem("données")
    ('plan', 'c++', 'données')
    """
    if not (word.isascii() and word.isalpha()):
        return word
    with _one_at_a_time:
        return str(_english.stemWord(word))
