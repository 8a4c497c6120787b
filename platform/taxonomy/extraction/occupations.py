"""Names of occupations in texts: job titles, and what people say they are or want to become.

They are searched for apart from skills, so that *data engineer* does not hide *data*. One name may
mean several occupations; it then counts for each of them.
"""

from collections.abc import Iterable, Mapping

from taxonomy.extraction.finder import Mention, SkillFinder, Surface
from taxonomy.extraction.folding import folded_name
from taxonomy.extraction.surfaces import EXPLAINED

MOST_MEANINGS = 4  # of a name; what means more says nothing
SHORT_CHINESE = 2  # characters


class OccupationFinder:
    """Finds occupations by their names, as `SkillFinder` finds skills.

    A single word (*driver*, *host*, 会计) mostly means something else: it counts only where it is
    a whole line, as in a title.

    Parameters
    ----------
    names
        Occupations' ids, with the names of each.

    Examples
    --------
    >>> finder = OccupationFinder([(1, "data engineer"), (2, "driver"), (3, "data engineer")])
    >>> finder.find("Data engineer\\nwrite a driver")
    [1, 3]
    >>> finder.find("Driver\\nfor a company in Suzhou")
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
            for mention in self._finder.find(text)
            if not self._short[mention.skill_id] or _is_line(mention, text)
            for occupation in self._meant[mention.skill_id]
        ]


def _told_apart(names: Iterable[tuple[int, str]]) -> Mapping[str, set[int]]:
    meant: dict[str, set[int]] = {}
    for occupation, text in names:
        meant.setdefault(folded_name(EXPLAINED.sub("", text).strip()), set()).add(occupation)
    return {form: ids for form, ids in meant.items() if form and len(ids) <= MOST_MEANINGS}


def _is_short(form: str) -> bool:
    return len(form) <= SHORT_CHINESE or (form.isascii() and " " not in form)


def _is_line(mention: Mention, text: str) -> bool:
    before = text[text.rfind("\n", 0, mention.start) + 1 : mention.start]
    after = text[mention.end :].partition("\n")[0]
    return not before.strip() and not after.strip()
