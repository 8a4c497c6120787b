"""Entries of the shared taxonomy."""

from taxonomy.models.discipline import Discipline
from taxonomy.models.industry import Industry
from taxonomy.models.language import Language
from taxonomy.models.region import Region
from taxonomy.models.revision import TaxonomyRevision
from taxonomy.models.skill import Skill, SkillAlias, SkillLink

__all__ = [
    "Discipline",
    "Industry",
    "Language",
    "Region",
    "Skill",
    "SkillAlias",
    "SkillLink",
    "TaxonomyRevision",
]
