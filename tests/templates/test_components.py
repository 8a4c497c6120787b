import re
from itertools import pairwise

import pytest
from django.template.loader import render_to_string
from django.utils import translation


@pytest.fixture
def small_page(own_pages):
    words = "<b>Fish & chips</b>"
    return render_to_string("escaping.html", {"words": words, "nothing": None})


def main_of(page):
    return page[page.index("<main") : page.index("</main>")]


def test_no_component_is_left_unwoven(gallery):
    assert "<c-" not in gallery


def test_a_page_has_one_first_heading(gallery):
    assert re.findall(r"<h1>(.*?)</h1>", gallery) == ["Components"]


def test_headings_skip_no_level(gallery):
    levels = [int(level) for level in re.findall(r"<h([1-6])", main_of(gallery))]

    steps = {later - earlier for earlier, later in pairwise(levels)}

    assert max(steps) == 1


@pytest.mark.parametrize("tag", ["h1", "p"])
def test_text_in_attributes_is_escaped_once(small_page, tag):
    assert re.search(rf"<{tag}[^>]*>&lt;b&gt;Fish &amp; chips&lt;/b&gt;</{tag}>", small_page)


def test_an_inner_card_does_not_inherit_the_title_of_the_outer(small_page):
    assert small_page.count("Outer") == 1


def test_a_score_is_a_number_and_a_meter(small_page):
    assert "42<span" in small_page
    assert 'value="0.424000"' in small_page


def test_a_score_that_was_not_computed_says_so(small_page):
    assert "not computed yet" in small_page
    assert small_page.count("<meter") == 1


@pytest.mark.parametrize("page", [1, 3])
def test_pages_keep_the_query_string(gallery, page):
    assert f'href="?q=robot&amp;page={page}"' in gallery


def test_pages_say_where_one_is(gallery):
    assert "Page 2 of 3" in gallery


def test_a_skill_says_in_words_whether_it_matches(gallery):
    assert 'Matching: </span>Computer vision<span class="skill-note">level 3' in gallery
    assert "Missing: </span>Computer vision</span>" in gallery


def test_a_skill_is_named_in_the_readers_language(own_pages, rf, gallery_facts):
    with translation.override("zh-hans"):
        page = render_to_string("gallery.html", gallery_facts, request=rf.get("/gallery/"))

    assert page.count("计算机视觉") == 9
    assert '<html lang="zh-hans"' in page


def test_a_button_that_changes_something_is_a_form_with_token_and_question(gallery):
    form = re.search(r'<form method="post" action="/remove/".*?</form>', gallery, re.DOTALL)

    assert form is not None
    assert 'data-confirm="Really?"' in form[0]
    assert 'name="csrfmiddlewaretoken"' in form[0]
    assert '<input type="hidden" name="pk" value="7">' in form[0]


def test_a_form_with_a_file_is_multipart_and_names_its_errors(gallery):
    form = re.search(r'<form method="post" class="stacked-form".*?</form>', gallery, re.DOTALL)

    assert form is not None
    assert 'enctype="multipart/form-data"' in form[0]
    assert "Not saved yet" in form[0]
    assert form[0].count("This field is required.") == 3
    assert 'name="csrfmiddlewaretoken"' in form[0]


def test_a_fragment_has_a_link_for_those_without_javascript(gallery):
    assert 'hx-get="/matches/1/score/"' in gallery
    assert '<a href="/matches/1/score/">Show the score</a>' in gallery


def test_a_counter_without_an_address_is_no_link(gallery):
    assert '<a class="stat" href="/postings/">' in gallery
    assert '<div class="stat">' in gallery


def test_slots_of_a_card_stand_in_their_places(gallery):
    assert '<div class="card-actions"><a href="/">Edit</a></div>' in gallery
    assert '<div class="card-footer">Updated today</div>' in gallery
