"""Finding the names of skills in a text."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import ahocorasick

from taxonomy.extraction.folding import Folded, folded_name

ADDRESS = re.compile(r"https?://[!-~]+|www\.[!-~]+|@[\w-]+\.[\w.]+")
DOMAINS = (".com", ".org", ".cn", ".edu", ".gov", "@")
FIRST_CHINESE = "\u2e80"
SHORT = 2  # letters; such a name must stand alone
GLUE = frozenset("-&'.+#@*_=<>\\$")
LEAST_FOR_PLURAL = {False: 5, True: 3}  # letters, by whether case is exact


class Surface(NamedTuple):
    """A name of a skill as it may stand in a text."""

    skill_id: int
    text: str
    language: str
    exact_case: bool = False


@dataclass(frozen=True)
class Mention:
    """A skill's name in a text, with its place there."""

    skill_id: int
    start: int
    end: int
    text: str


class _Form(NamedTuple):
    """All surfaces with one folded form; the first that fits says which skill is meant."""

    length: int
    opens_with_word: bool
    closes_with_word: bool
    short: bool
    meanings: tuple[tuple[int | None, str], ...]  # skill, and the spelling if it must be exact


class SkillFinder:
    """Finds skills in texts by their names: leftmost first, of those the longest, no overlaps.

    Names in Latin script need word boundaries, Chinese ones do not, but must have two characters.
    Of surfaces with the same folded form, the first one given that fits the spelling wins.

    Parameters
    ----------
    surfaces
        The names, the most important first.
    decoys
        Words that are no skills but hold or touch the name of one (文化 before 化工).

    Examples
    --------
    >>> finder = SkillFinder([Surface(1, "R", "en", True), Surface(2, "机器学习", "zh")])
    >>> [(m.skill_id, m.start, m.end) for m in finder.find("R and r&d；机器学习")]
    [(1, 0, 1), (2, 10, 14)]
    """

    def __init__(self, surfaces: Iterable[Surface], *, decoys: Iterable[str] = ()) -> None:
        meanings: dict[str, list[tuple[int | None, str]]] = {}
        for decoy in decoys:
            meanings.setdefault(folded_name(decoy), []).append((None, ""))
        for surface in surfaces:
            folded = folded_name(surface.text)
            if _can_be_found(folded):
                exact = _upright(surface.text.strip()) if surface.exact_case else ""
                meanings.setdefault(folded, []).append((surface.skill_id, exact))
        self._automaton = ahocorasick.Automaton()
        for folded, known in meanings.items():
            self._automaton.add_word(folded, _form(folded, known))
        self._automaton.make_automaton()

    def find(self, text: str) -> list[Mention]:
        """Every skill named in the text, in its order; offsets are those of the text given."""
        folded = Folded.of(text)
        found: list[Mention] = []
        last = 0
        for start, stop, skill_id in self._candidates(folded, text):
            if start < last:
                continue
            last = -stop
            if skill_id is not None:
                first, end = folded.span(start, last)
                found.append(Mention(skill_id, first, end, text[first:end]))
        return found

    def _candidates(self, folded: Folded, text: str) -> list[tuple[int, int, int | None]]:
        """(start, -stop, skill) of all names that stand free, leftmost and longest first."""
        if not len(self._automaton):
            return []
        addresses = [match.span() for match in ADDRESS.finditer(folded.plain)]
        candidates = []
        for end, form in self._automaton.iter(folded.text):
            start = end + 1 - form.length
            stop = _stands_free(form, folded.plain, start, end + 1)
            if stop and not any(first < stop and start < last for first, last in addresses):
                for skill_id, exact in form.meanings:
                    if not exact or _spelling(folded, text, start, stop) in (exact, exact + "s"):
                        candidates.append((start, -stop, skill_id))
                        break
        candidates.sort(key=lambda found: found[:2])
        return candidates


def _can_be_found(folded: str) -> bool:
    return len(folded) > 1 or _is_word(folded)


def _form(folded: str, meanings: Iterable[tuple[int | None, str]]) -> _Form:
    return _Form(
        length=len(folded),
        opens_with_word=_is_word(folded[0]) or folded[0] == ".",
        closes_with_word=_is_word(folded[-1]),
        short=len(folded) <= SHORT,
        meanings=tuple(meanings),
    )


def _is_word(letter: str) -> bool:
    return letter < FIRST_CHINESE and (letter.isalnum() or letter == "_")


def _stands_free(form: _Form, text: str, start: int, end: int) -> int:
    """Where the name ends, with its plural s; 0 if it is only part of a word."""
    if form.opens_with_word and start and not _is_edge(text, start - 1, form):
        return 0
    if not form.closes_with_word:
        return 0 if text[end : end + 1] == text[end - 1] == "+" else end
    if end == len(text) or _is_close(text, end, form):
        return end
    if text[end] == "s" and _takes_plural(form, text[end - 1]):
        end += 1
        return end if end == len(text) or _is_close(text, end, form) else 0
    return 0


def _is_edge(text: str, place: int, form: _Form) -> bool:
    letter = text[place]
    return not _is_word(letter) and not (form.short and letter in GLUE)


def _is_close(text: str, place: int, form: _Form) -> bool:
    """Does the name end here? C does not in C++, C# or C.elegans; Go does in “Go.”"""
    letter, following = text[place], text[place + 1 : place + 2]
    if letter == "." and not following.strip():
        return True
    if letter == "#" or (letter == "+" and following == "+") or text.startswith(DOMAINS, place):
        return False
    return _is_edge(text, place, form)


def _takes_plural(form: _Form, last: str) -> bool:
    exact = all(spelling for _skill, spelling in form.meanings)
    return form.length >= LEAST_FOR_PLURAL[exact] and last.isalpha() and last != "s"


def _spelling(folded: Folded, text: str, start: int, end: int) -> str:
    first, last = folded.span(start, end)
    return _upright(text[first:last])


def _upright(text: str) -> str:
    """Half-width and single-spaced, in its own case."""
    return " ".join(unicodedata.normalize("NFKC", text).split())
