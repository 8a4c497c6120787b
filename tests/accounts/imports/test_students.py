import tomllib
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts.enums import OrganisationKind, OrganisationStatus
from accounts.models import StudentProfile, StudentSkill, User
from accounts.signals import profile_changed
from foundation.models import Job
from taxonomy.models import SkillAlias
from tests.factories import (
    DisciplineFactory,
    LanguageFactory,
    OrganisationFactory,
    RegionFactory,
    SkillFactory,
)

pytestmark = pytest.mark.django_db
MAPPING = Path(__file__).parents[3] / "docs" / "importing" / "resumes.toml"


@pytest.fixture
def brought(tmp_path):
    """Import this text as a file; answers with the lines that were printed."""

    def bring(content, *options, **named):
        path = tmp_path / "students.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        out = StringIO()
        call_command("import_students", str(path), *options, stdout=out, **named)
        return out.getvalue().splitlines()

    return bring


@pytest.fixture
def news():
    heard = []

    def hear(sender, **facts):
        heard.append(facts["profile_id"])

    profile_changed.connect(hear)
    yield heard
    profile_changed.disconnect(hear)


def skill(key, *names):
    made = SkillFactory(key=key, label_en=key.title())
    for name in names:
        SkillAlias.objects.create(skill=made, language="en", text=name, folded=name.lower())
    return made


def skills_of(profile):
    lines = profile.skills.values_list("skill__key", "level", "source")
    return sorted(lines)


def test_every_column_finds_its_place(brought):
    discipline, field = DisciplineFactory(code="0613"), DisciplineFactory(code="06", level="broad")
    place, spoken = RegionFactory(code="110000"), LanguageFactory(code="en")
    skill("python", "Python")
    skill("welding", "welding")

    lines = brought(
        "id,name,text,skills,programme,discipline,degree_level,year,available_from_on,"
        "available_until_on,hours_per_week,places,only_these_places,work_mode,interests,"
        "pay_cny_per_day,work_permits,languages,statement\n"
        '7,王小明,"I like welding, and Python.",Python: 4,Robotics,0613,Master,2,2027-01-01,'
        "2027-06-30,30,110000,yes,hybrid,06,200,cn,en:C1,I build things.\n"
    )

    assert lines == ["2\tadded\tcsv 7", "added 1, changed 0, kept 0, refused 0"]
    profile = StudentProfile.objects.get()
    assert (profile.user.email, profile.user.name) == ("csv-7@import.invalid", "王小明")
    assert (profile.programme, profile.discipline, profile.degree_level) == (
        "Robotics",
        discipline,
        3,
    )
    assert (profile.year, profile.hours_per_week, profile.pay_cny_per_day) == (2, 30, 200)
    assert profile.available_from_on == date(2027, 1, 1)
    assert profile.available_until_on == date(2027, 6, 30)
    assert (profile.work_mode, profile.work_permits) == ("hybrid", "CN")
    assert (profile.only_these_places, profile.consents_to_matching) == (True, False)
    assert (list(profile.places.all()), list(profile.interests.all())) == ([place], [field])
    assert list(profile.languages.values_list("language", "level")) == [(spoken.pk, 5)]
    assert profile.cv_text == "I like welding, and Python."
    assert skills_of(profile) == [("python", 4, "typed"), ("welding", 3, "found")]
    assert not profile.user.has_usable_password()


def test_the_same_line_again_is_the_same_person_and_changes_nothing(brought, news):
    skill("welding", "welding")
    table = "id,text\n1,welding\n2,nothing\n"
    brought(table)
    before = list(StudentProfile.objects.order_by("pk").values())
    news.clear()

    lines = brought(table)

    assert lines[-1] == "added 0, changed 0, kept 2, refused 0"
    assert list(StudentProfile.objects.order_by("pk").values()) == before
    assert news == []


