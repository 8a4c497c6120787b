"""What the demo's files say must exist in the taxonomy that ships, and be complete."""

import csv
from collections import Counter

import pytest

from accounts.enums import (
    DegreeLevel,
    LanguageLevel,
    OrganisationKind,
    OrganisationStatus,
    WorkMode,
)
from config.demo import sources
from internships.postings.enums import (
    Audience,
    Necessity,
    OutcomeKind,
    PhaseKind,
    PostingKind,
    PostingStatus,
)
from taxonomy.imports.core import SHIPPED

ORGANISATIONS = sources.organisations()
ARCHETYPES = sources.archetypes()
POSTINGS = sources.postings()
BY_ID = {line.id: line for line in ORGANISATIONS}

with_postings = pytest.mark.skipif(not POSTINGS, reason="the demo has no files of postings yet")


def column(name, *, of="code"):
    with (SHIPPED / name).open(encoding="utf-8", newline="") as file:
        return {row[of] for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def skills():
    files = (SHIPPED / "skills").glob("*.csv")
    return {key for file in files for key in column(f"skills/{file.name}", of="key")}


@pytest.fixture(scope="module")
def disciplines():
    chinese = {f"cn:{code}" for code in column("disciplines_cn.csv")}
    return column("disciplines_isced.csv") | chinese


def test_there_are_four_parks_eight_universities_and_forty_companies_or_more():
    kinds = Counter(line.kind for line in ORGANISATIONS)
    assert kinds == {"park": 4, "university": 8, "company": 42}


def test_no_two_organisations_share_an_id_a_domain_or_a_name():
    for name in ("id", "domain", "name_en", "name_zh"):
        assert len({getattr(line, name) for line in ORGANISATIONS}) == len(ORGANISATIONS)


@pytest.mark.parametrize("line", ORGANISATIONS, ids=lambda line: line.id)
def test_an_organisation_is_told_in_both_languages(line):
    assert all([line.name_en, line.name_zh, line.about_en, line.about_zh])
    assert line.kind in OrganisationKind.values
    assert line.status in OrganisationStatus.values
    assert line.domain.endswith(".example.org")


def test_organisations_lie_in_known_places_and_industries(disciplines):
    assert {line.region for line in ORGANISATIONS} <= column("regions.csv")
    assert {line.industry for line in ORGANISATIONS if line.industry} <= column("industries.csv")
    assert {code for line in ORGANISATIONS for code in line.disciplines} <= disciplines


def test_every_company_has_an_industry_and_its_park_is_one():
    companies = [line for line in ORGANISATIONS if line.kind == OrganisationKind.COMPANY]
    assert [line.id for line in companies if not line.industry] == []
    assert {BY_ID[line.park].kind for line in companies if line.park} == {"park"}


def test_some_companies_wait_for_verification_and_one_is_suspended():
    waiting = Counter(line.status for line in ORGANISATIONS)
    assert (waiting["submitted"], waiting["unverified"], waiting["suspended"]) == (2, 1, 1)


@pytest.mark.parametrize("archetype", ARCHETYPES, ids=lambda archetype: archetype.key)
def test_an_archetype_names_what_exists(archetype, skills, disciplines):
    told = [*archetype.courses, *archetype.projects]
    named = {key for piece in told for key in piece.skills} | set(archetype.more_skills)
    studied = {code for programme in archetype.programmes for code in programme.disciplines}
    assert named <= skills
    assert studied | set(archetype.interests) <= disciplines
    assert {BY_ID[university].kind for university in archetype.universities} == {"university"}


def test_archetypes_make_four_hundred_students_of_twelve_disciplines_or_more():
    assert sum(archetype.count for archetype in ARCHETYPES) == 400
    assert len({archetype.key for archetype in ARCHETYPES}) == len(ARCHETYPES) >= 12


@with_postings
def test_there_are_forty_projects_and_eighty_internships():
    kinds = Counter(line.kind for line in POSTINGS)
    assert kinds == {"project": 40, "internship": 80}
    assert len({line.id for line in POSTINGS}) == len(POSTINGS)


@with_postings
def test_postings_are_written_in_chinese_in_english_or_in_both():
    written = Counter((bool(line.text_en), bool(line.text_zh)) for line in POSTINGS)
    assert written == {(True, False): 45, (False, True): 45, (True, True): 30}


@with_postings
def test_postings_address_twelve_disciplines_or_more():
    narrow = {
        code[:3]
        for line in POSTINGS
        for group in line.seats
        for code in group.get("disciplines", ())
        if not code.startswith("cn:")
    }
    assert len(narrow) >= 12


@with_postings
def test_no_two_postings_have_the_same_text():
    assert len({(line.text_en, line.text_zh) for line in POSTINGS}) == len(POSTINGS)


@pytest.mark.parametrize("line", POSTINGS, ids=lambda line: line.id)
def test_a_posting_names_what_exists(line, skills, disciplines):
    asked = [key for key, _, _ in line.skills]
    admitted = [code for group in line.seats for code in group.get("disciplines", ())]
    assert set(asked) <= skills
    assert len(asked) == len(set(asked)) >= 5
    assert set(admitted) <= disciplines
    assert line.region in column("regions.csv")
    assert {code for code, _ in line.languages} <= column("languages.csv")
    assert {BY_ID[university].kind for university in line.listed} <= {"university"}


@pytest.mark.parametrize("line", POSTINGS, ids=lambda line: line.id)
def test_a_posting_uses_the_words_of_the_house(line):
    assert BY_ID[line.owner].kind == (
        "university" if line.kind == PostingKind.PROJECT else "company"
    )
    assert line.kind in PostingKind.values
    assert line.status in {
        PostingStatus(status) for status in ("draft", "in_review", "open", "paused")
    }
    assert line.work_mode in WorkMode.values
    assert line.audience in Audience.values
    assert set(line.phases) <= set(PhaseKind.values)
    assert {necessity for _, _, necessity in line.skills} <= set(Necessity.values)
    assert {level for _, level in line.languages} <= set(LanguageLevel.values)
    assert line.min_degree_level in {None, *DegreeLevel.values}


@pytest.mark.parametrize("line", POSTINGS, ids=lambda line: line.id)
def test_a_title_and_its_text_are_in_the_same_languages(line):
    assert bool(line.title_en) == bool(line.text_en)
    assert bool(line.title_zh) == bool(line.text_zh)


@pytest.mark.parametrize(
    "line", [line for line in POSTINGS if line.kind == "internship"], ids=lambda line: line.id
)
def test_an_internship_carries_an_outcome_on(line):
    assert line.outcome["kind"] in OutcomeKind.values
    assert line.outcome["title_en"] or line.outcome["title_zh"]
    assert 1 <= line.trl_from <= line.trl_to <= 9
