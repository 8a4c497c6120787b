"""What the cell with the place means: one place, several, or words we do not know."""

import re
from collections.abc import Iterator

from internships.postings.search.places import Gazetteer
from taxonomy.models import Region

STRONG = re.compile(r"[,，、;；/|\n]+")
LONGEST_ADDRESS = 300


def place_in(cell: str, gazetteer: Gazetteer) -> tuple[Region | None, str]:
    """The first place named, and the cell as the address where it says more than that.

    “São Paulo” is one place, “北京市 上海市” are two: a space divides unknown names.
    """
    names = list(_names(cell, gazetteer))
    known = [region for region in map(gazetteer.find, names) if region]
    says_more = len(names) > 1 or not known
    return (known[0] if known else None), cell[:LONGEST_ADDRESS] if says_more else ""


def _names(cell: str, gazetteer: Gazetteer) -> Iterator[str]:
    for part in filter(None, (part.strip() for part in STRONG.split(cell))):
        if gazetteer.find(part):
            yield part
        else:
            yield from part.split()
