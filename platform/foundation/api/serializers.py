"""Serializers that refuse what they do not know."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers


class StrictMixin:
    """A key that is unknown or read-only is an error, not silence."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            writable = {name for name, field in self.fields.items() if not field.read_only}  # type: ignore[attr-defined]
            unknown = sorted(set(data) - writable)
            if unknown:
                raise serializers.ValidationError(
                    {name: [_("There is no such field to write.")] for name in unknown}
                )
        return super().to_internal_value(data)  # type: ignore[misc]
