"""What belongs to a posting: its skills, seats, phases and languages.

`put_…` functions replace all lines of one sort, for a caller that already edits the posting.
The verbs below them change one line each.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from foundation.errors import RuleBroken
from internships.postings.actions.editing import Edit, editing
from internships.postings.enums import Necessity, PhaseKind
from internships.postings.models import Phase, Posting, PostingLanguage, PostingSkill, SeatGroup
from taxonomy.models import Discipline, Language, Skill

MOST = {"skills": 40, "seats": 30, "phases": 24, "languages": 10}


@dataclass(frozen=True, kw_only=True)
class SkillLine:
    skill: Skill
    weight: int = 3
    necessity: str = Necessity.MUST


@dataclass(frozen=True, kw_only=True)
class SeatLine:
    """`group_id` names the group of seats that is meant; a line without one is a new group."""

    seats: int
    disciplines: Sequence[Discipline] = ()
    group_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class PhaseLine:
    kind: str
    starts_on: date
    ends_on: date
    aim: str = ""


@dataclass(frozen=True, kw_only=True)
class LanguageLine:
    language: Language
    level: int


@dataclass(frozen=True, kw_only=True)
class Parts:
    """New lines for a posting; None leaves a sort as it is."""

    skills: Sequence[SkillLine] | None = None
    seats: Sequence[SeatLine] | None = None
    phases: Sequence[PhaseLine] | None = None
    languages: Sequence[LanguageLine] | None = None


class TooMany(RuleBroken):
    rule = "too_many_lines"


class SeatsInUse(RuleBroken):
    """Seats that offers hold or students have taken cannot vanish."""

    rule = "seats_in_use"


class UnknownLine(RuleBroken):
    """The line is not, or no longer, one of this posting."""

    rule = "unknown_line"


class DatesMissing(RuleBroken):
    rule = "dates_missing"


def put(current: Posting, parts: Parts) -> None:
    """Replace every sort of lines that `parts` names."""
    if parts.skills is not None:
        put_skills(current, parts.skills)
    if parts.seats is not None:
        put_seats(current, parts.seats)
    if parts.phases is not None:
        put_phases(current, parts.phases)
    if parts.languages is not None:
        put_languages(current, parts.languages)


def put_skills(current: Posting, lines: Sequence[SkillLine]) -> None:
    _require_room(len(lines), MOST["skills"])
    current.skills.exclude(skill__in=[line.skill for line in lines]).delete()
    for line in lines:
        _put_skill(current, line)


def put_seats(current: Posting, lines: Sequence[SeatLine]) -> None:
    _require_room(len(lines), MOST["seats"])
    kept = {line.group_id for line in lines if line.group_id is not None}
    for group in current.seat_groups.exclude(pk__in=kept):
        _drop_seats(group)
    for line in lines:
        _put_seats(current, line)


def put_phases(current: Posting, lines: Sequence[PhaseLine]) -> None:
    _require_room(len(lines), MOST["phases"])
    current.phases.all().delete()
    for line in lines:
        _checked(Phase(posting=current, **vars(line))).save()


def put_languages(current: Posting, lines: Sequence[LanguageLine]) -> None:
    _require_room(len(lines), MOST["languages"])
    current.languages.exclude(language__in=[line.language for line in lines]).delete()
    for line in lines:
        _put_language(current, line)


def put_skill(posting: Posting, line: SkillLine, *, edit: Edit) -> Posting:
    """Ask for a skill, or ask for it otherwise."""
    with editing(posting, edit) as current:
        _put_skill(current, line)
        _require_room(current.skills.count(), MOST["skills"])
    return current


def drop_skill(posting: Posting, line_id: int, *, edit: Edit) -> Posting:
    with editing(posting, edit) as current:
        _found(current.skills.filter(pk=line_id)).delete()
    return current


def add_seats(posting: Posting, line: SeatLine, *, edit: Edit) -> Posting:
    """Add a group of seats, or change the one that the line names."""
    with editing(posting, edit) as current:
        _put_seats(current, line)
        _require_room(current.seat_groups.count(), MOST["seats"])
    return current


def drop_seats(posting: Posting, line_id: int, *, edit: Edit) -> Posting:
    with editing(posting, edit) as current:
        _drop_seats(_found(current.seat_groups.filter(pk=line_id)))
    return current


def add_phase(posting: Posting, line: PhaseLine, *, edit: Edit) -> Posting:
    with editing(posting, edit) as current:
        _checked(Phase(posting=current, **vars(line))).save()
        _require_room(current.phases.count(), MOST["phases"])
    return current


def drop_phase(posting: Posting, line_id: int, *, edit: Edit) -> Posting:
    with editing(posting, edit) as current:
        _found(current.phases.filter(pk=line_id)).delete()
    return current


def spread_phases(posting: Posting, *, edit: Edit) -> Posting:
    """Lay the posting's phases, or all six where it has none, evenly over its dates."""
    with editing(posting, edit) as current:
        if current.starts_on is None or current.ends_on is None:
            raise DatesMissing(_("Give the start and the end first."))
        old = list(current.phases.order_by("starts_on", "pk").values_list("kind", "aim"))
        kinds = old or [(kind.value, "") for kind in PhaseKind]
        put_phases(current, evenly(kinds, current.starts_on, current.ends_on))
    return current


