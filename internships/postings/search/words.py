"""From text to words, the same way for what is stored and for what is looked for.

Chinese is cut by rjieba, which knows the taxonomy's terms. Beside its words the index holds every
pair of neighbouring characters, so that a term is found however the sentence around it was cut;
where the pair is a word of its own it is there twice, and ranks higher. C++, C#, .NET and Node.js
are spelt out (`cplusplus`, `nodedotjs`): both databases would drop the signs.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter

import rjieba

from taxonomy.enums import LabelLanguage
from taxonomy.models import SkillAlias, TaxonomyRevision
from taxonomy.text import fold

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
LATIN = re.compile(r"\.?[^\W_]+(?:\.[^\W_]+)*[+#]*")
STOP = frozenset("的了和与及或在是")
SPELT_OUT = str.maketrans({"+": "plus", "#": "sharp", ".": "dot"})
LONGEST_WORD = 40
LONGEST_QUERY = 200
MOST_TERMS = 16


def index_words(text: str) -> list[str]:
    """Every word that `text` is to be found by, repeated as often as it occurs.

    >>> index_words("Node.js")
    ['nodedotjs', 'nodejs', 'node', 'js']
    """
    folded = fold(text)
    words = [form for match in _latin(folded) for form in _forms(match.group())]
    runs = HAN.findall(folded)
    if runs:
        segmenter = _segmenter()
        for run in runs:
            words += segmenter.cut_for_search(run)
            words += _pairs(run)
    return words


def query_terms(query: str) -> list[str]:
    """The words that a posting must hold to be found by `query`, in their order.

    >>> query_terms("C++ developer")
    ['cplusplus', 'developer']
    >>> query_terms("'; -- ()")
    []
    """
    folded = fold(query[:LONGEST_QUERY])
    found = [(match.start(), _spelt_out(match.group())) for match in _latin(folded)]
    runs = list(HAN.finditer(folded))
    if runs:
        segmenter = _segmenter()
        for run in runs:
            found += ((run.start(), term) for term in _han_terms(run.group(), segmenter))
    found.sort(key=itemgetter(0))
    return list(dict.fromkeys(term for _, term in found))[:MOST_TERMS]


def _latin(folded: str) -> Iterator[re.Match[str]]:
    return LATIN.finditer(HAN.sub(lambda run: " " * len(run.group()), folded))


def _forms(word: str) -> Iterator[str]:
    """The word as written; without its signs; and its parts, where dots join them."""
    yield _spelt_out(word)
    parts = [part[:LONGEST_WORD] for part in re.split(r"[.+#]+", word) if part]
    if len(parts) > 1:
        yield "".join(parts)[:LONGEST_WORD]
        yield from parts
    elif word.startswith("."):
        yield parts[0]


def _spelt_out(word: str) -> str:
    return word.translate(SPELT_OUT)[:LONGEST_WORD]


def _pairs(run: str) -> list[str]:
    return [first + second for first, second in pairwise(run)]


def _han_terms(run: str, segmenter: rjieba.Jieba) -> Iterator[str]:
    for word in segmenter.cut(run):
        if word not in STOP or run == word:
            yield from _pieces(word, segmenter)


def _pieces(word: str, segmenter: rjieba.Jieba) -> list[str]:
    """A long word as its smaller words, where these cover it; else as its pairs of characters."""
    if len(word) == 1:
        return [word]
    pairs = _pairs(word)
    smaller = [pair for pair in pairs if segmenter.has_word(pair)]
    return smaller if "".join(smaller) == word else pairs


def _segmenter() -> rjieba.Jieba:
    latest = TaxonomyRevision.objects.order_by("-pk").values_list("pk", flat=True).first()
    return _segmenter_of(latest or 0)


@lru_cache(maxsize=1)
def _segmenter_of(revision: int) -> rjieba.Jieba:
    """A segmenter that knows the terms of this revision of the taxonomy."""
    segmenter = rjieba.Jieba()
    names = SkillAlias.objects.filter(language=LabelLanguage.CHINESE, skill__retired=False)
    for name in names.values_list("folded", flat=True):
        if HAN.fullmatch(name):
            segmenter.add_word(name, None, None)
    return segmenter
