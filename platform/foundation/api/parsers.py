"""One way to read JSON, strict enough for both databases (reliability: R11)."""

import codecs
import json
from collections.abc import Mapping
from typing import IO, Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser
from rest_framework.renderers import JSONRenderer

from foundation.text import is_malformed

MAX_DEPTH = 32


class StrictJSONParser(BaseParser):
    """JSON in UTF-8, at most 32 deep, without NUL, lone surrogates, NaN or duplicate keys."""

    media_type = "application/json"
    renderer_class = JSONRenderer

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        charset = (parser_context or {}).get("encoding") or "utf-8"
        try:
            text = stream.read().decode(codecs.lookup(charset).name)
            found = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
        except (ValueError, LookupError, RecursionError) as error:
            raise ParseError(_("The body is not valid JSON: %s") % error) from error
        _require_plain(found, depth=0)
        return found


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("duplicate key")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _require_plain(value: Any, *, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise ParseError(_("The body is nested too deeply."))
    if isinstance(value, str) and is_malformed(value):
        raise ParseError(_("The body holds text that is not valid Unicode, or a NUL."))
    if isinstance(value, dict):
        for key, inner in value.items():
            _require_plain(key, depth=depth + 1)
            _require_plain(inner, depth=depth + 1)
    elif isinstance(value, list):
        for inner in value:
            _require_plain(inner, depth=depth + 1)