def test_a_line_that_says_something_else_changes_its_person(brought, news):
    skill("welding", "welding")
    skill("law", "Law")
    brought("id,text,programme\n1,welding,A\n2,x,B\n")
    news.clear()

    lines = brought("id,text,programme\n1,Law,A\n2,x,B\n")

    assert lines == ["2\tchanged\tcsv 1", "3\tkept\tcsv 2", "added 0, changed 1, kept 1, refused 0"]
    profile = StudentProfile.objects.get(user__email="csv-1@import.invalid")
    assert skills_of(profile) == [("law", 3, "found")]
    assert news == [profile.pk]


@pytest.mark.parametrize(
    ("header", "cell", "reason"),
    [
        ("year", "99", "“year”: Ensure this value is less than or equal to 8."),
        ("year", "two", "“year”: “two” is not a whole number."),
        ("degree_level", "guru", "“degree_level”: “guru” is none of: vocational, bachelor,"),
        ("available_from_on", "soon", "“available_from_on”: “soon” is not a date"),
        ("places", "XX", "“places”: “XX” is not a code we know."),
        ("discipline", "XX", "“discipline”: “XX” is not a code we know."),
        ("languages", "xx:C1", "“languages”: “xx” is not a code we know."),
        ("only_these_places", "perhaps", "“only_these_places”: “perhaps” is neither yes nor no."),
        ("work_permits", "China", "“work_permits”: “CHINA” is not a two-letter country code."),
        ("statement", "x" * 6001, "“statement” has 6001 characters; 6000 are the most."),
        ("text", "x" * 30_001, "“text” has 30001 characters; 30000 are the most."),
        ("text", "x" * 100_000, "“text” has 100000 characters; 50000 are the most."),
        ("text", "a\x00b", "“text” holds a NUL or half a character."),
        ("programme", "a,b", "The line has 3 cells, the first line 2."),
    ],
)
def test_a_bad_line_is_refused_with_its_reason_and_the_others_come_in(
    brought, header, cell, reason
):
    lines = brought(f"id,{header}\n1,{cell}\n2,\n")

    assert lines[0].startswith(f"2\trefused\t{reason}")
    assert lines[1:] == ["3\tadded\tcsv 2", "added 1, changed 0, kept 0, refused 1"]
    assert User.objects.count() == 1


def test_a_line_without_an_id_or_with_one_that_was_there_is_refused(brought):
    lines = brought("id,text\n,x\n1,x\n1,y\n")

    assert lines == [
        "2\trefused\t“id” is empty.",
        "3\tadded\tcsv 1",
        "4\trefused\tLine 3 has this id already.",
        "added 1, changed 0, kept 0, refused 2",
    ]


def test_dates_out_of_order_are_refused(brought):
    lines = brought("id,available_from_on,available_until_on\n1,2027-06-01,2027-01-01\n")

    assert lines[0] == "2\trefused\t“Available until” is before “available from”."


@pytest.mark.parametrize("key", ["A b/c", "王", "x" * 200, "=1+1", "a@b", "-", "A"])
def test_any_id_makes_an_address_of_its_own(brought, key):
    brought(f"id,text\n{key},x\na,y\n")

    emails = list(User.objects.values_list("email", flat=True))
    assert len(set(emails)) == 2
    assert all(email.endswith("@import.invalid") and len(email) < 80 for email in emails)


def test_formulas_and_markup_stay_text(brought):
    brought('id,programme,text\n1,"=HYPERLINK(""x"")",<script>\n')

    profile = StudentProfile.objects.get()
    assert (profile.programme, profile.cv_text) == ('=HYPERLINK("x")', "<script>")


def test_strict_imports_nothing_if_a_line_is_bad(brought):
    with pytest.raises(CommandError, match="Nothing was imported"):
        brought("id,year\n1,2\n2,99\n", "--strict")

    assert not User.objects.exists()


def test_a_dry_run_reports_the_same_and_writes_nothing(brought):
    lines = brought("id,year\n1,2\n2,99\n", "--dry-run")

    assert lines[-2:] == [
        "added 1, changed 0, kept 0, refused 1",
        "Nothing was written: --dry-run.",
    ]
    assert (User.objects.count(), Job.objects.count()) == (0, 0)


