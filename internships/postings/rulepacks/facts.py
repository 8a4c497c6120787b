"""What the checks know about a posting: plain values, no database."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, kw_only=True)
class PostingFacts:
    """One posting as a rule sees it.

    `texts` are everything people read in it, in both languages. `min_degree_level` counts from 1
    (vocational college) to 4 (doctorate); None admits every level. `industry_code` is GB/T 4754's,
    as precise as it is known.
    """

    country: str
    texts: tuple[str, ...] = ()
    industry_code: str = ""
    is_labour_agency: bool = False
    min_degree_level: int | None = None
    min_year: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    hours_per_day: Decimal | None = None
    hours_per_week: int | None = None
    names_disciplines: bool = False

    @property
    def days(self) -> int:
        """How many days from the first to the last, both counted; 0 while a date is missing."""
        if self.starts_on is None or self.ends_on is None:
            return 0
        return max((self.ends_on - self.starts_on).days + 1, 0)

    def admits(self, degree_level: int) -> bool:
        return degree_level >= (self.min_degree_level or 1)
