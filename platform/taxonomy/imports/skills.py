"""What files say of skills, and writing it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from taxonomy.models import Skill
from taxonomy.text import fold

BATCH = 2000
FIELDS = ["key", "kind", "origin", "label_en", "label_zh", "uri", "retired"]


@dataclass(frozen=True)
class Name:
    """A label or an alias, as a file gives it."""

    language: str
    text: str
    exact_case: bool = False
    is_label: bool = False


@dataclass(frozen=True)
class SkillPlan:
    """What a file says of a skill. `broader` names others by key or, in ESCO, by URI."""

    key: str
    kind: str
    label_en: str
    label_zh: str = ""
    uri: str | None = None
    names: tuple[Name, ...] = ()
    broader: tuple[str, ...] = ()


def distinct(names: Iterable[Name]) -> tuple[Name, ...]:
    """Without those that only differ by case or width; the first of each stays."""
    found: dict[tuple[str, str], Name] = {}
    for name in names:
        found.setdefault((name.language, fold(name.text)), name)
    return tuple(found.values())


@dataclass
class Written:
    """The skills in the order they were wanted, and which of them are new or changed."""

    skills: list[Skill]
    added: set[int]
    changed: set[int]


@dataclass
class Shelf:
    """Skills as they stand, new and changed ones collected, to be written in few statements."""

    by_key: dict[str, Skill]
    by_uri: dict[str, Skill]

    @classmethod
    def load(cls) -> Self:
        skills = list(Skill.objects.all())
        return cls(
            by_key={skill.key: skill for skill in skills},
            by_uri={skill.uri: skill for skill in skills if skill.uri},
        )

    def write(self, wanted: Iterable[tuple[Skill | None, Mapping[str, Any]]]) -> Written:
        """Add the skills that are None, change the others where they differ."""
        skills, new, changed = [], [], []
        for skill, values in wanted:
            row = skill or Skill()
            different = [name for name, value in values.items() if getattr(row, name) != value]
            for name in different:
                setattr(row, name, values[name])
            if skill is None:
                new.append(row)
            elif different:
                changed.append(row)
            skills.append(row)
        # Two skills may swap a URI, and each must be unique at every moment.
        Skill.objects.filter(pk__in=[row.pk for row in changed]).update(uri=None)
        Skill.objects.bulk_update(changed, FIELDS, batch_size=BATCH // 10)
        Skill.objects.bulk_create(new, batch_size=BATCH)
        return Written(
            skills=skills,
            added={row.pk for row in new},
            changed={row.pk for row in changed},
        )
