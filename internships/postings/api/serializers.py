"""How postings look on the wire. Serializers translate; they never decide."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers

from accounts.models import Organisation, User
from foundation.api.serializers import StrictMixin
from internships.postings import rules
from internships.postings.actions.parts import Parts
from internships.postings.api import lines
from internships.postings.models import Posting, ResearchOutcome

FIELDS = [
    "title_en",
    "title_zh",
    "text_en",
    "text_zh",
    "outcome",
    "trl_from",
    "trl_to",
    "region",
    "address",
    "work_mode",
    "starts_on",
    "ends_on",
    "deadline_on",
    "hours_per_week",
    "hours_per_day",
    "pay_cny_per_day",
    "audience",
    "listed_universities",
    "contact",
    "min_degree_level",
    "min_year",
    "work_permit_country",
]
PARTS: dict[str, Callable[[Any], Any]] = {
    "skills": lines.skill_lines,
    "seats": lines.seat_lines,
    "phases": lines.phase_lines,
    "languages": lines.language_lines,
}


class OwnerField(serializers.PrimaryKeyRelatedField[Organisation]):
    """One of the organisations for which the person may post."""

    def get_queryset(self) -> QuerySet[Organisation]:
        return rules.owners_for(self.context["request"].user)


class OutcomeField(serializers.PrimaryKeyRelatedField[ResearchOutcome]):
    """A research outcome that the person may see."""

    def get_queryset(self) -> QuerySet[ResearchOutcome]:
        return ResearchOutcome.objects.visible_to(self.context["request"].user)


class ColleagueField(serializers.PrimaryKeyRelatedField[User]):
    """Somebody who speaks for one of the person's organisations."""

    def get_queryset(self) -> QuerySet[User]:
        return rules.colleagues_of(self.context["request"].user)


class PostingSerializer(StrictMixin, serializers.ModelSerializer[Posting]):
    owner = OwnerField()
    outcome = OutcomeField(required=False, allow_null=True)
    contact = ColleagueField(required=False, allow_null=True)
    listed_universities = serializers.PrimaryKeyRelatedField(
        queryset=Organisation.objects.universities().verified(), many=True, required=False
    )
    work_permit_country = serializers.RegexField(r"^([A-Z]{2})?$", required=False, allow_blank=True)
    skills = lines.SkillLineSerializer(many=True, required=False)
    seats = lines.SeatLineSerializer(source="seat_groups", many=True, required=False)
    phases = lines.PhaseLineSerializer(many=True, required=False)
    languages = lines.LanguageLineSerializer(many=True, required=False)

    class Meta:
        model = Posting
        fields = [
            "id",
            "kind",
            "status",
            "owner",
            *FIELDS,
            *PARTS,
            "opened_at",
            "changed_at",
            "version",
            "terms_version",
        ]
        read_only_fields = ["status", "opened_at", "changed_at", "version", "terms_version"]

    def validate_skills(self, said: list[dict[str, Any]]) -> list[dict[str, Any]]:
        _require_each_once([line["skill"] for line in said])
        return said

    def validate_languages(self, said: list[dict[str, Any]]) -> list[dict[str, Any]]:
        _require_each_once([line["language"] for line in said])
        return said

    def validate_seats(self, said: list[dict[str, Any]]) -> list[dict[str, Any]]:
        _require_each_once([line["id"] for line in said if "id" in line])
        return said

    @property
    def said(self) -> dict[str, Any]:
        """The plain fields, as the action wants them."""
        return {name: self.validated_data[name] for name in FIELDS if name in self.validated_data}

    @property
    def parts(self) -> Parts:
        """The lines, as the action wants them; None for a sort that was not sent."""
        sent = {**self.validated_data, "seats": self.validated_data.get("seat_groups")}
        return Parts(
            **{
                name: read(sent[name]) if sent.get(name) is not None else None
                for name, read in PARTS.items()
            }
        )


class PostingChangeSerializer(PostingSerializer):
    """What of a posting can be changed; owner and kind stay. `version` is the one you read.

    No field is required. It is not `partial`: that would excuse gaps in the lines as well.
    """

    owner = serializers.PrimaryKeyRelatedField[Organisation](read_only=True)  # type: ignore[assignment]
    version = serializers.IntegerField(required=False, min_value=1)

    class Meta(PostingSerializer.Meta):
        read_only_fields = ["kind", "status", "opened_at", "changed_at", "terms_version"]


class ReasonSerializer(StrictMixin, serializers.Serializer[None]):
    reason = serializers.CharField(required=False, allow_blank=True, max_length=1000, default="")


class OutcomeSerializer(StrictMixin, serializers.ModelSerializer[ResearchOutcome]):
    owner = OwnerField()

    class Meta:
        model = ResearchOutcome
        fields = ["id", "owner", "kind", "title_en", "title_zh", "reference", "about", "trl"]


class OutcomeChangeSerializer(OutcomeSerializer):
    """What of an outcome can be changed; its owner stays."""

    owner = serializers.PrimaryKeyRelatedField[Organisation](read_only=True)  # type: ignore[assignment]


def _require_each_once(named: list[Any]) -> None:
    if len(set(named)) != len(named):
        raise serializers.ValidationError(_("Name each only once."))
