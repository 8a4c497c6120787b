from collections import Counter

import pytest

from accounts.enums import DegreeLevel
from accounts.text import is_registration_number
from config.demo import sources
from config.demo.network import decisions, registration_number
from config.demo.people import STUDENT_READING_CHINESE, STUDENT_READING_ENGLISH
from config.demo.sketches import COLLEGE, sketches


@pytest.fixture(scope="module")
def students():
    return sketches()


@pytest.fixture(scope="module")
def by_email(students):
    return {sketch.person.email: sketch for sketch in students}


def test_there_are_four_hundred_students_with_an_address_each(by_email):
    assert len(by_email) == 400


def test_no_two_students_share_a_name(students):
    assert len({sketch.person.name for sketch in students}) == 400


def test_no_two_students_tell_the_same(students):
    assert len({sketch.statement for sketch in students}) == 400


def test_the_same_students_are_drawn_each_time(students):
    assert sketches() == students


def test_about_half_write_chinese_and_about_half_english(students):
    in_chinese = sum(any("一" <= letter <= "鿿" for letter in s.statement) for s in students)
    in_english = sum(". " in sketch.statement for sketch in students)
    assert 160 <= in_chinese <= 260
    assert 160 <= in_english <= 260


def test_every_student_has_five_to_twelve_skills_none_twice(students):
    for sketch in students:
        keys = [skill.key for skill in sketch.skills]
        assert 5 <= len(keys) <= 12
        assert len(set(keys)) == len(keys)


def test_nobody_names_a_language_twice(students):
    for sketch in students:
        codes = [code for code, _ in sketch.languages]
        assert len(set(codes)) == len(codes)


def test_a_vocational_college_has_vocational_students_only(students):
    at_college = {s.degree_level for s in students if s.university == COLLEGE}
    elsewhere = {s.degree_level for s in students if s.university != COLLEGE}
    assert at_college == {DegreeLevel.VOCATIONAL}
    assert elsewhere == {DegreeLevel.BACHELOR, DegreeLevel.MASTER, DegreeLevel.DOCTORATE}


def test_every_university_has_students(students):
    universities = {line.id for line in sources.organisations() if line.kind == "university"}
    assert {sketch.university for sketch in students} == universities


def test_some_students_come_from_abroad(students):
    first = Counter(sketch.languages[0][0] == "zh" for sketch in students)
    assert first[False] == 24


@pytest.mark.parametrize("email", [STUDENT_READING_CHINESE, STUDENT_READING_ENGLISH])
def test_who_a_reader_signs_in_as_is_open_to_everything(by_email, email):
    sketch = by_email[email]
    assert sketch.is_confirmed
    assert sketch.wishes.consents_to_matching
    assert sketch.degree_level == DegreeLevel.MASTER
    assert sketch.wishes.hours_per_week == 40


def test_registration_numbers_are_valid_and_differ():
    numbers = [registration_number(line, at) for at, line in enumerate(sources.organisations())]
    assert len(set(numbers)) == len(numbers)
    assert all(is_registration_number(number, country="CN") for number in numbers)


def test_most_companies_are_accepted_and_some_are_not():
    counts = Counter(str(decision) for _, _, decision in decisions())
    known = sum(
        line.kind == "company" and line.status == "verified" for line in sources.organisations()
    )
    assert set(counts) == {"accepted", "pending", "declined", "blocked"}
    assert counts["accepted"] > 0.7 * 8 * known > counts.total() / 2
    assert counts.total() < 8 * known
