import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from pytest_django.asserts import assertHTMLEqual

from tests.factories import SkillAliasFactory, UserFactory

pytestmark = pytest.mark.django_db
URL = reverse("taxonomy:skill-suggest")


@pytest.fixture
def person(client):
    client.force_login(UserFactory())
    return client


@pytest.mark.parametrize("field", ["q", "skill"])
def test_typing_brings_options_with_the_other_language_beside(person, field):
    name = SkillAliasFactory(skill__label_en="Python", skill__label_zh="派森", text="Python")

    page = person.get(URL, {field: "pyt"})

    option = f'<option value="Python" data-skill="{name.skill_id}">派森</option>'
    assertHTMLEqual(page.content.decode(), option)


@pytest.mark.parametrize("count", [1, 3])
def test_suggestions_cost_the_same_queries_for_any_number(person, django_assert_num_queries, count):
    for number in range(count):
        SkillAliasFactory(text=f"Welding {number}")

    with django_assert_num_queries(4):  # session, user, names that start so, names that hold it
        page = person.get(URL, {"q": "weld"})

    assert page.content.count(b"<option") == count


def test_labels_are_escaped(person):
    SkillAliasFactory(skill__label_en='<b>"x"', text="<b>")

    page = person.get(URL, {"q": "<b>"})

    assert b'value="&lt;b&gt;&quot;x&quot;"' in page.content


def test_nothing_typed_brings_nothing(person):
    page = person.get(URL)

    assert (page.status_code, page.content.strip()) == (200, b"")


def test_strangers_are_sent_to_sign_in(client):
    assert client.get(URL, {"q": "p"}).status_code == 302


def test_the_address_is_only_read(person):
    assert person.post(URL).status_code == 405


def test_the_field_asks_for_suggestions_and_works_without_them():
    field = render_to_string("taxonomy/skill_input.html", {"id": "id_skill", "value": "<b>"})

    assert '<label class="form-label" for="id_skill">Skill</label>' in field
    assert 'name="skill"' in field
    assert 'value="&lt;b&gt;"' in field
    assert f'hx-get="{URL}"' in field
    assert 'hx-target="#id_skill-options"' in field
