"""The finder of the taxonomy as it stands, made once per process and revision."""

from datetime import datetime

from taxonomy.extraction.finder import SkillFinder
from taxonomy.extraction.surfaces import decoys, surfaces
from taxonomy.models import TaxonomyRevision

_made: dict[tuple[int, datetime], SkillFinder] = {}


def finder() -> SkillFinder:
    """A SkillFinder of all usable skills; one small query while the taxonomy stays the same."""
    revision = TaxonomyRevision.objects.order_by("-pk").values_list("pk", "at").first()
    if revision is None:
        return SkillFinder(surfaces(), decoys=decoys())
    if revision not in _made:
        _made.clear()
        _made[revision] = SkillFinder(surfaces(), decoys=decoys())
    return _made[revision]
