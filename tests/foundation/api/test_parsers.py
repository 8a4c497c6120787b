import io

import pytest
from rest_framework.exceptions import ParseError

from foundation.api.parsers import MAX_DEPTH, StrictJSONParser


def parse(body: bytes, *, encoding=None):
    return StrictJSONParser().parse(io.BytesIO(body), parser_context={"encoding": encoding})


def test_plain_json_is_read():
    assert parse('{"名": ["a", 1, null, 🎓]}'.replace("🎓", '"🎓"').encode()) == {
        "名": ["a", 1, None, "🎓"]
    }


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"{'a': 1}",
        b'{"a": NaN}',
        b'{"a": Infinity}',
        b'{"a": 1, "a": 2}',
        b'"\xff"',
        b'"\\u0000"',
        b'"\\ud800"',
        b'{"\\u0000": 1}',
        b'[["deep", "\\udfff"]]',
        b"[" * 100_000,
        b"[" * (MAX_DEPTH + 2) + b"]" * (MAX_DEPTH + 2),
        b'{"a":' * 3000 + b"1" + b"}" * 3000,
        b"1" * 5000,
    ],
)
def test_anything_else_is_refused_and_never_an_error_of_ours(body):
    with pytest.raises(ParseError):
        parse(body)


def test_an_unknown_charset_is_refused():
    with pytest.raises(ParseError):
        parse(b"{}", encoding="klingon")


def test_as_deep_as_allowed_is_read():
    assert parse(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH)
