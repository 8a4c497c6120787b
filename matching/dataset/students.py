"""Students as arrays."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from django.db.models import QuerySet

from accounts.enums import WorkMode
from accounts.models import StudentLanguage, StudentProfile, StudentSkill
from matching.dataset.countries import country_number
from matching.dataset.days import amounts, days
from matching.dataset.frame import Frame
from matching.dataset.texts import found_in, joined
from matching.engine.arrays import Ints, Ragged, ints
from matching.engine.inputs import UNSAID, Facts, StatedSkills, Students, Wishes

Lists = dict[int, list[int]]
Bits = npt.NDArray[np.uint64]
Profiles = QuerySet[StudentProfile, Any]
SkillLine = tuple[int, int, int, int, str]


class StudentFacts(NamedTuple):
    """Students without what they know and write, by id."""

    ids: Ints
    age: Ints
    facts: Facts
    wishes: Wishes


def load_students(frame: Frame, *, only: Iterable[int] | None = None) -> Students:
    """Every student who consented to being matched, or those of the given ids, by id."""
    wanted = StudentProfile.objects.matchable().order_by("pk")
    if only is not None:
        wanted = wanted.filter(pk__in=list(only))
    profiles = list(wanted)
    row = {profile.pk: number for number, profile in enumerate(profiles)}
    of_them = wanted.order_by().values("pk")
    lines = _skill_lines(of_them)
    notes = _evidence_notes(lines)
    texts = [
        joined([each.programme, each.statement, each.cv_text, *notes[each.pk]]) for each in profiles
    ]
    return Students(
        ids=ints(row),
        age=_age(profiles),
        stated=_stated(frame, row, lines),
        found=found_in(texts, frame),
        texts=texts,
        wishes=_wishes(frame, profiles, of_them),
        facts=_facts(frame, profiles, _language_bits(frame, row, of_them)),
    )


def load_facts(frame: Frame, *, only: Iterable[int]) -> StudentFacts:
    """What decides eligibility alone, of those of the ids that exist: no texts are read."""
    wanted = StudentProfile.objects.filter(pk__in=list(only)).order_by("pk")
    profiles = list(wanted)
    row = {profile.pk: number for number, profile in enumerate(profiles)}
    of_them = wanted.order_by().values("pk")
    return StudentFacts(
        ids=ints(row),
        age=_age(profiles),
        facts=_facts(frame, profiles, _language_bits(frame, row, of_them)),
        wishes=_wishes(frame, profiles, of_them),
    )


def _age(profiles: Iterable[StudentProfile]) -> Ints:
    return ints([int(each.created_at.timestamp()) for each in profiles])


def _skill_lines(of_them: Profiles) -> list[SkillLine]:
    lines = StudentSkill.objects.filter(profile__in=of_them).order_by("profile_id", "skill_id")
    return list(lines.values_list("profile_id", "skill_id", "level", "evidence", "evidence_note"))


def _stated(frame: Frame, row: dict[int, int], lines: Sequence[SkillLine]) -> StatedSkills:
    entries = [
        (row[profile], frame.skill[skill], level, evidence)
        for profile, skill, level, evidence, _note in lines
        if skill in frame.skill
    ]
    columns = np.array(entries, dtype=np.int64).reshape(-1, 4).T
    return StatedSkills(row=columns[0], skill=columns[1], level=columns[2], evidence=columns[3])


def _evidence_notes(lines: Sequence[SkillLine]) -> dict[int, list[str]]:
    notes: dict[int, list[str]] = defaultdict(list)
    for profile, _skill, _level, _evidence, note in lines:
        if note:
            notes[profile].append(note)
    return notes


def _wishes(frame: Frame, profiles: Sequence[StudentProfile], of_them: Profiles) -> Wishes:
    ids = [each.pk for each in profiles]
    places = _linked(StudentProfile.places.through, "region_id", of_them)
    interests = _linked(StudentProfile.interests.through, "discipline_id", of_them)
    broad = frame.disciplines.broad_fields
    return Wishes(
        regions=Ragged.of([frame.regions.of_student(places[each]) for each in ids]),
        only_these_regions=np.array([each.only_these_places for each in profiles], dtype=bool),
        remote=ints([_remote(each.work_mode) for each in profiles]),
        free_from=days(each.available_from_on for each in profiles),
        free_until=days(each.available_until_on for each in profiles),
        hours_per_week=amounts(each.hours_per_week for each in profiles),
        pay_per_day=amounts(each.pay_cny_per_day for each in profiles),
        fields=Ragged.of([broad(interests[each]) for each in ids]),
    )


def _remote(mode: str) -> int:
    return UNSAID if not mode else int(mode != WorkMode.ON_SITE)


def _linked(through: Any, other: str, of_them: Profiles) -> Lists:
    found: Lists = defaultdict(list)
    links = through.objects.filter(studentprofile__in=of_them).order_by("pk")
    for one, another in links.values_list("studentprofile_id", other):
        found[one].append(another)
    return found


def _facts(frame: Frame, profiles: Sequence[StudentProfile], languages: Bits) -> Facts:
    disciplines = [frame.disciplines.of_student(each.discipline_id) for each in profiles]
    permits = [[country_number(code) for code in _codes(each)] for each in profiles]
    return Facts(
        university=ints([_university(frame, each) for each in profiles]),
        degree=ints([each.degree_level or 0 for each in profiles]),
        year=ints([each.year or 0 for each in profiles]),
        disciplines=Ragged.of(disciplines),
        languages=languages,
        permits=Ragged.of(permits),
    )


def _university(frame: Frame, profile: StudentProfile) -> int:
    if profile.university_id is None:
        return UNSAID
    return frame.university.get(profile.university_id, len(frame.university_ids))


def _codes(profile: StudentProfile) -> list[str]:
    return [code for code in profile.work_permits.split(",") if code.strip()]


def _language_bits(frame: Frame, row: dict[int, int], of_them: Profiles) -> Bits:
    bits = np.zeros(len(row), dtype=np.uint64)
    spoken = StudentLanguage.objects.filter(profile__in=of_them)
    for profile, language, level in spoken.values_list("profile_id", "language_id", "level"):
        for bit, (asked, least) in enumerate(frame.language_levels):
            if asked == language and level >= least:
                bits[row[profile]] |= np.uint64(1 << bit)
    return bits