def test_a_university_vouches_for_its_students(brought):
    university = OrganisationFactory(kind=OrganisationKind.UNIVERSITY)

    brought("id\n1\n", university=university.pk)
    confirmed_at = StudentProfile.objects.get().affiliation_confirmed_at
    lines = brought("id\n1\n", university=university.pk)

    assert confirmed_at is not None
    assert lines[-1] == "added 0, changed 0, kept 1, refused 0"
    assert StudentProfile.objects.get().university == university


@pytest.mark.parametrize("status", [OrganisationStatus.UNVERIFIED, None])
def test_only_a_verified_university_can_vouch(brought, status):
    pk = 10**6
    if status:
        pk = OrganisationFactory(kind=OrganisationKind.UNIVERSITY, status=status).pk

    with pytest.raises(CommandError, match="no verified university"):
        brought("id\n1\n", university=pk)


def test_students_are_matched_only_where_they_agreed(brought):
    brought("id\n1\n")
    assert not StudentProfile.objects.matchable().exists()

    assert brought("id\n1\n", "--consent")[0] == "2\tchanged\tcsv 1"
    assert StudentProfile.objects.matchable().exists()

    assert brought("id\n1\n")[0] == "2\tkept\tcsv 1"


def test_names_that_are_no_skills_are_told_and_left_out(brought):
    skill("python", "Python")

    lines = brought("id,skills\n1,Python; Witchcraft: 5\n")

    assert lines[0] == "2\tadded\tcsv 1\tSkills not known: Witchcraft."
    assert StudentSkill.objects.count() == 1


def test_a_code_that_two_systems_share_must_say_which(brought):
    DisciplineFactory(code="0613")
    chinese = DisciplineFactory(code="0613", scheme="cn")

    lines = brought("id,discipline\n1,0613\n2,cn:0613\n3,isced:9999\n")

    assert [line.split("\t")[1] for line in lines[:3]] == ["refused", "added", "refused"]
    assert StudentProfile.objects.get().discipline == chinese


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_chinese_tables_come_in_however_they_were_saved(brought, encoding):
    brought("id,name,text\n1,王小明,机械设计与焊接\n".encode(encoding))

    assert User.objects.get().name == "王小明"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "first line must name the columns"),
        (b"name\nLi\n", "No column fills: id"),
        (b"id,nick\n1,x\n", "no such field: nick"),
        ("id,text\n1,résumé à la carte\n".encode("latin-1"), "encoding is not known"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_as_a_whole(brought, content, message):
    with pytest.raises(CommandError, match=message):
        brought(content)


@pytest.fixture
def fields_of_study():
    """The disciplines that the mapping in the documentation names."""
    mapped = tomllib.loads(MAPPING.read_text(encoding="utf-8"))["values"]["discipline"]
    for code in sorted(set(mapped.values())):
        DisciplineFactory(code=code.removeprefix("isced:"))


@pytest.mark.usefixtures("fields_of_study")
def test_a_table_without_ids_gets_them_from_its_text(brought):
    table = "Category,Resume\nAdvocate,I argue.\nArts,I paint.\n"

    first = brought(table, mapping=MAPPING)
    again = brought(table, mapping=MAPPING)

    assert first[-1] == "added 2, changed 0, kept 0, refused 0"
    assert again[-1] == "added 0, changed 0, kept 2, refused 0"


@pytest.mark.usefixtures("fields_of_study")
def test_the_mapping_in_the_documentation_fits_real_resumes(shared_data):
    out = StringIO()
    path = shared_data / "en_resumes_962_dedup" / "resumes_167_distinct.csv"

    call_command("import_students", path, mapping=MAPPING, stdout=out)

    assert out.getvalue().splitlines()[-1] == "added 167, changed 0, kept 0, refused 0"
