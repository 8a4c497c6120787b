"""Writing the labels and aliases of skills."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from taxonomy.enums import Origin
from taxonomy.imports.skills import Name
from taxonomy.models import SkillAlias
from taxonomy.text import fold

BATCH = 2000
FLAGS = ["exact_case", "is_label", "origin", "folded"]


def write_names(wanted: Mapping[int, tuple[Name, ...]], *, origin: Origin) -> set[int]:
    """Make these skills' names of this origin exactly these; which skills did it change?

    Names of other origins stay. What another origin says already is not said again, except that
    the core takes over what it says itself.
    """
    known: dict[int, list[SkillAlias]] = {skill_id: [] for skill_id in wanted}
    for row in _relevant(origin):
        if row.skill_id in known:
            known[row.skill_id].append(row)
    difference = _Difference(origin)
    for skill_id, names in wanted.items():
        difference.compare(skill_id, names, known[skill_id])
    return difference.store()


def _relevant(origin: Origin) -> Iterable[SkillAlias]:
    rows = SkillAlias.objects.all()
    return rows.filter(skill__origin=Origin.CORE) if origin == Origin.CORE else rows


@dataclass
class _Difference:
    origin: Origin
    new: list[SkillAlias] = field(default_factory=list)
    changed: list[SkillAlias] = field(default_factory=list)
    old: list[SkillAlias] = field(default_factory=list)

    def compare(self, skill_id: int, names: Iterable[Name], there: list[SkillAlias]) -> None:
        said = {(row.language, row.folded) for row in there if row.origin != self.origin}
        by_text = {(row.language, row.text): row for row in there}
        wanted = set()
        for name in names:
            alias = self._alias(skill_id, name)
            if self.origin != Origin.CORE and (alias.language, alias.folded) in said:
                continue
            wanted.add((alias.language, alias.text))
            self._settle(alias, by_text.get((alias.language, alias.text)))
        self.old += [
            row for text, row in by_text.items() if row.origin == self.origin and text not in wanted
        ]

    def _alias(self, skill_id: int, name: Name) -> SkillAlias:
        return SkillAlias(
            skill_id=skill_id,
            language=name.language,
            text=name.text,
            folded=fold(name.text),
            exact_case=name.exact_case,
            is_label=name.is_label,
            origin=self.origin,
        )

    def _settle(self, alias: SkillAlias, row: SkillAlias | None) -> None:
        if row is None:
            self.new.append(alias)
        elif any(getattr(row, flag) != getattr(alias, flag) for flag in FLAGS):
            alias.pk = row.pk
            self.changed.append(alias)

    def store(self) -> set[int]:
        old = [row.pk for row in self.old]
        for start in range(0, len(old), BATCH):
            SkillAlias.objects.filter(pk__in=old[start : start + BATCH]).delete()
        SkillAlias.objects.bulk_update(self.changed, FLAGS, batch_size=BATCH // 10)
        SkillAlias.objects.bulk_create(self.new, batch_size=BATCH)
        return {row.skill_id for row in (*self.new, *self.changed, *self.old)}
