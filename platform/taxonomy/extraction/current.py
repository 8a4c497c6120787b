"""The finders of the taxonomy as it stands, each made once per process and revision."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from taxonomy.extraction.finder import SkillFinder
from taxonomy.extraction.occupations import OccupationFinder
from taxonomy.extraction.surfaces import decoys, surfaces
from taxonomy.models import SkillAlias, TaxonomyRevision

Revision = tuple[int, datetime]
Finder = TypeVar("Finder", SkillFinder, OccupationFinder)
_skills: dict[Revision, SkillFinder] = {}
_occupations: dict[Revision, OccupationFinder] = {}


def finder() -> SkillFinder:
    """A SkillFinder of all usable skills; one small query while the taxonomy stays the same."""
    return _current(_skills, lambda: SkillFinder(surfaces(), decoys=decoys()))


def occupation_finder() -> OccupationFinder:
    """An OccupationFinder of all occupations, kept in the same way."""
    return _current(_occupations, _of_occupations)


def _of_occupations() -> OccupationFinder:
    names = SkillAlias.objects.of_occupations().order_by("skill_id", "pk")
    return OccupationFinder(names.values_list("skill_id", "text"))


def _current(made: dict[Revision, Finder], make: Callable[[], Finder]) -> Finder:
    revision = TaxonomyRevision.objects.order_by("-pk").values_list("pk", "at").first()
    if revision is None:
        return make()
    if revision not in made:
        made.clear()
        made[revision] = make()
    return made[revision]
