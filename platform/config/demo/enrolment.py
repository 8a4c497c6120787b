"""Write the students of the demo."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Organisation, StudentLanguage, StudentProfile, StudentSkill
from config.demo import people
from config.demo.sketches import Sketch, sketches
from taxonomy.enums import DisciplineScheme
from taxonomy.models import Discipline, Language, Region, Skill

Drawn = Iterable[tuple[StudentProfile, Sketch]]


def disciplines_by_code() -> dict[str, Discipline]:
    """ISCED-F's by their codes, Chinese ones by `cn:` and theirs."""
    prefix = {DisciplineScheme.CHINA.value: "cn:"}
    return {prefix.get(each.scheme, "") + each.code: each for each in Discipline.objects.all()}


def enrol(universities: dict[str, Organisation], *, at: datetime) -> int:
    """Write all students; returns how many."""
    students = sketches()
    users = people.welcome([sketch.person for sketch in students])
    disciplines = disciplines_by_code()
    profiles = StudentProfile.objects.bulk_create(
        StudentProfile(
            user=users[sketch.person.email],
            university=universities[sketch.university],
            discipline=disciplines[sketch.discipline],
            affiliation_confirmed_at=at if sketch.is_confirmed else None,
            **_plain(sketch),
            **_dates(sketch, at=at),
        )
        for sketch in students
    )
    drawn = list(zip(profiles, students, strict=True))
    _write_skills(drawn)
    _write_languages(drawn)
    _write_choices(drawn, disciplines)
    return len(drawn)


def _plain(sketch: Sketch) -> dict[str, Any]:
    wishes = sketch.wishes
    return {
        "programme": sketch.programme,
        "degree_level": sketch.degree_level,
        "year": sketch.year,
        "hours_per_week": wishes.hours_per_week,
        "only_these_places": wishes.only_these_places,
        "work_mode": wishes.work_mode,
        "pay_cny_per_day": wishes.pay_cny_per_day,
        "work_permits": sketch.work_permits,
        "statement": sketch.statement,
        "consents_to_matching": wishes.consents_to_matching,
        "open_to_companies": wishes.open_to_companies,
    }


def _dates(sketch: Sketch, *, at: datetime) -> dict[str, Any]:
    today = timezone.localdate(at)
    return {
        "available_from_on": today + timedelta(weeks=sketch.wishes.from_weeks),
        "available_until_on": today + timedelta(weeks=sketch.wishes.until_weeks),
    }


def _write_skills(drawn: Drawn) -> None:
    keys = {skill.key for _, sketch in drawn for skill in sketch.skills}
    skills = Skill.objects.in_bulk(keys, field_name="key")
    StudentSkill.objects.bulk_create(
        StudentSkill(
            profile=profile,
            skill=skills[each.key],
            level=each.level,
            evidence=each.evidence,
            evidence_note=each.note,
        )
        for profile, sketch in drawn
        for each in sketch.skills
    )


def _write_languages(drawn: Drawn) -> None:
    languages = {language.code: language for language in Language.objects.all()}
    StudentLanguage.objects.bulk_create(
        StudentLanguage(profile=profile, language=languages[code], level=level)
        for profile, sketch in drawn
        for code, level in sketch.languages
    )


def _write_choices(drawn: Drawn, disciplines: dict[str, Discipline]) -> None:
    regions = {region.code: region.pk for region in Region.objects.all()}
    places = StudentProfile.places.through
    places.objects.bulk_create(
        places(studentprofile=profile, region_id=regions[code])
        for profile, sketch in drawn
        for code in sketch.wishes.places
    )
    interests = StudentProfile.interests.through
    interests.objects.bulk_create(
        interests(studentprofile=profile, discipline_id=disciplines[code].pk)
        for profile, sketch in drawn
        for code in sketch.interests
    )


def demo_profiles() -> list[StudentProfile]:
    """The demo's own students among all."""
    emails = [sketch.person.email for sketch in sketches()]
    return list(StudentProfile.objects.filter(user__email__in=emails))
