"""The checks that rules name: each looks at the facts and says what it found."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from internships.postings.rulepacks.facts import PostingFacts
from internships.postings.rulepacks.phrases import first_phrase


@dataclass(frozen=True)
class Hit:
    """What a check found, and whether it is only a hint, so that even a strict rule warns."""

    evidence: str
    only_a_hint: bool = False


Values = Mapping[str, Any]
Check = Callable[[PostingFacts, Values], Hit | None]
CHECKS: dict[str, Check] = {}


def _check(check: Check) -> Check:
    CHECKS[check.__name__] = check
    return check


@_check
def first_year(facts: PostingFacts, values: Values) -> Hit | None:
    """Does the posting admit the first year: by its own words, or by saying nothing?"""
    if facts.min_year is None:
        return Hit("", only_a_hint=True)
    return Hit(str(facts.min_year)) if facts.min_year < values["min_year"] else None


@_check
def industry(facts: PostingFacts, values: Values) -> Hit | None:
    """Is the owner in one of these industries?"""
    if facts.industry_code and facts.industry_code.startswith(tuple(values["codes"])):
        return Hit(facts.industry_code)
    return None


@_check
def labour_agency(facts: PostingFacts, values: Values) -> Hit | None:
    return Hit(facts.industry_code) if facts.is_labour_agency else None


@_check
def phrase(facts: PostingFacts, values: Values) -> Hit | None:
    """Do the texts use one of these words?"""
    found = first_phrase(facts.texts, values["phrases"])
    return Hit(found) if found else None


@_check
def hinted_phrase(facts: PostingFacts, values: Values) -> Hit | None:
    """Do the texts use one of these words, which may also be harmless?"""
    found = first_phrase(facts.texts, values["phrases"])
    return Hit(found, only_a_hint=True) if found else None


@_check
def hours_per_day(facts: PostingFacts, values: Values) -> Hit | None:
    if facts.hours_per_day is None or facts.hours_per_day <= values["at_most"]:
        return None
    return Hit(f"{facts.hours_per_day.normalize():f} h")


@_check
def hours_per_week(facts: PostingFacts, values: Values) -> Hit | None:
    if facts.hours_per_week is None or facts.hours_per_week <= values["at_most"]:
        return None
    return Hit(f"{facts.hours_per_week} h")


@_check
def length(facts: PostingFacts, values: Values) -> Hit | None:
    """Is the posting longer than so many days in one go?"""
    return Hit(f"{facts.days} d") if facts.days > values["days"] else None


@_check
def total_hours(facts: PostingFacts, values: Values) -> Hit | None:
    """Are the hours of at most one year at this host more than that?"""
    hours = (facts.hours_per_week or 0) * min(facts.days, 365) / 7
    return Hit(f"{hours:.0f} h") if hours > values["at_most"] else None


@_check
def no_disciplines(facts: PostingFacts, values: Values) -> Hit | None:
    return None if facts.names_disciplines else Hit("", only_a_hint=True)
