"""Texts taken apart, all at once: words, pieces of words, runs of Chinese characters.

Pieces and runs are numbers: the code points of their characters side by side in 63 bits. So
counting them is sorting, and no dictionary of strings is needed.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matching.engine.arrays import Bools, Ints, ints

WORD = re.compile("[a-z0-9\u00aa-\u0fff]+[+#]*")
PIECES = range(3, 6)
RUNS = range(1, 4)
REACH = 16  # characters
PIECE_BITS, RUN_BITS = 12, 21
_IDEOGRAPHS = np.array(  # first and last: extension A, the main block with kana, and planes 2 and 3
    [[0x3040, 0x30FF], [0x3400, 0x4DBF], [0x4E00, 0x9FFF], [0xF900, 0xFAFF], [0x20000, 0x323AF]]
)


def normalised(text: str) -> str:
    """The text in lower case and compatible form: full-width letters become plain ones.

    Lines end as on Unix, whatever a form or a file has sent.

    Examples
    --------
    >>> normalised("ＰｙＴｏｒｃｈ 与 C++")
    'pytorch 与 c++'
    """
    return unicodedata.normalize("NFKC", text).lower().replace("\r\n", "\n")


@dataclass(frozen=True)
class Tokens:
    """The words of several texts.

    Attributes
    ----------
    words : the different words
    word, row : arrays of shape (n_tokens,)
        The tokens in order: number of the word, and of the text.
    n_texts : int
    """

    words: list[str]
    word: Ints
    row: Ints
    n_texts: int

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Tokens":
        """Take normalised texts apart.

        Examples
        --------
        >>> tokens = Tokens.of(["c++ and ros", "ros"])
        >>> tokens.words, tokens.word.tolist(), tokens.row.tolist()
        (['c++', 'and', 'ros'], [0, 1, 2, 2], [0, 0, 0, 1])
        """
        numbers: dict[str, int] = {}
        found = [
            [numbers.setdefault(word, len(numbers)) for word in WORD.findall(text)]
            for text in texts
        ]
        lengths = ints([len(each) for each in found])
        return cls(
            words=list(numbers),
            word=ints([number for each in found for number in each]),
            row=np.repeat(np.arange(len(texts)), lengths),
            n_texts=len(texts),
        )


def grams(codes: Ints, fits: Bools, *, size: int, bits: int) -> tuple[Ints, Ints]:
    """Where `size` fitting characters follow each other, and their codes as one number."""
    if codes.size < size:
        return ints([]), ints([])
    n = codes.size - size + 1
    whole = np.logical_and.reduce([fits[i : i + n] for i in range(size)])
    place = np.flatnonzero(whole)
    key = np.zeros(place.size, dtype=np.int64)
    for i in range(size):
        key |= codes[place + i] << (bits * i)
    return place, key


def pieces(words: Sequence[str]) -> tuple[Ints, Ints]:
    """Three to five characters within words, the spaces around a word included.

    Returns
    -------
    word, key : arrays of the same length

    Examples
    --------
    >>> [spelled(int(key)) for key in pieces(["ros"])[1]]
    [' ro', 'ros', 'os ', ' ros', 'ros ', ' ros ']
    """
    padded = [f" {word} " for word in words]
    codes = _codes("\0".join(padded)) % (1 << PIECE_BITS)
    owner = np.repeat(np.arange(len(words)), [len(word) + 1 for word in padded])[: codes.size]
    found = [grams(codes, codes > 0, size=size, bits=PIECE_BITS) for size in PIECES]
    place = np.concatenate([each for each, _ in found])
    return ints(owner[place]), np.concatenate([key for _, key in found])


def runs(texts: Sequence[str]) -> tuple[Ints, Ints]:
    """One to three characters in a row, where texts are written in Chinese.

    Latin letters, digits, punctuation and ends of lines near Chinese characters count too: they
    are part of how Chinese is written (and leaving them out costs a tenth of the accuracy).
    Farther away the text is in another language: its letters in twos and threes would only be
    noise.

    Returns
    -------
    text, key : arrays of the same length

    Examples
    --------
    >>> [spelled(int(key), bits=RUN_BITS) for key in runs(["会C++", "C++"])[1]]
    ['会', 'C', '+', '+', '会C', 'C+', '++', '会C+', 'C++']
    """
    codes = _codes("\0".join(texts))
    owner = np.repeat(np.arange(len(texts)), [len(text) + 1 for text in texts])[: codes.size]
    fits = ((codes >= ord(" ")) | (codes == ord("\n"))) & _near(is_ideograph(codes), owner)
    found = [grams(codes, fits, size=size, bits=RUN_BITS) for size in RUNS]
    place = np.concatenate([each for each, _ in found])
    return ints(owner[place]), np.concatenate([key for _, key in found])


def _near(chinese: Bools, owner: Ints) -> Bools:
    """Which characters have a Chinese one of the same text within `REACH` places."""
    place = np.arange(chinese.size)
    before = np.maximum.accumulate(np.where(chinese, place, -1))
    after = np.minimum.accumulate(np.where(chinese, place, chinese.size)[::-1])[::-1]
    near = np.zeros(chinese.size, dtype=bool)
    for found in (before, after):
        real = (found >= 0) & (found < chinese.size) & (np.abs(found - place) <= REACH)
        near[real] |= owner[found[real]] == owner[real]
    return near


def spelled(key: int, *, bits: int = PIECE_BITS) -> str:
    """The characters of a piece (12 bits each) or of a run (21 bits each)."""
    letters = []
    while key:
        letters.append(chr(key & ((1 << bits) - 1)))
        key >>= bits
    return "".join(letters)


def is_ideograph(codes: Ints) -> Bools:
    """Which code points are Chinese characters (or kana)."""
    place = np.searchsorted(_IDEOGRAPHS[:, 0], codes, side="right") - 1
    inside: Bools = (place >= 0) & (codes <= _IDEOGRAPHS[place, 1])
    return inside


def _codes(text: str) -> Ints:
    encoded = text.encode("utf-32-le", errors="replace")
    return np.frombuffer(encoded, dtype=np.uint32).astype(np.int64)
