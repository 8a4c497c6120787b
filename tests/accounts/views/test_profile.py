import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from accounts.enums import OrganisationKind, OrganisationStatus
from accounts.models import StudentLanguage, StudentProfile
from tests.factories import (
    DisciplineFactory,
    LanguageFactory,
    OrganisationFactory,
    RegionFactory,
    StudentProfileFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
EDIT = "/profile/edit/"


@pytest.fixture
def profile(client):
    profile = StudentProfileFactory(programme="Computer science")
    client.force_login(profile.user)
    return profile


def university(**fields):
    return OrganisationFactory(kind=OrganisationKind.UNIVERSITY, **fields)


def typed(profile, *rows, **changes):
    """The form as a browser would send it, with these language rows (language, level, remove)."""
    form = {
        "version": str(profile.version),
        "university": str(profile.university_id or ""),
        "programme": profile.programme,
        "discipline": str(profile.discipline_id or ""),
        "degree_level": "2",
        "year": "2",
        "available_from_on": "2027-01-01",
        "available_until_on": "2027-12-31",
        "hours_per_week": "40",
        "work_mode": "",
        "consents_to_matching": "on",
        "languages-TOTAL_FORMS": str(len(rows)),
        "languages-INITIAL_FORMS": str(profile.languages.count()),
    }
    for number, (language, level, *remove) in enumerate(rows):
        form[f"languages-{number}-language"] = str(language)
        form[f"languages-{number}-level"] = str(level)
        if remove:
            form[f"languages-{number}-DELETE"] = "on"
    return {**form, **changes}


def test_somebody_becomes_a_student(client):
    client.force_login(UserFactory())
    assertRedirects(client.get(reverse("accounts:profile")), reverse("accounts:profile-create"))

    answer = client.post(reverse("accounts:profile-create"), {"consents_to_matching": "on"})

    assertRedirects(answer, reverse("accounts:profile-edit"))
    assert StudentProfile.objects.matchable().count() == 1


def test_matching_needs_a_yes(client):
    client.force_login(UserFactory())

    client.post(reverse("accounts:profile-create"), {})

    assert not StudentProfile.objects.get().consents_to_matching
    client.post(reverse("accounts:profile-match-me"))
    assert StudentProfile.objects.get().consents_to_matching


def test_who_has_a_profile_does_not_start_another(client, profile):
    answer = client.post(reverse("accounts:profile-create"), {})

    assertRedirects(answer, reverse("accounts:profile"))


def test_the_page_says_what_is_missing(client):
    profile = StudentProfileFactory(discipline=None, year=None)
    client.force_login(profile.user)

    page = client.get(reverse("accounts:profile"))

    needed = [str(step.label) for step in page.context["steps"] if step.is_needed]
    missing = [str(step.label) for step in page.context["steps"] if not step.is_done]
    assert len(needed) == 5
    assert missing[:2] == ["your discipline", "your year of study"]
    assertContains(page, "needed to apply", count=2)


def test_everything_on_the_form_is_saved(client, profile):
    region, spoken = RegionFactory(), LanguageFactory()
    field = DisciplineFactory(level="broad", code="06")

    answer = client.post(
        EDIT,
        typed(
            profile,
            (spoken.pk, 5),
            ("", 4),
            programme="Physics",
            places=[region.pk],
            interests=[field.pk],
            only_these_places="on",
            work_mode="hybrid",
            pay_cny_per_day="150",
            work_permits="cn, de",
            statement="I build things.",
            open_to_companies="on",
        ),
    )

    assertRedirects(answer, reverse("accounts:profile"))
    profile.refresh_from_db()
    assert (profile.programme, profile.work_mode, profile.work_permits) == (
        "Physics",
        "hybrid",
        "CN,DE",
    )
    assert (profile.pay_cny_per_day, profile.statement) == (150, "I build things.")
    assert (profile.only_these_places, profile.open_to_companies) == (True, True)
    assert list(profile.places.all()) == [region]
    assert list(profile.interests.all()) == [field]
    assert list(profile.languages.values_list("language", "level")) == [(spoken.pk, 5)]
    assert profile.version == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"available_until_on": "2026-01-01"}, "__all__"),
        ({"year": "9"}, "year"),
        ({"hours_per_week": "0"}, "hours_per_week"),
        ({"pay_cny_per_day": "-1"}, "pay_cny_per_day"),
        ({"pay_cny_per_day": "9" * 40}, "pay_cny_per_day"),
        ({"work_permits": "China"}, "work_permits"),
        ({"degree_level": "9"}, "degree_level"),
        ({"discipline": "999999999999999999999999"}, "discipline"),
        ({"places": ["x"]}, "places"),
        ({"available_from_on": "yesterday"}, "available_from_on"),
        ({"statement": "x" * 6001}, "statement"),
        ({"version": ""}, "version"),
        ({"programme": "a\x00b"}, "programme"),
    ],
)
def test_what_makes_no_sense_is_refused_and_kept_on_the_page(client, profile, changes, field):
    page = client.post(EDIT, typed(profile, **{"programme": "Typed anew", **changes}))

    assert page.status_code == 422
    assert page.context["form"].errors.keys() == {field}
    profile.refresh_from_db()
    assert (profile.programme, profile.version) == ("Computer science", 1)


