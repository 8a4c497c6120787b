"""Text folded for comparison, from which every place leads back to the text as typed."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

CHINESE = "\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
PARAGRAPH = "\n"
SAME = {
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufe0f\ufeff", ""),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-"),
    **dict.fromkeys("\u2018\u2019", "'"),
}
# Places where folding changes the length: white space, spaces around Chinese, combining marks.
SPACE = re.compile(r"\s")
SPACES = re.compile(r"\s{2,}")
CHINESE_SPACES = rf"\s{{2,}}| (?<=[A-Za-z0-9+#] )(?=[{CHINESE}])| (?<=[{CHINESE}] )(?=[A-Za-z0-9])"
MARKS = "\u0300-\u036f"
HYPHEN = re.compile(r"(?<=[^\W_])-(?=[^\W_])")


class _Letters(dict[int, str]):
    """Each character's folded form, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        if letter.isspace():
            folded = " "
        else:
            folded = SAME.get(letter, unicodedata.normalize("NFKC", letter).casefold())
        self[code] = folded
        return folded


LETTERS = _Letters()


def folded_name(typed: str) -> str:
    """A name as `Folded` has it, without the way back.

    >>> folded_name("Front-end  Ｄesign")
    'front end design'
    """
    if typed.isascii():
        name = " ".join(typed.lower().split())
        return HYPHEN.sub(" ", name) if "-" in name else name
    return Folded.of(typed.strip()).text


@dataclass(frozen=True)
class Folded:
    """Lower case, half-width, single spaces; a hyphen within a word counts as a space.

    `plain` is the same with its hyphens. A piece starts at `starts[i]` here and at `origins[i]` in
    the typed text; it is `lengths[i]` characters long there, or 0 where each character is one.

    >>> folded = Folded.of("Ｍachine-Ｌearning 入门")
    >>> folded.text, folded.span(8, 18)
    ('machine learning入门', (8, 19))
    """

    text: str
    plain: str
    starts: list[int]
    origins: list[int]
    lengths: list[int]

    @classmethod
    def of(cls, typed: str) -> Self:
        pieces: list[str] = []
        starts, origins, lengths = [0], [0], [0]
        here = there = 0
        for start, end, folded in _uneven(typed):
            even = _even(typed[there:start])
            pieces += [even, folded]
            here += len(even)
            starts += [here, here + len(folded)]
            origins += [start, end]
            lengths += [end - start, 0]
            here, there = here + len(folded), end
        pieces.append(_even(typed[there:]))
        plain = "".join(pieces)
        return cls(HYPHEN.sub(" ", plain), plain, starts, origins, lengths)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where these characters stand in the typed text."""
        return self._origin(start)[0], self._origin(end - 1)[1]

    def _origin(self, place: int) -> tuple[int, int]:
        piece = bisect_right(self.starts, place) - 1
        origin, length = self.origins[piece], self.lengths[piece]
        if length:
            return origin, origin + length
        exact = origin + place - self.starts[piece]
        return exact, exact + 1


def _uneven(typed: str) -> Iterator[tuple[int, int, str]]:
    """Each place whose folded form has another length: start, end, folded form."""
    pattern = SPACES if typed.isascii() else _pattern(typed)
    return ((*match.span(), _fold_uneven(match.group())) for match in pattern.finditer(typed))


def _pattern(typed: str) -> re.Pattern[str]:
    letters = set(typed)
    odd = {letter for letter in letters if len(LETTERS[ord(letter)]) != 1}
    marked = rf"|\w[{MARKS}]+" if any("\u0300" <= letter <= "\u036f" for letter in letters) else ""
    single = f"|[{re.escape(''.join(sorted(odd)))}]" if odd else ""
    return re.compile(CHINESE_SPACES + marked + single)


def _even(typed: str) -> str:
    if typed.isascii():
        return SPACE.sub(" ", typed.lower())
    return typed.translate(LETTERS)


def _fold_uneven(piece: str) -> str:
    if piece == " ":
        return ""
    if piece.isspace():
        return PARAGRAPH if piece.count("\n") > 1 else " "
    if len(piece) == 1:
        return LETTERS[ord(piece)]
    return unicodedata.normalize("NFKC", piece).casefold()
