"""The numbering that students and postings share."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from typing import Any, Self

import numpy as np
from django.db.models import Count

from accounts.enums import LanguageLevel
from accounts.models import Organisation, StudentLanguage
from internships.postings.models import PostingLanguage
from matching.engine.arrays import ints
from matching.engine.inputs import SkillGraph
from taxonomy.enums import DisciplineLevel, DisciplineScheme
from taxonomy.models import Discipline, Region, Skill, SkillLink, TaxonomyRevision

UNKNOWN_LANGUAGE_BIT = 63
EQUIVALENT = (DisciplineLevel.NARROW, DisciplineLevel.DETAILED)


@dataclass(frozen=True)
class Frame:
    """Ids in the order of their numbers, as of one moment.

    `language_levels` lists the (language id, least level) pairs that postings ask for, and as many
    more as there is room for; each is one bit, so that knowing a language well enough is one
    comparison of bits.
    """

    skill_ids: list[int]
    university_ids: list[int]
    company_ids: list[int]
    language_levels: list[tuple[int, int]]
    edges: list[tuple[int, int]] = field(repr=False)
    taxonomy_revision: int = 0
    occupation_ids: list[int] = field(default_factory=list)

    @classmethod
    def without_skills(cls) -> Self:
        """Enough to decide who may take what."""
        universities = Organisation.objects.universities().order_by("pk")
        companies = Organisation.objects.companies().order_by("pk")
        asked = PostingLanguage.objects.values_list("language_id", "level")
        often = asked.annotate(times=Count("pk")).order_by("-times", "language_id", "level")
        return cls(
            skill_ids=[],
            university_ids=list(universities.values_list("pk", flat=True)),
            company_ids=list(companies.values_list("pk", flat=True)),
            language_levels=[pair[:2] for pair in often[:UNKNOWN_LANGUAGE_BIT]],
            edges=[],
        )

    @classmethod
    def of_now(cls) -> Self:
        latest = TaxonomyRevision.objects.order_by("-pk").values_list("pk", flat=True).first()
        plain = cls.without_skills()
        return replace(
            plain,
            language_levels=_with_likely_levels(plain.language_levels),
            skill_ids=list(Skill.objects.order_by("pk").values_list("pk", flat=True)),
            edges=list(SkillLink.objects.order_by("pk").values_list("skill_id", "broader_id")),
            taxonomy_revision=latest or 0,
            occupation_ids=list(
                Skill.objects.occupations().order_by("pk").values_list("pk", flat=True)
            ),
        )

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, stored: dict[str, Any]) -> Self:
        pairs = {
            name: [tuple(pair) for pair in stored[name]] for name in ("language_levels", "edges")
        }
        return cls(**{**stored, **pairs})

    @cached_property
    def skill(self) -> dict[int, int]:
        return _numbered(self.skill_ids)

    @cached_property
    def university(self) -> dict[int, int]:
        return _numbered(self.university_ids)

    @cached_property
    def company(self) -> dict[int, int]:
        return _numbered(self.company_ids)

    @cached_property
    def graph(self) -> SkillGraph:
        known = [
            (self.skill[child], self.skill[parent])
            for child, parent in self.edges
            if child in self.skill and parent in self.skill
        ]
        pairs = np.array(known, dtype=np.int64).reshape(-1, 2)
        return SkillGraph(
            n_skills=len(self.skill_ids),
            child=pairs[:, 0],
            parent=pairs[:, 1],
            occupations=ints(
                [self.skill[each] for each in self.occupation_ids if each in self.skill]
            ),
        )

    @cached_property
    def disciplines(self) -> "Disciplines":
        return Disciplines.of_now()

    @cached_property
    def regions(self) -> "Regions":
        return Regions.of_now()


def _with_likely_levels(asked: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Also the other levels of languages that are asked for or spoken: for postings to come."""
    spoken = StudentLanguage.objects.order_by().values_list("language_id", flat=True).distinct()
    languages = sorted({language for language, _ in asked} | set(spoken))
    likely = [(language, level) for language in languages for level in LanguageLevel.values]
    return list(dict.fromkeys([*asked, *likely]))[:UNKNOWN_LANGUAGE_BIT]


def _numbered(ids: Iterable[int]) -> dict[int, int]:
    return {each: number for number, each in enumerate(ids)}


@dataclass(frozen=True)
class Disciplines:
    """What lies above each discipline, across both schemes."""

    above: dict[int, tuple[int, ...]]
    equivalent: dict[int, tuple[int, ...]]
    broad: dict[int, int]

    @classmethod
    def of_now(cls) -> Self:
        rows = {each.pk: each for each in Discipline.objects.all()}
        above = {pk: tuple(_ancestry(pk, rows)) for pk in rows}
        return cls(
            above=above,
            equivalent={pk: tuple(_equivalents(rows[pk], rows)) for pk in rows},
            broad={
                pk: each
                for pk, line in above.items()
                for each in line
                if rows[each].level == DisciplineLevel.BROAD
            },
        )

    def of_student(self, discipline_id: int | None) -> tuple[int, ...]:
        return self.above.get(discipline_id, ()) if discipline_id else ()

    def of_seats(self, discipline_ids: Iterable[int]) -> list[int]:
        """Whom the seats admit: the disciplines named, and what each is called in ISCED-F."""
        return sorted({same for each in discipline_ids for same in self.equivalent.get(each, ())})

    def broad_fields(self, discipline_ids: Iterable[int]) -> list[int]:
        return sorted({self.broad[each] for each in discipline_ids if each in self.broad})


def _ancestry(pk: int, rows: dict[int, Discipline]) -> list[int]:
    """The discipline, what lies above it, and above what it is mapped to."""
    line: list[int] = []
    waiting: list[int | None] = [pk]
    while waiting:
        each = waiting.pop()
        if each is not None and each not in line:
            line.append(each)
            waiting += [rows[each].parent_id, rows[each].isced_id]
    return line


def _equivalents(discipline: Discipline, rows: dict[int, Discipline]) -> list[int]:
    mapped = rows.get(discipline.isced_id or 0)
    if discipline.scheme == DisciplineScheme.CHINA and mapped and mapped.level in EQUIVALENT:
        return [discipline.pk, mapped.pk]
    return [discipline.pk]


@dataclass(frozen=True)
class Regions:
    """What lies within each region, itself included."""

    within: dict[int, tuple[int, ...]]

    @classmethod
    def of_now(cls) -> Self:
        rows = {each.pk: each for each in Region.objects.order_by("pk")}
        within: dict[int, list[int]] = defaultdict(list)
        for pk in rows:
            above: int | None = pk
            while above is not None:
                within[above].append(pk)
                above = rows[above].parent_id
        return cls(within={pk: tuple(members) for pk, members in within.items()})

    def of_student(self, region_ids: Iterable[int]) -> list[int]:
        return sorted({member for each in region_ids for member in self.within.get(each, (each,))})
