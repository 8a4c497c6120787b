"""Places by their names, in either language."""

from collections import defaultdict
from collections.abc import Iterator

from taxonomy.enums import RegionLevel
from taxonomy.models import Region
from taxonomy.text import fold

NARROWEST_FIRST = (RegionLevel.CITY, RegionLevel.PROVINCE, RegionLevel.COUNTRY)


class Gazetteer:
    """All regions by code, label and other names; read once, asked often."""

    def __init__(self) -> None:
        self._named: dict[str, list[Region]] = defaultdict(list)
        for region in Region.objects.by_code():
            for name in set(_names(region)):
                self._named[name].append(region)

    def find(self, name: str) -> Region | None:
        """The region of this name; where a city and its country share it, the city."""
        found = self._named.get(fold(name), [])
        return min(found, key=_narrowness, default=None)


def _narrowness(region: Region) -> int:
    return NARROWEST_FIRST.index(RegionLevel(region.level))


def _names(region: Region) -> Iterator[str]:
    for name in (region.code, region.label_en, region.label_zh, *region.aliases.split("|")):
        if name.strip():
            yield fold(name)
