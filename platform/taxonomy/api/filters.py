import django_filters as filters
from django.db.models import Model, Q, QuerySet

from taxonomy.models import Discipline, Industry, Language, Region, Skill
from taxonomy.models.skill import SkillQuerySet


class SkillFilter(filters.FilterSet):  # type: ignore[misc]
    search = filters.CharFilter(
        method="named", max_length=100, label="Text in a label or alias of either language"
    )

    class Meta:
        model = Skill
        fields = ["kind", "origin", "key"]

    def named(self, skills: SkillQuerySet, name: str, value: str) -> SkillQuerySet:
        return skills.named_like(value)


class LabelFilter(filters.FilterSet):  # type: ignore[misc]
    search = filters.CharFilter(method="labelled", max_length=100, label="Text in a label")

    def labelled(self, entries: QuerySet[Model], name: str, value: str) -> QuerySet[Model]:
        return entries.filter(Q(label_en__icontains=value) | Q(label_zh__contains=value))


class DisciplineFilter(LabelFilter):
    parent = filters.NumberFilter(field_name="parent_id")

    class Meta:
        model = Discipline
        fields = ["scheme", "level", "code"]


class IndustryFilter(LabelFilter):
    parent = filters.NumberFilter(field_name="parent_id")

    class Meta:
        model = Industry
        fields = ["level", "code"]


class RegionFilter(LabelFilter):
    parent = filters.NumberFilter(field_name="parent_id")

    class Meta:
        model = Region
        fields = ["level", "code"]


class LanguageFilter(LabelFilter):
    class Meta:
        model = Language
        fields = ["code"]