def test_only_verified_universities_can_be_chosen(client, profile):
    unverified = university(status=OrganisationStatus.UNVERIFIED)
    company = OrganisationFactory()

    for organisation in (unverified, company):
        page = client.post(EDIT, typed(profile, university=organisation.pk))
        assert page.context["form"].errors.keys() == {"university"}


def test_a_university_chosen_before_stays_choosable(client, profile):
    profile.university.status = OrganisationStatus.SUSPENDED
    profile.university.save()

    assert client.post(EDIT, typed(profile)).status_code == 302


def test_the_second_of_two_tabs_overwrites_nothing_and_keeps_what_was_typed(client, profile):
    client.post(EDIT, typed(profile, programme="Saved in the first tab"))

    page = client.post(EDIT, typed(profile, programme="Typed in the second tab", year="3"))

    assert page.status_code == 409
    assertContains(page, "Typed in the second tab", status_code=409)
    assertContains(page, "nothing was saved", status_code=409)
    assert page.context["differing"] == ["Programme", "Year of study"]
    profile.refresh_from_db()
    assert (profile.programme, profile.year) == ("Saved in the first tab", 2)


def test_after_the_warning_the_second_tab_may_save_knowingly(client, profile):
    client.post(EDIT, typed(profile, programme="First"))
    page = client.post(EDIT, typed(profile, programme="Second"))

    version = page.context["form"]["version"].value()
    answer = client.post(EDIT, typed(profile, programme="Second", version=version))

    assert answer.status_code == 302
    profile.refresh_from_db()
    assert profile.programme == "Second"


def test_a_row_for_another_language_is_added_without_javascript(client, profile):
    spoken = LanguageFactory()

    page = client.post(
        EDIT, typed(profile, (spoken.pk, 5), another_language="1", programme="Typed", year="99")
    )

    assert page.status_code == 200
    assert len(page.context["rows"].forms) == 2
    assert page.context["rows"].forms[0]["language"].value() == str(spoken.pk)
    assertContains(page, 'value="Typed"')
    assertNotContains(page, "invalid-feedback")
    assert not StudentLanguage.objects.exists()


@pytest.mark.parametrize("removed", [("", 4), ("same", 4, True)])
def test_a_language_is_removed_by_emptying_or_ticking_its_row(client, profile, removed):
    spoken = LanguageFactory()
    StudentLanguage.objects.create(profile=profile, language=spoken, level=5)
    language, *rest = removed

    client.post(EDIT, typed(profile, (spoken.pk if language else "", *rest)))

    assert not profile.languages.exists()


def test_a_language_is_there_once(client, profile):
    spoken = LanguageFactory()

    page = client.post(EDIT, typed(profile, (spoken.pk, 5), (spoken.pk, 3)))

    assert page.status_code == 422
    assertContains(page, "A language is there twice.", status_code=422)


@pytest.mark.parametrize("total", ["", "-1", "x", "99999999", "²"])
def test_a_form_that_was_tampered_with_is_no_broken_page(client, profile, total):
    for extra in ({}, {"another_language": "1"}):
        form = {**typed(profile), "languages-TOTAL_FORMS": total, **extra}
        assert client.post(EDIT, form).status_code in (200, 302, 422)


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "مهندس برمجيات", "👩🏽‍🔬 R&D", "工程\u202e师"]
)
def test_text_is_shown_as_text(client, profile, text):
    client.post(EDIT, typed(profile, programme=text, statement=text))

    page = client.get(reverse("accounts:profile"))

    assert b"<script>alert" not in page.content
    profile.refresh_from_db()
    assert profile.programme == text.replace("\u202e", "")


def test_disciplines_are_named_in_the_readers_language(client, profile):
    above = DisciplineFactory(
        level="menlei", scheme="cn", code="08", label_en="Engineering", label_zh="工学"
    )
    DisciplineFactory(
        level="zhuanyelei",
        scheme="cn",
        code="0809",
        parent=above,
        label_en="Computing",
        label_zh="计算机类",
    )

    assertContains(client.get(EDIT), '<optgroup label="Engineering">')
    client.post(reverse("set_language"), {"language": "zh-hans", "next": "/"})
    page = client.get(EDIT)
    assertContains(page, '<optgroup label="工学">')
    assertContains(page, "计算机类")


def test_who_is_no_student_has_nothing_to_edit(client):
    client.force_login(UserFactory())

    for name in ("profile-edit", "skill-list", "cv-skills"):
        assert client.get(reverse(f"accounts:{name}")).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_profile_costs_the_same_queries_for_any_number_of_lines(
    client, profile, django_assert_num_queries, count
):
    for _number in range(count):
        StudentLanguage.objects.create(profile=profile, language=LanguageFactory())
        profile.places.add(RegionFactory())
        profile.interests.add(DisciplineFactory())

    with django_assert_num_queries(9):  # session, user, profile, 4 kinds of lines, 2 for the menu
        client.get(reverse("accounts:profile"))
