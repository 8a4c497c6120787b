"""Skills and occupations in free text, English and Chinese, in one pass each."""

from taxonomy.extraction.current import finder, occupation_finder
from taxonomy.extraction.finder import Mention, SkillFinder, Surface
from taxonomy.extraction.occupations import OccupationFinder

__all__ = [
    "Mention",
    "OccupationFinder",
    "SkillFinder",
    "Surface",
    "finder",
    "occupation_finder",
]
