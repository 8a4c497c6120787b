from django.db.models import QuerySet
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import ReadOnlyModelViewSet

from taxonomy.api import filters, serializers
from taxonomy.models import Discipline, Industry, Language, Region, Skill

BY_AGE = ("pk",)


class SkillViewSet(ReadOnlyModelViewSet[Skill]):
    """Skills; a list leaves out the retired ones, which stay to be read by id."""

    queryset = Skill.objects.all()
    filterset_class = filters.SkillFilter
    ordering = BY_AGE

    def get_queryset(self) -> QuerySet[Skill]:
        if self.action == "list":
            return Skill.objects.usable()
        return Skill.objects.prefetch_related("aliases", "broader", "narrower")

    def get_serializer_class(self) -> type[BaseSerializer[Skill]]:
        if self.action == "list":
            return serializers.SkillSerializer
        return serializers.SkillDetailSerializer


class DisciplineViewSet(ReadOnlyModelViewSet[Discipline]):
    """Fields of ISCED-F 2013, and the Chinese catalogue's disciplines mapped to them."""

    queryset = Discipline.objects.all()
    serializer_class = serializers.DisciplineSerializer
    filterset_class = filters.DisciplineFilter
    ordering = BY_AGE


class IndustryViewSet(ReadOnlyModelViewSet[Industry]):
    """Industries of GB/T 4754."""

    queryset = Industry.objects.all()
    serializer_class = serializers.IndustrySerializer
    filterset_class = filters.IndustryFilter
    ordering = BY_AGE


class RegionViewSet(ReadOnlyModelViewSet[Region]):
    """Countries, provinces of China and cities."""

    queryset = Region.objects.all()
    serializer_class = serializers.RegionSerializer
    filterset_class = filters.RegionFilter
    ordering = BY_AGE


class LanguageViewSet(ReadOnlyModelViewSet[Language]):
    """Languages that people speak."""

    queryset = Language.objects.all()
    serializer_class = serializers.LanguageSerializer
    filterset_class = filters.LanguageFilter
    ordering = BY_AGE
