"""What students do with their profile, and universities with the profiles of their students.

Every change goes through `_editing`: it locks the profile, compares and counts its version, and
announces the change inside the transaction.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.enums import Evidence, SkillLevel, SkillSource
from accounts.models import StudentLanguage, StudentProfile, StudentSkill, User
from accounts.rules.profiles import belongs_by_email
from accounts.signals import profile_changed
from foundation.errors import RuleBroken, StaleVersion
from foundation.events import announce
from taxonomy.models import Skill

MANY = frozenset({"places", "interests"})


class ProfileExists(RuleBroken):
    """One profile per person."""

    rule = "profile_exists"


class ProfileChanged(StaleVersion):
    """Another tab, device or program saved first."""

    rule = "profile_changed"


class SkillThere(RuleBroken):
    """One line per student and skill."""

    rule = "skill_there"


class SkillGone(RuleBroken):
    """Removed in another tab meanwhile."""

    rule = "skill_gone"


@dataclass(frozen=True)
class SkillLine:
    """What a student says about one skill."""

    level: int = SkillLevel.COMPETENT
    evidence: int = Evidence.STATED
    evidence_note: str = ""
    source: str = SkillSource.TYPED


@transaction.atomic
def become_student(user: User, *, consents_to_matching: bool) -> StudentProfile:
    """Start an empty profile."""
    try:
        with transaction.atomic():
            profile = StudentProfile.objects.create(
                user=user, consents_to_matching=consents_to_matching
            )
    except IntegrityError as error:
        raise ProfileExists(_("You have a student profile already.")) from error
    announce(profile_changed, profile_id=profile.pk)
    return profile


def edit(
    profile: StudentProfile,
    changes: Mapping[str, Any],
    *,
    at: datetime,
    version: int | None = None,
) -> StudentProfile:
    """Write the fields in `changes`, if nobody has saved since `version` was read.

    `places` and `interests` are lists, `languages` a level by language. Another university has
    to confirm anew; a verified e-mail address of its domain confirms by itself.
    """
    with _editing(profile, version=version) as current:
        if "university" in changes and changes["university"] != current.university:
            current.affiliation_confirmed_at = None
        for name, value in changes.items():
            _write(current, name, value)
        if current.affiliation_confirmed_at is None and belongs_by_email(current):
            current.affiliation_confirmed_at = at
    return current


def add_skill(profile: StudentProfile, skill: Skill, line: SkillLine) -> StudentSkill:
    """Put one skill on the profile."""
    with _editing(profile) as current:
        try:
            with transaction.atomic():
                return _new_line(current, skill.pk, line)
        except IntegrityError as error:
            message = _("“%(skill)s” is on your profile already.") % {"skill": skill.label}
            raise SkillThere(message) from error


def change_skill(entry: StudentSkill, line: SkillLine) -> StudentSkill:
    """Say something else about a skill; its source stays, and what a placement confirmed."""
    with _editing(entry.profile) as current:
        there = current.skills.for_listing().filter(pk=entry.pk).first()
        if there is None:
            raise SkillGone(_("This skill is no longer on your profile."))
        if there.evidence != Evidence.EVIDENCED:
            there.evidence = line.evidence
        there.level, there.evidence_note = line.level, line.evidence_note
        there.save()
    return there


def remove_skill(entry: StudentSkill) -> None:
    """Take a skill off the profile."""
    with _editing(entry.profile):
        entry.delete()


def keep_found_skills(
    profile: StudentProfile, *, cv_text: str, levels: Mapping[int, int]
) -> list[StudentSkill]:
    """Keep the text, and the skills that the student ticked in it; those there already stay."""
    with _editing(profile) as current:
        current.cv_text = cv_text
        there = set(current.skills.values_list("skill_id", flat=True))
        return [
            _new_line(current, skill_id, SkillLine(level=level, source=SkillSource.FOUND))
            for skill_id, level in levels.items()
            if skill_id not in there
        ]


def take_over(
    profile: StudentProfile, changes: Mapping[str, Any], *, skills: Mapping[int, SkillLine]
) -> bool:
    """Make the profile say what a table says of it; False where it says so already.

    Skills that were found in an earlier text and are not named now go; typed ones stay.
    """
    if not (_differing(profile, changes) or _differing_skills(profile, skills)):
        return False
    with _editing(profile) as current:
        for name, value in changes.items():
            _write(current, name, value)
        found_before = current.skills.filter(source=SkillSource.FOUND)
        found_before.exclude(skill__in=skills).delete()
        there = {entry.skill_id: entry for entry in current.skills.all()}
        for skill_id, line in skills.items():
            if _says_more(there.get(skill_id), line):
                said = {"level": line.level, "source": line.source}
                StudentSkill.objects.update_or_create(
                    profile=current, skill_id=skill_id, defaults=said
                )
    return True


def confirm_affiliation(profile: StudentProfile, *, at: datetime) -> StudentProfile:
    """The university says: this is our student."""
    with _editing(profile) as current:
        if current.university_id != profile.university_id:
            raise ProfileChanged(_("This student has chosen another university meanwhile."))
        if current.affiliation_confirmed_at is None:
            current.affiliation_confirmed_at = at
    return current


@contextmanager
def _editing(profile: StudentProfile, *, version: int | None = None) -> Iterator[StudentProfile]:
    """Lock, compare the version, let the caller change, count, announce."""
    with transaction.atomic():
        current = StudentProfile.objects.select_for_update(of=("self",)).get(pk=profile.pk)
        if version not in (None, current.version):
            raise ProfileChanged(
                _("This profile was changed elsewhere since you opened it: nothing was saved.")
            )
        yield current
        current.version += 1
        current.save()
        announce(profile_changed, profile_id=current.pk)


def _write(current: StudentProfile, name: str, value: Any) -> None:
    if name == "languages":
        _write_languages(current, value)
    elif name in MANY:
        getattr(current, name).set(value)
    else:
        setattr(current, name, value)


def _differing(current: StudentProfile, changes: Mapping[str, Any]) -> list[str]:
    """Names of the fields that do not say yet what they should."""
    now: dict[str, Any] = {
        **{name: {entry.pk for entry in getattr(current, name).all()} for name in MANY},
        "languages": dict(current.languages.values_list("language", "level")),
    }
    wanted = {
        name: {entry.pk for entry in value} if name in MANY else value
        for name, value in changes.items()
    }
    return [
        name
        for name, value in wanted.items()
        if value != (now[name] if name in now else getattr(current, name))
    ]


def _differing_skills(current: StudentProfile, skills: Mapping[int, SkillLine]) -> bool:
    there = {entry.skill_id: entry for entry in current.skills.all()}
    is_gone = any(
        entry.source == SkillSource.FOUND and skill_id not in skills
        for skill_id, entry in there.items()
    )
    return is_gone or any(_says_more(there.get(key), line) for key, line in skills.items())


def _says_more(entry: StudentSkill | None, line: SkillLine) -> bool:
    """Is the line new? A skill that is there changes only by what was typed about it."""
    if entry is None:
        return True
    return line.source == SkillSource.TYPED and (entry.level, entry.source) != (
        line.level,
        line.source,
    )


def _write_languages(current: StudentProfile, levels: Mapping[int, int]) -> None:
    current.languages.exclude(language__in=levels).delete()
    for language_id, level in levels.items():
        StudentLanguage.objects.update_or_create(
            profile=current, language_id=language_id, defaults={"level": level}
        )


def _new_line(current: StudentProfile, skill_id: int, line: SkillLine) -> StudentSkill:
    return StudentSkill.objects.create(profile=current, skill_id=skill_id, **asdict(line))
