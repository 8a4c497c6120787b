import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from accounts.actions import profiles
from accounts.actions.profiles import SkillLine
from accounts.models import StudentProfile, StudentSkill
from taxonomy.models import SkillAlias
from taxonomy.text import fold
from tests.factories import SkillFactory, StudentProfileFactory

pytestmark = pytest.mark.django_db
LIST, ADD, CV = "/profile/skills/", "/profile/skills/new/", "/profile/skills/from-cv/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def profile(client):
    profile = StudentProfileFactory()
    client.force_login(profile.user)
    return profile


def skill(en, zh="", **fields):
    made = SkillFactory(label_en=en, label_zh=zh, **fields)
    for language, text in (("en", en), ("zh", zh)):
        if text:
            SkillAlias.objects.create(
                skill=made, language=language, text=text, folded=fold(text), is_label=True
            )
    return made


def lines(profile):
    return sorted(profile.skills.values_list("skill__label_en", "level", "evidence", "source"))


@pytest.mark.parametrize("text", ["Deep learning", " deep  LEARNING ", "深度学习"])
def test_a_skill_is_added_by_any_of_its_names(client, profile, text):
    skill("Deep learning", "深度学习")

    answer = client.post(ADD, {"q": text, "level": "4", "evidence": "2", "evidence_note": "BSc"})

    assertRedirects(answer, LIST)
    assert lines(profile) == [("Deep learning", 4, 2, "typed")]


def test_with_htmx_the_list_comes_back_alone(client, profile):
    skill("Deep learning")

    page = client.post(ADD, {"q": "Deep learning", "level": "4"}, headers=HTMX)

    assertContains(page, "Deep learning")
    assertNotContains(page, "<html")


def test_an_unknown_skill_is_answered_with_what_comes_near(client, profile):
    skill("Deep learning")

    page = client.post(ADD, {"q": "Deep lerning", "level": "4"})

    assert page.status_code == 422
    assertContains(page, "Do you mean: Deep learning?", status_code=422)
    assertContains(page, 'value="Deep lerning"', status_code=422)


@pytest.mark.parametrize("text", ["", "<b>", "☃", "x" * 121, "\u202e"])
def test_what_is_no_skill_is_refused(client, profile, text):
    page = client.post(ADD, {"q": text, "level": "3"})

    assert page.status_code == 422
    assert page.context["form"].errors.keys() == {"q"}
    assert lines(profile) == []


@pytest.mark.parametrize("level", ["0", "6", "", "x", "3.5"])
def test_levels_are_one_to_five(client, profile, level):
    skill("Deep learning")

    page = client.post(ADD, {"q": "Deep learning", "level": level})

    assert page.context["form"].errors.keys() == {"level"}


def test_students_cannot_confirm_their_own_skills(client, profile):
    skill("Deep learning")

    page = client.post(ADD, {"q": "Deep learning", "level": "3", "evidence": "4"})

    assert page.context["form"].errors.keys() == {"evidence"}


def test_a_skill_is_there_once(client, profile):
    profiles.add_skill(profile, skill("Deep learning"), SkillLine())

    page = client.post(ADD, {"q": "Deep learning", "level": "3"})

    assertContains(page, "is on your profile already", status_code=422)


def test_a_skill_is_changed_and_removed(client, profile):
    entry = profiles.add_skill(profile, skill("Deep learning"), SkillLine())

    client.post(f"{LIST}{entry.pk}/", {"level": "5", "evidence": "3", "evidence_note": "TÜV"})
    assert lines(profile) == [("Deep learning", 5, 3, "typed")]

    assertRedirects(client.post(f"{LIST}{entry.pk}/remove/"), LIST)
    assert lines(profile) == []


def test_with_htmx_removing_brings_the_list_back(client, profile):
    entry = profiles.add_skill(profile, skill("Deep learning"), SkillLine())

    page = client.post(f"{LIST}{entry.pk}/remove/", headers=HTMX)

    assertContains(page, "No skills yet")


