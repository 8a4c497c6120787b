"""Time zones that this machine knows."""

from functools import cache
from zoneinfo import ZoneInfo, available_timezones

CONTINENTS = (
    "Africa",
    "America",
    "Antarctica",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)


@cache
def zone_names() -> tuple[str, ...]:
    """Names by continent and city, and UTC; old names and offsets are left out."""
    places = sorted(name for name in available_timezones() if name.split("/", 1)[0] in CONTINENTS)
    return ("UTC", *places)


def zone_of(name: str, *, otherwise: str) -> ZoneInfo:
    """The zone of that name, or the other one where there is no such zone."""
    return ZoneInfo(name if name in available_zones() else otherwise)


@cache
def available_zones() -> frozenset[str]:
    return frozenset(available_timezones())
