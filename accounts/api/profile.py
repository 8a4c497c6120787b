"""How a student profile looks on the wire."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from accounts.codec import country_codes
from accounts.enums import Evidence, LanguageLevel, SkillLevel
from accounts.models import Organisation, StudentLanguage, StudentProfile, StudentSkill
from foundation.api.serializers import StrictMixin
from taxonomy.models import Language

MOST_IN_A_LIST = 50
LISTS = ("places", "interests", "languages")
LONGEST_TEXT = 30_000
STATED_BY_STUDENTS = [choice for choice in Evidence.choices if choice[0] != Evidence.EVIDENCED]


class StudentLanguageLine(StrictMixin, serializers.ModelSerializer[StudentLanguage]):
    """A language by its ISO 639 code; level 1 (A1) to 6 (C2), 7 is a first language."""

    language = serializers.SlugRelatedField(slug_field="code", queryset=Language.objects.all())
    level = serializers.ChoiceField(choices=LanguageLevel.choices)

    class Meta:
        model = StudentLanguage
        fields = ["language", "level"]


class StudentSkillLine(serializers.ModelSerializer[StudentSkill]):
    """A skill on a profile."""

    skill = serializers.CharField(source="skill.key", read_only=True)
    label = serializers.CharField(source="skill.label", read_only=True)  # type: ignore[assignment]

    class Meta:
        model = StudentSkill
        fields = ["id", "skill", "label", "level", "evidence", "evidence_note", "source"]
        read_only_fields = fields


class StudentSkillChange(StrictMixin, serializers.Serializer[Any]):
    """What can be said about a skill that is there."""

    level = serializers.ChoiceField(choices=SkillLevel.choices, default=SkillLevel.COMPETENT)
    evidence = serializers.ChoiceField(choices=STATED_BY_STUDENTS, default=Evidence.STATED)
    evidence_note = serializers.CharField(max_length=300, default="", allow_blank=True)


class NewStudentSkill(StudentSkillChange):
    """A new skill: `skill` is its key, or any of its names."""

    skill = serializers.CharField(max_length=120)


class ProfileSerializer(StrictMixin, serializers.ModelSerializer[StudentProfile]):
    """A whole profile. To change it, send `version` (or If-Match) as it was read."""

    name = serializers.CharField(source="user.name", read_only=True)
    university = serializers.PrimaryKeyRelatedField(
        queryset=Organisation.objects.universities().verified(), allow_null=True, required=False
    )
    languages = StudentLanguageLine(many=True, required=False)
    skills = StudentSkillLine(many=True, read_only=True)
    is_complete = serializers.BooleanField(read_only=True)
    version = serializers.IntegerField(required=False)

    class Meta:
        model = StudentProfile
        fields = [
            "id",
            "name",
            "university",
            "affiliation_confirmed_at",
            "programme",
            "discipline",
            "degree_level",
            "year",
            "available_from_on",
            "available_until_on",
            "hours_per_week",
            "places",
            "only_these_places",
            "work_mode",
            "interests",
            "pay_cny_per_day",
            "work_permits",
            "statement",
            "languages",
            "skills",
            "consents_to_matching",
            "open_to_companies",
            "is_complete",
            "version",
        ]
        read_only_fields = ["affiliation_confirmed_at"]

    def to_internal_value(self, data: Any) -> Any:
        for name in LISTS:
            if isinstance(data, dict) and len(_as_list(data.get(name))) > MOST_IN_A_LIST:
                message = _("At most %(most)d entries.") % {"most": MOST_IN_A_LIST}
                raise serializers.ValidationError({name: [message]})
        return super().to_internal_value(data)

    def validate_work_permits(self, text: str) -> str:
        try:
            return country_codes(text)
        except ValueError as error:
            raise serializers.ValidationError(str(error)) from error

    def validate_languages(self, lines: list[dict[str, Any]]) -> dict[int, int]:
        """Level by language, for `actions.profiles.edit`."""
        levels = {line["language"].pk: line["level"] for line in lines}
        if len(levels) != len(lines):
            raise serializers.ValidationError(_("A language is there twice."))
        return levels

    def validate(self, found: dict[str, Any]) -> dict[str, Any]:
        opens, closes = (
            found.get(name, getattr(self.instance, name, None))
            for name in ("available_from_on", "available_until_on")
        )
        if opens and closes and opens > closes:
            message = _("“Available until” is before “available from”.")
            raise serializers.ValidationError({"available_until_on": [message]})
        return found


class TextToSearch(StrictMixin, serializers.Serializer[Any]):
    """A text to look for skills in; it is not kept."""

    text = serializers.CharField(max_length=LONGEST_TEXT, trim_whitespace=False)


class FoundSkill(serializers.Serializer[Any]):
    """A skill where the text first names it: characters `start` to `end`."""

    skill = serializers.CharField(source="skill.key")
    label = serializers.CharField(source="skill.label")  # type: ignore[assignment]
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    words = serializers.CharField()


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
