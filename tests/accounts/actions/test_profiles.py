from datetime import UTC, date, datetime

import pytest
from allauth.account.models import EmailAddress

from accounts.actions import profiles
from accounts.actions.profiles import SkillLine
from accounts.enums import Evidence, OrganisationKind, SkillSource
from accounts.models import StudentProfile
from accounts.signals import profile_changed
from tests.factories import (
    DisciplineFactory,
    LanguageFactory,
    OrganisationFactory,
    RegionFactory,
    SkillFactory,
    StudentProfileFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 5, tzinfo=UTC)


@pytest.fixture
def news():
    """Profiles that were announced as changed."""
    heard = []

    def hear(sender, **facts):
        heard.append(facts["profile_id"])

    profile_changed.connect(hear)
    yield heard
    profile_changed.disconnect(hear)


@pytest.fixture
def profile():
    return StudentProfileFactory()


def university(**fields):
    return OrganisationFactory(kind=OrganisationKind.UNIVERSITY, **fields)


def line(entry):
    entry.refresh_from_db()
    return (entry.level, entry.evidence, entry.evidence_note, entry.source)


def test_a_person_has_one_profile(news):
    user = UserFactory()

    profile = profiles.become_student(user, consents_to_matching=True)

    assert news == [profile.pk]
    with pytest.raises(profiles.ProfileExists):
        profiles.become_student(user, consents_to_matching=True)


def test_an_edit_writes_only_what_it_names(profile, news):
    region, field, language = RegionFactory(), DisciplineFactory(), LanguageFactory()
    changes = {
        "programme": "Physics",
        "places": [region],
        "interests": [field],
        "languages": {language.pk: 5},
    }

    profiles.edit(profile, changes, version=1, at=NOW)

    profile.refresh_from_db()
    assert (profile.programme, profile.year, profile.version) == ("Physics", 2, 2)
    assert (list(profile.places.all()), list(profile.interests.all())) == ([region], [field])
    assert list(profile.languages.values_list("language", "level")) == [(language.pk, 5)]
    assert news == [profile.pk]


def test_languages_left_out_of_an_edit_are_gone(profile):
    kept, dropped = LanguageFactory(), LanguageFactory()
    profiles.edit(profile, {"languages": {kept.pk: 3, dropped.pk: 3}}, at=NOW)

    profiles.edit(profile, {"languages": {kept.pk: 6}}, at=NOW)

    assert list(profile.languages.values_list("language", "level")) == [(kept.pk, 6)]


def test_of_two_edits_of_one_version_the_second_writes_nothing(profile, news):
    profiles.edit(profile, {"programme": "First"}, version=1, at=NOW)

    with pytest.raises(profiles.ProfileChanged):
        profiles.edit(profile, {"programme": "Second"}, version=1, at=NOW)

    profile.refresh_from_db()
    assert (profile.programme, profile.version) == ("First", 2)
    assert news == [profile.pk]


def test_another_university_has_to_confirm_anew(profile):
    profiles.confirm_affiliation(profile, at=NOW)

    profiles.edit(profile, {"university": profile.university, "programme": "Law"}, at=NOW)
    profile.refresh_from_db()
    assert profile.affiliation_confirmed_at == NOW

    profiles.edit(profile, {"university": university()}, at=NOW)
    profile.refresh_from_db()
    assert profile.affiliation_confirmed_at is None


@pytest.mark.parametrize(
    ("email", "verified", "domain", "confirmed"),
    [
        ("li@uni.example", True, "uni.example", True),
        ("li@stu.uni.example", True, "uni.example", True),
        ("li@Uni.Example", True, "@UNI.example", True),
        ("li@uni.example", False, "uni.example", False),
        ("li@myuni.example", True, "uni.example", False),
        ("li@uni.example.evil.example", True, "uni.example", False),
        ("li@uni.example", True, "", False),
        ("li@qq.com", True, "qq.com", False),
        ("li@uni.example", True, "example", False),
    ],
)
def test_a_verified_address_of_the_university_confirms_by_itself(
    email, verified, domain, confirmed
):
    profile = StudentProfileFactory(university=None)
    EmailAddress.objects.create(user=profile.user, email=email, verified=verified)

    profiles.edit(profile, {"university": university(email_domain=domain)}, at=NOW)

    profile.refresh_from_db()
    assert (profile.affiliation_confirmed_at == NOW) is confirmed


