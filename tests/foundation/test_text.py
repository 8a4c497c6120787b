import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.text import clean, is_malformed


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ana 🎓 <b>", "Ana 🎓 <b>"),
        ("a\u202eb\u2066c\u200f", "abc"),
        ("a\x00b\x07c\ufeff", "abc"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("e\u0301", "é"),
        ("مرحبا", "مرحبا"),
        ("a\ud800b", "ab"),
        ("👩‍🔬", "👩‍🔬"),
    ],
)
def test_text_is_kept_as_meant(typed, kept):
    assert clean(typed) == kept


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text):
    assert clean(clean(text)) == clean(text)


@given(st.text())
def test_clean_text_is_never_malformed(text):
    assert not is_malformed(clean(text))
