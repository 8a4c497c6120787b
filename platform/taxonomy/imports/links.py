"""Writing which skill is part of which."""

from collections.abc import Iterable, Mapping

from taxonomy.enums import Origin
from taxonomy.models import SkillLink

BATCH = 2000


def write_links(wanted: Iterable[tuple[int, int]], *, origin: Origin) -> set[int]:
    """Make the links of this origin exactly these (skill, broader); which skills changed?"""
    rows = SkillLink.objects.values_list("skill", "broader", "origin", "pk")
    known = {(skill, broader): (said_by, pk) for skill, broader, said_by, pk in rows}
    pairs = set(wanted)
    new = sorted(pairs - set(known))
    old = {
        pair: pk for pair, (said_by, pk) in known.items() if said_by == origin and pair not in pairs
    }
    _delete(list(old.values()))
    SkillLink.objects.bulk_create(
        [SkillLink(skill_id=skill, broader_id=above, origin=origin) for skill, above in new],
        batch_size=BATCH,
    )
    return {skill for skill, _above in (*new, *old)}


def _delete(pks: list[int]) -> None:
    for start in range(0, len(pks), BATCH):
        SkillLink.objects.filter(pk__in=pks[start : start + BATCH]).delete()


def circle(broader: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The first circle among “broader” links, if there is one, as the names along it.

    >>> circle({"a": ("b",), "b": ("c",), "c": ("a",)})
    ['a', 'b', 'c', 'a']
    >>> circle({"a": ("b", "c"), "b": ("c",), "c": ()})
    []
    """
    done: set[str] = set()
    for start in broader:
        path: list[str] = []
        waiting = [(start, False)]
        while waiting:
            name, leaving = waiting.pop()
            if leaving:
                done.add(path.pop())
            elif name in path:
                return [*path[path.index(name) :], name]
            elif name not in done:
                path.append(name)
                waiting.append((name, True))
                waiting += [(above, False) for above in broader.get(name, ())]
    return []
