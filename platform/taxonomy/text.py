"""Two languages: which one the reader reads, and how names are folded for comparison."""

import unicodedata

from django.utils.translation import get_language


def reads_chinese() -> bool:
    return (get_language() or "en").startswith("zh")


def in_readers_language(*, en: str, zh: str) -> str:
    """The text in the reader's language, else the one there is."""
    return (zh or en) if reads_chinese() else (en or zh)


def fold(text: str) -> str:
    """Half-width, lower case, single spaces: what names are compared by.

    >>> fold("Ｐｙｔｈｏｎ  编程")
    'python 编程'
    """
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