def put_language(posting: Posting, line: LanguageLine, *, edit: Edit) -> Posting:
    """Ask for a language, or for another level of it."""
    with editing(posting, edit) as current:
        _put_language(current, line)
        _require_room(current.languages.count(), MOST["languages"])
    return current


def drop_language(posting: Posting, line_id: int, *, edit: Edit) -> Posting:
    with editing(posting, edit) as current:
        _found(current.languages.filter(pk=line_id)).delete()
    return current


def evenly(kinds: Sequence[tuple[str, str]], starts_on: date, ends_on: date) -> list[PhaseLine]:
    """Phases of these kinds and aims, end to end over the dates; fewer if there are fewer days."""
    days = (ends_on - starts_on).days + 1
    fitting = kinds[:days]
    first = [starts_on + timedelta(days * at // len(fitting)) for at in range(len(fitting) + 1)]
    return [
        PhaseLine(kind=kind, aim=aim, starts_on=first[at], ends_on=first[at + 1] - timedelta(1))
        for at, (kind, aim) in enumerate(fitting)
    ]


def _put_skill(current: Posting, line: SkillLine) -> None:
    wanted = PostingSkill(posting=current, skill=line.skill)
    row = current.skills.filter(skill=line.skill).first() or wanted
    row.weight, row.necessity = line.weight, line.necessity
    _checked(row).save()


def _put_language(current: Posting, line: LanguageLine) -> None:
    wanted = PostingLanguage(posting=current, language=line.language)
    row = current.languages.filter(language=line.language).first() or wanted
    row.level = line.level
    _checked(row).save()


def _put_seats(current: Posting, line: SeatLine) -> None:
    """One conditional UPDATE for a group that exists: offers made meanwhile keep their seats."""
    if line.group_id is None:
        group = _checked(SeatGroup(posting=current, seats=line.seats))
        group.save()
    else:
        group = _found(current.seat_groups.filter(pk=line.group_id))
        in_use = F("held") + F("taken")
        fitting = SeatGroup.objects.alias(in_use=in_use).filter(in_use__lte=line.seats)
        if not fitting.filter(pk=group.pk).update(seats=line.seats):
            raise _in_use(group)
    group.disciplines.set(line.disciplines)


def _drop_seats(group: SeatGroup) -> None:
    """One conditional DELETE: an offer made meanwhile keeps its seat."""
    deleted, _rows = SeatGroup.objects.filter(pk=group.pk, held=0, taken=0).delete()
    if not deleted:
        raise _in_use(group)


def _in_use(group: SeatGroup) -> SeatsInUse:
    return SeatsInUse(
        _("%(held)d of these seats are held by offers and %(taken)d are taken.")
        % {"held": group.held, "taken": group.taken}
    )


def _found(lines: Any) -> Any:
    line = lines.first()
    if line is None:
        raise UnknownLine(_("This line is no longer there. Reload the page."))
    return line


def _checked(line: Any) -> Any:
    line.full_clean()
    return line


def _require_room(count: int, most: int) -> None:
    if count > most:
        raise TooMany(_("At most %d lines are possible here.") % most)
