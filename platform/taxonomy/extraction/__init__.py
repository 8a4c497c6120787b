"""Skills in free text, English and Chinese, in one pass."""

from taxonomy.extraction.current import finder
from taxonomy.extraction.finder import Mention, SkillFinder, Surface

__all__ = ["Mention", "SkillFinder", "Surface", "finder"]
