import pytest

from foundation.templatetags.prose import prose


def test_paragraphs_and_lists():
    text = "First.\n\n- one\n- two\n\n1. then"

    assert prose(text).replace("\n", "") == (
        '<p dir="auto">First.</p>'
        '<ul><li dir="auto">one</li><li dir="auto">two</li></ul>'
        '<ol><li dir="auto">then</li></ol>'
    )


def test_a_line_end_stays_a_line_end():
    assert prose("1、熟悉 Python\n2、熟悉 C++") == (
        '<p dir="auto">1、熟悉 Python<br>\n2、熟悉 C++</p>\n'
    )


def test_a_numbered_list_keeps_its_first_number():
    assert '<ol start="3">' in prose("3. third\n4. fourth")


def test_emphasis_and_code():
    assert prose("*a* **b** `c`") == (
        '<p dir="auto"><em>a</em> <strong>b</strong> <code>c</code></p>\n'
    )


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<p onclick=alert(1)>",
        "<svg/onload=alert(1)>",
        "`<script>`",
        "- <b>bold</b>",
        "x &lt; y",
        "<!-- -->",
    ],
)
def test_markup_is_shown_not_obeyed(text):
    html = prose(text)

    assert "<script" not in html
    assert "<img" not in html
    assert "<svg" not in html
    assert "<b>" not in html
    assert "&lt;" in html or "&amp;lt;" in html


def test_links_pictures_and_headings_stay_text():
    html = prose("# Head\n\n[here](javascript:alert(1)) ![x](http://evil.example/x.png)")

    assert "<h1" not in html
    assert "<a" not in html
    assert "<img" not in html


def test_text_of_right_to_left_scripts_turns_by_itself():
    assert prose("مرحبا بالعالم") == '<p dir="auto">مرحبا بالعالم</p>\n'


def test_an_empty_text_is_empty():
    assert prose("") == ""


def test_deep_nesting_ends():
    assert isinstance(prose("- " * 5000 + "x"), str)


def test_long_text_without_an_end_is_still_text():
    assert isinstance(prose("*" * 20_000), str)
