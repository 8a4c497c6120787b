"""The filters at work, each with the address of the list without it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.forms import Form
from django.http import QueryDict
from django.utils.formats import date_format

NOT_A_FILTER = {"sort"}


@dataclass(frozen=True)
class Chip:
    label: str
    value: str
    without: str


def chips_of(form: Form, params: QueryDict) -> list[Chip]:
    """One per value in the address, valid or not, in the order of the fields."""
    return [
        chip for name in form.fields if name not in NOT_A_FILTER for chip in _of(form, params, name)
    ]


def _of(form: Form, params: QueryDict, name: str) -> Iterator[Chip]:
    given = [value for value in params.getlist(name) if value.strip()]
    label = str(form.fields[name].label or name)
    cleaned = form.cleaned_data.get(name)
    meant = cleaned if isinstance(cleaned, list) else [cleaned]
    for at, value in enumerate(given):
        found = meant[at] if at < len(meant) else None
        shown = _shown(form, name, value if found is None else found)
        yield Chip(label=label, value=shown, without=_without(params, name, value))


def _shown(form: Form, name: str, value: Any) -> str:
    if isinstance(value, date):
        return date_format(value)
    choices = getattr(form.fields[name], "choices", None)
    if choices is not None and not hasattr(value, "pk"):
        return str(dict(choices).get(value, value))
    return str(value)


def _without(params: QueryDict, name: str, value: str) -> str:
    """The same list without this value, from its first page."""
    left = params.copy()
    left.setlist(name, [other for other in params.getlist(name) if other != value])
    left.pop("page", None)
    return f"?{left.urlencode()}"
