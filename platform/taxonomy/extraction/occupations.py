"""Names of occupations in texts: job titles, in a line of their own or a short one.

In running text they mostly speak of others: *works with designers*, 会计专业优先. So they count
only in lines as short as a title. They are searched for apart from skills, so that *data engineer*
does not hide *data*. One name may mean several occupations; it then counts for each of them.
"""

import unicodedata
from collections.abc import Iterable, Mapping

from taxonomy.extraction.finder import SkillFinder, Surface
from taxonomy.extraction.folding import folded_name
from taxonomy.extraction.surfaces import EXPLAINED

MOST_MEANINGS = 4  # of a name; what means more says nothing
SHORT_CHINESE = 2  # characters
TITLE = 60  # columns of the longest line that may be a title; a Chinese character takes two


class OccupationFinder:
    r"""Finds occupations by their names, as `SkillFinder` finds skills.

    A single word (*driver*, *host*, 会计) mostly means something else: it counts only where it is
    the whole line.

    Parameters
    ----------
    names
        Occupations' ids, with the names of each.

    Examples
    --------
    >>> finder = OccupationFinder([(1, "data engineer"), (2, "driver"), (3, "data engineer")])
    >>> finder.find("Data engineer\nwrite a driver")
    [1, 3]
    >>> finder.find("Driver\nfor a company in Suzhou")
    [2]
    """

    def __init__(self, names: Iterable[tuple[int, str]]) -> None:
        self._forms = _told_apart(names)
        self._short = [_is_short(form) for form in self._forms]
        self._meant = [sorted(ids) for ids in self._forms.values()]
        self._finder = SkillFinder(
            Surface(number, form, "") for number, form in enumerate(self._forms)
        )

    def find(self, text: str) -> list[int]:
        """The occupations named, each as often as it is."""
        return [
            occupation
            for line in map(str.strip, text.split("\n"))
            if line and _is_title(line)
            for mention in self._finder.find(line)
            if not self._short[mention.skill_id] or mention.text == line
            for occupation in self._meant[mention.skill_id]
        ]


def _told_apart(names: Iterable[tuple[int, str]]) -> Mapping[str, set[int]]:
    meant: dict[str, set[int]] = {}
    for occupation, text in names:
        meant.setdefault(folded_name(EXPLAINED.sub("", text).strip()), set()).add(occupation)
    return {form: ids for form, ids in meant.items() if form and len(ids) <= MOST_MEANINGS}


def _is_short(form: str) -> bool:
    return len(form) <= SHORT_CHINESE or (form.isascii() and " " not in form)


def _is_title(line: str) -> bool:
    return len(line) <= TITLE and (line.isascii() or sum(map(_columns, line)) <= TITLE)


def _columns(letter: str) -> int:
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1
