import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.extraction.folding import Folded, folded_name

ODD = "aB1 \n\t-Ａß½ﬁ\u0301\u200b机器　，İ㎏e"


def where(typed, part):
    """The piece of the typed text that this part of the folded text came from."""
    folded = Folded.of(typed)
    start = folded.text.index(part)
    first, end = folded.span(start, start + len(part))
    return typed[first:end]


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Machine  Learning", "machine learning"),
        ("machine\nlearning", "machine learning"),
        ("one\n\ntwo", "one\ntwo"),
        ("Front-End", "front end"),
        ("well - made", "well - made"),
        ("Ｐｙｔｈｏｎ　和编程", "python 和编程"),
        ("AI 技术", "ai技术"),
        ("cafe\u0301", "café"),
        ("micro\u00adgrid", "microgrid"),
        ("state\u2011of\u2011the\u2011art", "state of the art"),
        ("½ Straße", "1⁄2 strasse"),
    ],
)
def test_text_is_folded(typed, folded):
    assert Folded.of(typed).text == folded


@pytest.mark.parametrize(
    ("typed", "part", "piece"),
    [
        ("x  Machine  Learning", "machine learning", "Machine  Learning"),
        ("½ of Ｐｙ", "py", "Ｐｙ"),
        ("熟悉 Python 编程", "python编程", "Python 编程"),
        ("a cafe\u0301 b", "café", "cafe\u0301"),
        ("micro\u00adgrid", "microgrid", "micro\u00adgrid"),
        ("Straße", "ss", "ß"),
    ],
)
def test_a_folded_place_leads_back_to_the_typed_text(typed, part, piece):
    assert where(typed, part) == piece


@given(st.text(alphabet=ODD))
def test_hyphens_and_the_plain_form_keep_their_places(typed):
    folded = Folded.of(typed)

    assert len(folded.text) == len(folded.plain)


@given(st.text(alphabet=ODD))
def test_spans_follow_each_other_within_the_text(typed):
    folded = Folded.of(typed)

    spans = [folded.span(place, place + 1) for place in range(len(folded.text))]

    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(typed) for start, end in spans)


@given(st.text(alphabet=ODD))
def test_a_name_is_folded_as_a_text_is(typed):
    name = " ".join(typed.split())

    assert folded_name(name) == Folded.of(name).text
