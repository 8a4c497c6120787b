"""Values as they stand in an address: names and codes that people can read and pass on."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from internships.postings.search.places import Gazetteer
from taxonomy.enums import DisciplineLevel, DisciplineScheme
from taxonomy.models import Discipline, Region, Skill
from taxonomy.search import resolve

CHINESE = "cn:"
FINEST = (DisciplineLevel.DETAILED, DisciplineLevel.ZHUANYE)
LONGEST_NAME = 100
MOST_SKILLS = 10
LARGEST_NUMBER = 100_000


class PlaceField(forms.CharField):
    """The name of a place in either language, or its code; cleaned to a `Region`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=LONGEST_NAME, **options)

    def clean(self, value: Any) -> Region | None:
        name = super().clean(value)
        if not name:
            return None
        found = Gazetteer().find(name)
        if found is None:
            raise ValidationError(_("No place is called “%s”.") % name, code="unknown_place")
        return found


class DisciplineField(forms.CharField):
    """An ISCED-F code such as `0613`, or `cn:0809`; cleaned to a `Discipline`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=LONGEST_NAME, **options)

    def clean(self, value: Any) -> Discipline | None:
        code = super().clean(value)
        if not code:
            return None
        found = _in_scheme(code).first()
        if found is None:
            raise ValidationError(_("No discipline has the code “%s”.") % code, code="unknown")
        return found


def code_of(discipline: Discipline) -> str:
    """How an address names the discipline."""
    prefix = CHINESE if discipline.scheme == DisciplineScheme.CHINA else ""
    return f"{prefix}{discipline.code}"


def discipline_choices(chosen: str) -> list[tuple[str, Any]]:
    """Both schemes down to where a list can still be read, and whatever is chosen."""
    found = Discipline.objects.exclude(level__in=FINEST).by_code()
    groups: dict[str, list[tuple[str, str]]] = {"": [("", "---------")]}
    for discipline in found:
        group = groups.setdefault(discipline.get_scheme_display(), [])
        group.append((code_of(discipline), f"{discipline.code} {discipline.label}"))
    known = {code for group in groups.values() for code, _ in group}
    if chosen not in known:
        groups[""].append((chosen, chosen))
    return [*groups.pop(""), *groups.items()]


def _in_scheme(code: str) -> QuerySet[Discipline]:
    if code.startswith(CHINESE):
        return Discipline.objects.chinese().filter(code=code.removeprefix(CHINESE))
    return Discipline.objects.international().filter(code=code)


class ManyNames(forms.SelectMultiple):
    """The parameter may stand in the address several times; empty ones do not count."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        given = data.getlist(name) if isinstance(data, MultiValueDict) else data.get(name, [])
        names = [given] if isinstance(given, str) else given
        return [text.strip() for text in names if text.strip()]


class SkillsField(forms.Field):
    """Keys or names of skills in either language; cleaned to a `Skill` for each."""

    widget = ManyNames

    def clean(self, value: Any) -> list[Skill]:
        names = [name[:LONGEST_NAME] for name in value or []]
        if len(names) > MOST_SKILLS:
            raise ValidationError(_("Name ten skills at most."), code="too_many")
        return [_skill(name) for name in names]


def _skill(name: str) -> Skill:
    found = Skill.objects.usable().filter(key=name).first() or resolve(name)
    if found is None:
        raise ValidationError(_("No skill is called “%s”.") % name, code="unknown_skill")
    return found


class WholeNumberField(forms.IntegerField):
    def __init__(self, **options: Any) -> None:
        super().__init__(**{"min_value": 0, "max_value": LARGEST_NUMBER, **options})
