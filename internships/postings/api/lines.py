"""The lines of a posting on the wire: skills, seats, phases, languages."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from foundation.api.serializers import StrictMixin
from internships.postings.actions.parts import LanguageLine, PhaseLine, SeatLine, SkillLine
from internships.postings.models import Phase, PostingLanguage, PostingSkill, SeatGroup
from taxonomy.models import Discipline, Language, Skill


class SkillLineSerializer(StrictMixin, serializers.ModelSerializer[PostingSkill]):
    """Name the skill by its number (`skill`) or by its `key`."""

    skill = serializers.PrimaryKeyRelatedField(queryset=Skill.objects.usable(), required=False)
    key = serializers.SlugRelatedField(
        source="skill", slug_field="key", queryset=Skill.objects.usable(), required=False
    )
    label = serializers.CharField(source="skill.label", read_only=True)  # type: ignore[assignment]

    class Meta:
        model = PostingSkill
        fields = ["skill", "key", "label", "weight", "necessity"]

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict) and len({"skill", "key"} & set(data)) != 1:
            raise serializers.ValidationError(
                {"skill": [_("Name the skill by number or by key: one of the two.")]}
            )
        return super().to_internal_value(data)


class SeatLineSerializer(StrictMixin, serializers.ModelSerializer[SeatGroup]):
    """A group with `id` is the one that exists; without it is a new one."""

    id = serializers.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    disciplines = serializers.PrimaryKeyRelatedField(
        queryset=Discipline.objects.all(), many=True, required=False, default=list
    )

    class Meta:
        model = SeatGroup
        fields = ["id", "seats", "held", "taken", "disciplines"]
        read_only_fields = ["held", "taken"]


class PhaseLineSerializer(StrictMixin, serializers.ModelSerializer[Phase]):
    class Meta:
        model = Phase
        fields = ["kind", "starts_on", "ends_on", "aim"]

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["ends_on"] < attrs["starts_on"]:
            raise serializers.ValidationError(_("A phase must not end before it starts."))
        return attrs


class LanguageLineSerializer(StrictMixin, serializers.ModelSerializer[PostingLanguage]):
    language = serializers.SlugRelatedField(
        slug_field="code", queryset=Language.objects.all(), help_text="ISO 639"
    )

    class Meta:
        model = PostingLanguage
        fields = ["language", "level"]


def skill_lines(said: Iterable[dict[str, Any]]) -> list[SkillLine]:
    return [SkillLine(**line) for line in said]


def seat_lines(said: Iterable[dict[str, Any]]) -> list[SeatLine]:
    return [
        SeatLine(seats=line["seats"], disciplines=line["disciplines"], group_id=line.get("id"))
        for line in said
    ]


def phase_lines(said: Iterable[dict[str, Any]]) -> list[PhaseLine]:
    return [PhaseLine(**line) for line in said]


def language_lines(said: Iterable[dict[str, Any]]) -> list[LanguageLine]:
    return [LanguageLine(level=line.get("level", 4), language=line["language"]) for line in said]
