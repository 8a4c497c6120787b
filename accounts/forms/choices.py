"""Long lists to choose from, grouped under headings, in the reader's language."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext as _

from taxonomy.enums import DisciplineLevel, RegionLevel
from taxonomy.models import Discipline, Language, Region
from taxonomy.text import reads_chinese

STUDIED = (DisciplineLevel.DETAILED, DisciplineLevel.ZHUANYELEI)


def disciplines_to_study(*, kept: int | None = None) -> QuerySet[Discipline]:
    """Detailed fields of ISCED-F and classes of majors, the reader's own system first."""
    own_first = "scheme" if reads_chinese() else "-scheme"
    listed = Discipline.objects.filter(Q(level__in=STUDIED) | Q(pk=kept))
    return listed.select_related("parent__parent").order_by(own_first, "code")


def fields_of_interest() -> QuerySet[Discipline]:
    """The broad fields of ISCED-F, without the catch-all ones."""
    broad = Discipline.objects.international().filter(level=DisciplineLevel.BROAD)
    return broad.exclude(code__in=["00", "99"]).order_by("code")


def regions() -> QuerySet[Region]:
    return Region.objects.select_related("parent").by_code()


def languages() -> list[tuple[str, str]]:
    listed = Language.objects.order_by("pk")
    return [("", "—"), *((str(language.pk), language.label) for language in listed)]


class _Grouped(ModelChoiceIterator):  # type: ignore[type-arg]
    """Options under the label of whatever they belong to, in the order of the query."""

    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        groups: dict[str, list[Any]] = {}
        for entry in self.queryset:
            groups.setdefault(_heading(entry), []).append(self.choice(entry))
        yield from groups.items()


class GroupedChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    iterator = _Grouped


class GroupedChoices(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    iterator = _Grouped


def _heading(entry: Discipline | Region) -> str:
    if isinstance(entry, Region):
        if entry.level == RegionLevel.COUNTRY:
            return _("Countries")
        if entry.level == RegionLevel.PROVINCE:
            return _("Provinces")
    above = entry.parent
    while above is not None and above.parent is not None and isinstance(entry, Discipline):
        above = above.parent
    return above.label if above is not None else ""
