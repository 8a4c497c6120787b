"""Text that people typed: kept as they meant it, without what only deceives the eye."""

import re
import unicodedata

CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufff9-\ufffb]")
DIRECTIONS = re.compile(r"[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
SURROGATES = re.compile(r"[\ud800-\udfff]")


def clean(text: str) -> str:
    r"""NFC, one kind of line end, no control characters, direction marks or lone surrogates.

    Direction marks can make a name read as another one; letters of right-to-left scripts stay.
    Markup stays as typed, since pages escape it.

    >>> clean("gnp\u202egpj.exe\r\n<b>")
    'gnpgpj.exe\n<b>'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for pattern in (SURROGATES, CONTROLS, DIRECTIONS):
        text = pattern.sub("", text)
    return unicodedata.normalize("NFC", text)


def is_malformed(text: str) -> bool:
    """Does the text hold what no database column should: NUL or half a surrogate pair?"""
    return "\x00" in text or SURROGATES.search(text) is not None
