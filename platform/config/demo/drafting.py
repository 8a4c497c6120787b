"""Write the postings of the demo as drafts, many at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import chain
from typing import Any

from accounts.models import Organisation, User
from config.demo import network, sources
from config.demo.enrolment import disciplines_by_code
from config.demo.sources import PostingLine
from internships.postings.actions.opening import today_at
from internships.postings.actions.parts import evenly
from internships.postings.models import (
    Phase,
    Posting,
    PostingLanguage,
    PostingSkill,
    ResearchOutcome,
    SeatGroup,
)
from taxonomy.models import Discipline, Language, Region, Skill

SOURCE = "demo"
DEADLINE_BEFORE_START = timedelta(days=10)
FULL_DAY_HOURS, FULL_WEEK_HOURS = 8, 40
PLAIN = (
    "kind",
    "title_en",
    "text_en",
    "title_zh",
    "text_zh",
    "trl_from",
    "trl_to",
    "work_mode",
    "hours_per_week",
    "pay_cny_per_day",
    "audience",
    "min_degree_level",
    "min_year",
)
Drafted = list[tuple[PostingLine, Posting]]


@dataclass(frozen=True)
class Shelf:
    """What postings refer to, read once."""

    at: datetime

    @cached_property
    def owners(self) -> dict[str, Organisation]:
        ids = {line.domain: line.id for line in sources.organisations()}
        found = Organisation.objects.filter(email_domain__in=ids).order_by("pk")
        return {ids[organisation.email_domain]: organisation for organisation in found}

    @cached_property
    def contacts(self) -> dict[str, User]:
        emails = {line.id: network.contact_of(line) for line in sources.organisations()}
        users = User.objects.in_bulk(emails.values(), field_name="email")
        return {organisation: users[email] for organisation, email in emails.items()}

    @cached_property
    def skills(self) -> dict[str, Skill]:
        keys = {key for line in sources.postings() for key, _, _ in line.skills}
        return Skill.objects.in_bulk(keys, field_name="key")

    @cached_property
    def disciplines(self) -> dict[str, Discipline]:
        return disciplines_by_code()

    @cached_property
    def regions(self) -> dict[str, Region]:
        return {region.code: region for region in Region.objects.all()}

    @cached_property
    def languages(self) -> dict[str, Language]:
        return {language.code: language for language in Language.objects.all()}


def draft(lines: Iterable[PostingLine], shelf: Shelf) -> Drafted:
    """Write postings with all their parts; each comes back with its line."""
    lines = list(lines)
    outcomes = _outcomes(lines, shelf)
    postings = Posting.objects.bulk_create(
        Posting(outcome=outcomes.get(line.id), **_fields(line, shelf)) for line in lines
    )
    drafted = list(zip(lines, postings, strict=True))
    _write_lines(drafted, shelf)
    _write_seats(drafted, shelf)
    _write_listed(drafted, shelf)
    return drafted


def dates_of(line: PostingLine, *, today: date) -> tuple[date, date]:
    """From a Monday to a Friday."""
    monday = today - timedelta(days=today.weekday())
    starts_on = monday + timedelta(weeks=line.starts_in_weeks)
    return starts_on, starts_on + timedelta(weeks=line.weeks, days=-3)


def _outcomes(lines: list[PostingLine], shelf: Shelf) -> dict[str, ResearchOutcome]:
    naming = [line for line in lines if line.outcome is not None]
    stored = ResearchOutcome.objects.bulk_create(
        ResearchOutcome(owner=shelf.owners[line.owner], **(line.outcome or {})) for line in naming
    )
    return {line.id: outcome for line, outcome in zip(naming, stored, strict=True)}


def _fields(line: PostingLine, shelf: Shelf) -> dict[str, Any]:
    starts_on, ends_on = dates_of(line, today=today_at(shelf.at))
    return {name: getattr(line, name) for name in PLAIN} | {
        "source": SOURCE,
        "source_id": line.id,
        "owner": shelf.owners[line.owner],
        "contact": shelf.contacts[line.owner],
        "region": shelf.regions[line.region],
        "starts_on": starts_on,
        "ends_on": ends_on,
        "deadline_on": starts_on - DEADLINE_BEFORE_START,
        "hours_per_day": FULL_DAY_HOURS if line.hours_per_week == FULL_WEEK_HOURS else None,
        "changed_at": shelf.at,
    }


def _write_lines(drafted: Drafted, shelf: Shelf) -> None:
    PostingSkill.objects.bulk_create(
        PostingSkill(posting=posting, skill=shelf.skills[key], weight=weight, necessity=necessity)
        for line, posting in drafted
        for key, weight, necessity in line.skills
    )
    PostingLanguage.objects.bulk_create(
        PostingLanguage(posting=posting, language=shelf.languages[code], level=level)
        for line, posting in drafted
        for code, level in line.languages
    )
    Phase.objects.bulk_create(chain.from_iterable(_phases(*each) for each in drafted))


def _phases(line: PostingLine, posting: Posting) -> list[Phase]:
    if posting.starts_on is None or posting.ends_on is None:
        return []
    spread = evenly([(kind, "") for kind in line.phases], posting.starts_on, posting.ends_on)
    return [Phase(posting=posting, **vars(each)) for each in spread]


def _write_seats(drafted: Drafted, shelf: Shelf) -> None:
    asked = [(posting, group) for line, posting in drafted for group in line.seats]
    groups = SeatGroup.objects.bulk_create(
        SeatGroup(posting=posting, seats=group["seats"]) for posting, group in asked
    )
    admitted = SeatGroup.disciplines.through
    admitted.objects.bulk_create(
        admitted(seatgroup=stored, discipline=shelf.disciplines[code])
        for stored, (_, group) in zip(groups, asked, strict=True)
        for code in group.get("disciplines", ())
    )


def _write_listed(drafted: Drafted, shelf: Shelf) -> None:
    listed = Posting.listed_universities.through
    listed.objects.bulk_create(
        listed(posting=posting, organisation=shelf.owners[university])
        for line, posting in drafted
        for university in line.listed
    )
