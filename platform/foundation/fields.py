"""Model fields that clean what they are given."""

from typing import TYPE_CHECKING, Any

from django.db import models

from foundation.text import clean

if TYPE_CHECKING:
    Line = models.CharField[Any, Any]
    Prose = models.TextField[Any, Any]
else:
    Line, Prose = models.CharField, models.TextField


class LineField(Line):
    """One line of typed text: cleaned, white space folded."""

    def to_python(self, value: Any) -> Any:
        return _line(super().to_python(value))

    def get_prep_value(self, value: Any) -> Any:
        return _line(super().get_prep_value(value))


class ProseField(Prose):
    """Several lines of typed text, cleaned."""

    def to_python(self, value: Any) -> Any:
        return _prose(super().to_python(value))

    def get_prep_value(self, value: Any) -> Any:
        return _prose(super().get_prep_value(value))


def _line(value: Any) -> Any:
    return " ".join(clean(value).split()) if isinstance(value, str) else value


def _prose(value: Any) -> Any:
    return clean(value).strip() if isinstance(value, str) else value