@pytest.mark.parametrize("url", ["{}/", "{}/remove/"])
def test_the_skills_of_others_are_not_there(client, profile, url):
    theirs = profiles.add_skill(StudentProfileFactory(), skill("Law"), SkillLine())
    address = LIST + url.format(theirs.pk)

    answers = [client.post(address, {"level": "1"}), client.post(LIST + url.format(10**18))]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert StudentSkill.objects.count() == 1


def test_every_change_is_a_new_version(client, profile):
    entry = profiles.add_skill(profile, skill("Deep learning"), SkillLine())
    client.post(f"{LIST}{entry.pk}/", {"level": "5"})
    client.post(f"{LIST}{entry.pk}/remove/")

    profile.refresh_from_db()
    assert profile.version == 4


TEXT = "I studied hard. In 2026 I used deep learning for crops! Then welding; 也做过深度学习。"


def test_skills_in_a_text_are_shown_with_their_sentence_and_nothing_is_kept(client, profile):
    skill("Deep learning", "深度学习")
    skill("Welding")

    page = client.post(CV, {"cv_text": TEXT})

    assertContains(page, "In 2026 I used <mark>deep learning</mark> for crops!")
    assertContains(page, "Then <mark>welding</mark>;")
    assert [mention.skill.label for mention in page.context["mentions"]] == [
        "Deep learning",
        "Welding",
    ]
    assert StudentProfile.objects.get().cv_text == ""
    assert lines(profile) == []


def test_what_is_ticked_is_added_with_its_level_and_the_text_is_kept(client, profile):
    learning, welding = skill("Deep learning"), skill("Welding")
    unnamed = skill("Law")
    form = {
        "cv_text": TEXT,
        "keep": "1",
        "skill": [learning.pk, unnamed.pk, "x"],
        f"level-{learning.pk}": "5",
        f"level-{welding.pk}": "2",
    }

    answer = client.post(CV, form)

    assertRedirects(answer, LIST)
    assert lines(profile) == [("Deep learning", 5, 0, "found")]
    profile.refresh_from_db()
    assert profile.cv_text == TEXT


def test_a_skill_that_is_on_the_profile_is_not_offered_again(client, profile):
    profiles.add_skill(profile, skill("Welding"), SkillLine())

    page = client.post(CV, {"cv_text": TEXT})

    assert page.context["mentions"] == []
    assert [mention.skill.label for mention in page.context["there"]] == ["Welding"]


def test_a_text_is_shown_as_text(client, profile):
    skill("Welding")

    page = client.post(CV, {"cv_text": "<script>alert(1)</script> welding </textarea><b>"})

    assertNotContains(page, "<script>alert")
    assertNotContains(page, "</textarea><b>")


@pytest.mark.parametrize("text", ["", "   ", "x" * 30_001])
def test_an_empty_or_endless_text_is_refused(client, profile, text):
    assert client.post(CV, {"cv_text": text}).status_code == 422


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_queries_for_any_number_of_skills(
    client, profile, django_assert_num_queries, count
):
    for number in range(count):
        profiles.add_skill(profile, skill(f"Skill number {number}"), SkillLine())

    with django_assert_num_queries(6):  # session, user, profile, skills, 2 for the menu
        client.get(LIST)


@pytest.mark.parametrize("count", [1, 3])
def test_finding_costs_the_same_queries_for_any_number_of_skills(
    client, profile, django_assert_num_queries, count
):
    names = ["Welding", "Deep learning", "Carpentry"][:count]
    for name in names:
        skill(name)

    with django_assert_num_queries(9):
        client.post(CV, {"cv_text": ", ".join(names)})


def test_there_is_nothing_to_see_at_the_address_for_adding(client, profile):
    assertRedirects(client.get(reverse("accounts:skill-add")), LIST)
