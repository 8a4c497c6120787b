"""Filters with types: a value that means nothing is refused with a message, never guessed."""

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from accounts.enums import DegreeLevel, WorkMode
from accounts.models import Organisation
from internships.postings.enums import PostingKind, PostingStatus
from internships.postings.filters.fields import (
    DisciplineField,
    PlaceField,
    SkillsField,
    WholeNumberField,
)
from internships.postings.models.posting import PostingQuerySet as Postings
from internships.postings.search import found_by
from taxonomy.models import Discipline, Region, Skill


@extend_schema_field(OpenApiTypes.STR)
class PlaceFilter(django_filters.Filter):  # type: ignore[misc]
    field_class = PlaceField


@extend_schema_field(OpenApiTypes.STR)
class DisciplineFilter(django_filters.Filter):  # type: ignore[misc]
    field_class = DisciplineField


@extend_schema_field({"type": "array", "items": {"type": "string"}})
class SkillsFilter(django_filters.Filter):  # type: ignore[misc]
    field_class = SkillsField


@extend_schema_field(OpenApiTypes.INT)
class WholeNumberFilter(django_filters.Filter):  # type: ignore[misc]
    field_class = WholeNumberField


def _date(name: str, lookup: str, label: Any) -> django_filters.DateFilter:
    day = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return django_filters.DateFilter(
        field_name=name, lookup_expr=lookup, label=label, widget=day, input_formats=["%Y-%m-%d"]
    )


class PostingFilter(django_filters.FilterSet):  # type: ignore[misc]
    """`Posting.objects.visible_to(user)`, narrowed by what an address names."""

    q = django_filters.CharFilter(label=_("Keywords"), method="search", max_length=500)
    place = PlaceFilter(label=_("Place"), method="in_place")
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=PostingKind)
    discipline = DisciplineFilter(label=_("Discipline"), method="for_discipline")
    skill = SkillsFilter(label=_("Skills"), method="asking_for")
    work_mode = django_filters.MultipleChoiceFilter(
        label=_("On site or remote"), choices=WorkMode, widget=forms.CheckboxSelectMultiple
    )
    starts_after = _date("starts_on", "gte", _("Starts on or after"))
    ends_before = _date("ends_on", "lte", _("Ends on or before"))
    hours_max = WholeNumberFilter(
        field_name="hours_per_week", lookup_expr="lte", label=_("Hours a week at most")
    )
    pay_min = WholeNumberFilter(
        field_name="pay_cny_per_day", lookup_expr="gte", label=_("Pay at least (CNY a day)")
    )
    degree = django_filters.TypedChoiceFilter(
        label=_("Open to degree level"), choices=DegreeLevel, coerce=int, method="open_to_degree"
    )
    owner = django_filters.ModelChoiceFilter(
        label=_("Owner"), queryset=Organisation.objects.verified()
    )

    def search(self, postings: Postings, name: str, value: str) -> Postings:
        return found_by(postings, value)

    def in_place(self, postings: Postings, name: str, value: Region) -> Postings:
        return postings.in_place(value)

    def for_discipline(self, postings: Postings, name: str, value: Discipline) -> Postings:
        return postings.with_seats_for(value)

    def asking_for(self, postings: Postings, name: str, value: list[Skill]) -> Postings:
        return postings.asking_for(value)

    def open_to_degree(self, postings: Postings, name: str, value: int) -> Postings:
        return postings.open_to_degree(value)


class OwnPostingFilter(PostingFilter):
    """For lists that show postings which are not open too."""

    status = django_filters.MultipleChoiceFilter(label=_("Status"), choices=PostingStatus)
