"""How lists are narrowed, on pages and on the API alike."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from accounts.enums import OrganisationKind, OrganisationStatus
from accounts.models import Organisation
from accounts.models.organisation import OrganisationQuerySet


class OrganisationFilter(django_filters.FilterSet):  # type: ignore[misc]
    q = django_filters.CharFilter(label=_("Name or domain"), method="with_words", max_length=100)
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=OrganisationKind.choices, empty_label=_("all")
    )
    status = django_filters.ChoiceFilter(
        label=_("Status"), choices=OrganisationStatus.choices, empty_label=_("all")
    )

    class Meta:
        model = Organisation
        fields = ["q", "kind", "status"]

    def with_words(
        self, organisations: OrganisationQuerySet, name: str, text: str
    ) -> OrganisationQuerySet:
        return organisations.matching_text(text)


@extend_schema_field(OpenApiTypes.INT)
class IdFilter(django_filters.Filter):  # type: ignore[misc]
    field_class = forms.IntegerField


class OrganisationApiFilter(OrganisationFilter):
    """With ids, which tell nothing about whether there is such a thing."""

    park = IdFilter(field_name="park_id")
    region = IdFilter(field_name="region_id")
    industry = IdFilter(field_name="industry_id")
