"""Does a line say anything new about a posting that is there?"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from internships.postings.actions.parts import Parts, PhaseLine, SeatLine, SkillLine
from internships.postings.models import Posting, SeatGroup


def changes_of(posting: Posting, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields whose value, as it would be stored, differs."""
    probe = Posting(kind=posting.kind, owner=posting.owner, **fields)
    probe.clean_fields()
    return {
        name: value
        for name, value in fields.items()
        if getattr(probe, name) != getattr(posting, name)
    }


def parts_that_differ(posting: Posting, parts: Parts) -> Parts | None:
    """The sorts of lines that differ, seats under the number of the group that is there."""
    found: dict[str, Any] = {}
    if set(map(_of_skill, parts.skills or ())) != _skills(posting):
        found["skills"] = parts.skills
    if set(map(_of_phase, parts.phases or ())) != _phases(posting):
        found["phases"] = parts.phases
    groups = list(posting.seat_groups.all())
    if sorted(map(_of_seats, parts.seats or ())) != sorted(map(_of_group, groups)):
        found["seats"] = _numbered(parts.seats or (), groups)
    return Parts(**found) if found else None


def _skills(posting: Posting) -> set[tuple[int, int, str]]:
    return {(line.skill_id, line.weight, line.necessity) for line in posting.skills.all()}


def _phases(posting: Posting) -> set[tuple[Any, ...]]:
    return {(phase.kind, phase.starts_on, phase.ends_on) for phase in posting.phases.all()}


def _of_skill(line: SkillLine) -> tuple[int, int, str]:
    return line.skill.pk, line.weight, line.necessity


def _of_phase(line: PhaseLine) -> tuple[Any, ...]:
    return line.kind, line.starts_on, line.ends_on


def _of_seats(line: SeatLine) -> tuple[int, list[int]]:
    return line.seats, sorted(discipline.pk for discipline in line.disciplines)


def _of_group(group: SeatGroup) -> tuple[int, list[int]]:
    return group.seats, sorted(discipline.pk for discipline in group.disciplines.all())


def _numbered(lines: Any, groups: list[SeatGroup]) -> list[SeatLine]:
    """The only line of seats means the only group, whose seats may be taken already."""
    if len(lines) == len(groups) == 1:
        return [replace(lines[0], group_id=groups[0].pk)]
    return list(lines)