def test_a_confirmation_meant_for_a_student_who_left_meanwhile_is_refused(profile):
    stale = StudentProfile.objects.get(pk=profile.pk)
    profiles.edit(profile, {"university": university()}, at=NOW)

    with pytest.raises(profiles.ProfileChanged):
        profiles.confirm_affiliation(stale, at=NOW)


def test_a_skill_is_added_once_changed_and_removed(profile, news):
    skill = SkillFactory()

    entry = profiles.add_skill(profile, skill, SkillLine(level=4, evidence=Evidence.COURSE))
    with pytest.raises(profiles.SkillThere):
        profiles.add_skill(profile, skill, SkillLine())
    profiles.change_skill(entry, SkillLine(level=2, evidence_note="CS 101"))
    assert line(entry) == (2, Evidence.STATED, "CS 101", SkillSource.TYPED)
    profiles.remove_skill(entry)

    profile.refresh_from_db()
    assert (profile.skills.count(), profile.version, len(news)) == (0, 4, 3)


def test_what_a_placement_confirmed_stays_confirmed(profile):
    entry = profiles.add_skill(profile, SkillFactory(), SkillLine(evidence=Evidence.EVIDENCED))

    profiles.change_skill(entry, SkillLine(level=5, evidence=Evidence.STATED))

    assert line(entry)[:2] == (5, Evidence.EVIDENCED)


def test_a_skill_removed_in_another_tab_cannot_be_changed(profile):
    entry = profiles.add_skill(profile, SkillFactory(), SkillLine())
    entry.profile.skills.all().delete()

    with pytest.raises(profiles.SkillGone):
        profiles.change_skill(entry, SkillLine(level=5))


def test_found_skills_are_added_beside_those_there_and_the_text_is_kept(profile):
    there, new = SkillFactory(), SkillFactory()
    entry = profiles.add_skill(profile, there, SkillLine(level=5))

    added = profiles.keep_found_skills(
        profile, cv_text="I know both.", levels={there.pk: 1, new.pk: 2}
    )

    assert [(each.skill_id, each.level, each.source) for each in added] == [(new.pk, 2, "found")]
    assert line(entry)[0] == 5
    profile.refresh_from_db()
    assert profile.cv_text == "I know both."


def test_a_table_that_says_nothing_new_changes_nothing(profile, news):
    typed, found = SkillFactory(), SkillFactory()
    said = {
        "programme": "Physics",
        "places": [RegionFactory()],
        "languages": {LanguageFactory().pk: 3},
        "available_from_on": date(2027, 2, 1),
    }
    skills = {typed.pk: SkillLine(level=4), found.pk: SkillLine(source=SkillSource.FOUND)}

    first = profiles.take_over(profile, said, skills=skills)
    again = profiles.take_over(StudentProfile.objects.get(pk=profile.pk), said, skills=skills)

    assert (first, again, news) == (True, False, [profile.pk])


def test_a_table_takes_back_what_it_found_but_not_what_was_typed(profile):
    typed = profiles.add_skill(profile, SkillFactory(), SkillLine(level=5))
    found = SkillFactory()
    profiles.take_over(profile, {}, skills={found.pk: SkillLine(source=SkillSource.FOUND)})

    profiles.take_over(profile, {}, skills={})

    assert list(profile.skills.values_list("pk", "level")) == [(typed.pk, 5)]


def test_a_table_changes_the_level_of_a_skill(profile):
    skill = SkillFactory()
    profiles.take_over(profile, {}, skills={skill.pk: SkillLine(level=2)})

    profiles.take_over(profile, {}, skills={skill.pk: SkillLine(level=4)})

    assert list(profile.skills.values_list("level", flat=True)) == [4]
