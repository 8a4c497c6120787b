"""How an organisation looks on the wire, and what can be said about one."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from accounts.actions.organisations import DETAILS, FACTS
from accounts.enums import AcceptanceStatus
from accounts.models import Acceptance, Membership, Organisation
from accounts.text import is_own_domain, is_registration_number, tidy_domain
from accounts.text import tidy_registration_number as tidy_number
from foundation.api.serializers import StrictMixin


class OrganisationSerializer(StrictMixin, serializers.ModelSerializer[Organisation]):
    """An organisation. To change it, send `version` (or If-Match) as it was read.

    Names, number, country, domain, park and `is_labour_agency` are fixed once they were handed in.
    """

    name = serializers.CharField(read_only=True)
    park = serializers.PrimaryKeyRelatedField(
        queryset=Organisation.objects.parks().verified(), allow_null=True, required=False
    )
    country = serializers.RegexField(r"^[A-Z]{2}$", required=False)
    version = serializers.IntegerField(required=False, min_value=1)

    class Meta:
        model = Organisation
        fields = ["id", "kind", "status", "name", *FACTS, *DETAILS, "version"]
        read_only_fields = ["status"]
        validators: list[Any] = []

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """The kind is chosen once."""
        fields = super().get_fields()
        if self.instance is not None:
            fields["kind"].read_only = True
        return fields

    def validate_email_domain(self, typed: str) -> str:
        domain = tidy_domain(typed)
        if domain and not is_own_domain(domain):
            raise serializers.ValidationError(
                _("Give a domain of the organisation's own, such as example.edu.")
            )
        return domain

    def validate(self, found: dict[str, Any]) -> dict[str, Any]:
        number = found.get("registration_number")
        country = str(found.get("country") or getattr(self.instance, "country", "CN"))
        if number and not is_registration_number(
            tidy_number(number, country=country), country=country
        ):
            message = _("This is no registration number of this country.")
            raise serializers.ValidationError({"registration_number": [message]})
        return found


class NewOrganisationSerializer(OrganisationSerializer):
    """An organisation to enter: nobody has read a version of it."""

    class Meta(OrganisationSerializer.Meta):
        read_only_fields = ["status", "version"]

    version = serializers.IntegerField(read_only=True)


class DecisionReason(StrictMixin, serializers.Serializer[Any]):
    """Why; its administrators read this."""

    reason = serializers.CharField(max_length=2000)


class DecisionRemark(StrictMixin, serializers.Serializer[Any]):
    """Why, if there is anything to say."""

    reason = serializers.CharField(max_length=2000, required=False, default="", allow_blank=True)


class Nothing(StrictMixin, serializers.Serializer[Any]):
    """An empty body."""


class AcceptanceDecision(StrictMixin, serializers.Serializer[Any]):
    """A university's decision. `university` is needed by who decides for several."""

    status = serializers.ChoiceField(choices=AcceptanceStatus.choices)
    reason = serializers.CharField(max_length=2000, required=False, default="", allow_blank=True)
    note = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    university = serializers.PrimaryKeyRelatedField(
        queryset=Organisation.objects.universities().verified(), required=False
    )


class AcceptanceQuestion(StrictMixin, serializers.Serializer[Any]):
    """Which university is asked; a student asks their own and sends nothing."""

    university = serializers.PrimaryKeyRelatedField(
        queryset=Organisation.objects.universities().verified(), required=False
    )


class AcceptanceSerializer(serializers.ModelSerializer[Acceptance]):
    """A decision as both sides may read it: without the university's note."""

    class Meta:
        model = Acceptance
        fields = ["id", "university", "company", "status"]
        read_only_fields = fields


class OwnAcceptanceSerializer(serializers.ModelSerializer[Acceptance]):
    """A decision as its university reads it."""

    class Meta:
        model = Acceptance
        fields = ["id", "university", "company", "status", "note"]
        read_only_fields = fields


class MemberSerializer(serializers.ModelSerializer[Membership]):
    """Who speaks for an organisation, to its members."""

    name = serializers.CharField(source="user.name", read_only=True)
    email = serializers.EmailField(source="user.email", read_only=True)

    class Meta:
        model = Membership
        fields = ["id", "user", "name", "email", "role", "created_at"]
        read_only_fields = fields
