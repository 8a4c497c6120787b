"""Find forbidden words in texts of two languages, but not where a text rules them out itself."""

import re
import unicodedata
from collections.abc import Iterable

DENIED_EN = re.compile(r"\b(?:no|not|never|without|neither|nor|free of)\s+(?:\w+\s+){0,4}$")
DENIED_ZH = re.compile(r"(?:不|无|没有|禁止|严禁|免|拒绝)[^，。；,.;!?！？]{0,4}$")
LOOK_BACK = 40


def first_phrase(texts: Iterable[str], phrases: Iterable[str]) -> str:
    """The first of `phrases` that a text uses without denying it; empty where none does.

    English phrases are found as whole words, in any case; Chinese ones anywhere.

    >>> first_phrase(["Singer in a ＫＴＶ"], ["ktv"])
    'ktv'
    >>> first_phrase(["There is no night shift.", "不收押金"], ["night shift", "押金"])
    ''
    >>> first_phrase(["thin film deposition"], ["deposit"])
    ''
    """
    folded = [_folded(text) for text in texts]
    for phrase in phrases:
        pattern = _pattern(phrase)
        if any(_affirmed(pattern, text) for text in folded):
            return phrase
    return ""


def _affirmed(pattern: re.Pattern[str], text: str) -> bool:
    return any(not _denied(text[: found.start()]) for found in pattern.finditer(text))


def _denied(before: str) -> bool:
    near = before[-LOOK_BACK:]
    return bool(DENIED_EN.search(near) or DENIED_ZH.search(near))


def _pattern(phrase: str) -> re.Pattern[str]:
    folded = re.escape(_folded(phrase)).replace(r"\ ", r"[\s-]+")
    if folded.isascii():
        return re.compile(rf"(?<![a-z0-9]){folded}(?![a-z0-9])")
    return re.compile(folded)


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
