"""What the database says about who may take what, against answers found one pair at a time."""

from datetime import date
from random import Random

import numpy as np
import pytest

from accounts.enums import AcceptanceStatus, OrganisationKind, OrganisationStatus
from accounts.models import Acceptance, StudentLanguage, StudentSkill
from internships.postings.enums import Audience, Necessity
from internships.postings.models import PostingLanguage, PostingSkill, SeatGroup
from matching.dataset import (
    Frame,
    load_conditions,
    load_facts,
    load_postings,
    load_students,
    load_ties,
)
from matching.dataset.days import day_number
from matching.engine.eligibility import Eligibility
from matching.engine.inputs import Evidence
from matching.engine.reasons import Reason
from matching.matches import reasons_against
from taxonomy.enums import DisciplineLevel, DisciplineScheme, RegionLevel
from tests.factories import (
    AcceptanceFactory,
    DisciplineFactory,
    LanguageFactory,
    OrganisationFactory,
    OutcomeFactory,
    PostingFactory,
    RegionFactory,
    SkillAliasFactory,
    SkillFactory,
    StudentProfileFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
STUDENTS, POSTINGS = 20, 20


class Land:
    """Disciplines in both schemes, regions, languages, and organisations, to draw from."""

    def __init__(self):
        self.broad = DisciplineFactory(code="06", level=DisciplineLevel.BROAD)
        self.narrow = DisciplineFactory(code="061", level=DisciplineLevel.NARROW, parent=self.broad)
        self.software = DisciplineFactory(code="0613", parent=self.narrow)
        self.networks = DisciplineFactory(code="0612", parent=self.narrow)
        self.law = DisciplineFactory(code="0421")
        self.computing = self._chinese("0809", DisciplineLevel.ZHUANYELEI, isced=self.software)
        self.menlei = self._chinese("08", DisciplineLevel.MENLEI, isced=self.broad)
        self.electronics = self._chinese(
            "0807", DisciplineLevel.ZHUANYELEI, isced=self.narrow, parent=self.menlei
        )
        self.disciplines = [
            *(self.broad, self.narrow, self.software, self.networks, self.law),
            *(self.computing, self.menlei, self.electronics),
        ]
        self.country = RegionFactory(level=RegionLevel.COUNTRY, code="CN")
        self.province = RegionFactory(level=RegionLevel.PROVINCE, parent=self.country)
        self.city = RegionFactory(parent=self.province)
        self.elsewhere = RegionFactory(parent=self.country)
        self.regions = [self.country, self.province, self.city, self.elsewhere]
        self.languages = [LanguageFactory(), LanguageFactory()]
        kind = OrganisationKind.UNIVERSITY
        self.universities = [OrganisationFactory(kind=kind) for _ in range(2)]
        self.companies = [OrganisationFactory() for _ in range(2)]
        suspended = OrganisationFactory(status=OrganisationStatus.SUSPENDED)
        self.owners = [*self.universities, *self.companies, suspended]
        AcceptanceFactory(university=self.universities[0], company=self.companies[0])
        AcceptanceFactory(university=self.universities[1], company=suspended)
        AcceptanceFactory(
            university=self.universities[1],
            company=self.companies[1],
            status=AcceptanceStatus.PENDING,
        )

    def _chinese(self, code, level, **fields):
        return DisciplineFactory(scheme=DisciplineScheme.CHINA, code=code, level=level, **fields)

    def student(self, random):
        profile = StudentProfileFactory(
            university=random.choice([*self.universities, None]),
            discipline=random.choice([*self.disciplines, None]),
            degree_level=random.choice([1, 2, 3, 4, None]),
            year=random.choice([1, 2, 3, None]),
            available_from_on=random.choice([date(2027, 1, 1), date(2027, 8, 1), None]),
            available_until_on=random.choice([date(2027, 12, 31), None]),
            hours_per_week=random.choice([10, 20, 40, None]),
            work_mode=random.choice(["", "remote", "on_site", "hybrid"]),
            only_these_places=random.choice([True, True, False]),
            work_permits=random.choice(["", "CN", "CN,XK", "de"]),
        )
        profile.places.set(random.sample(self.regions, random.choice([0, 1, 2])))
        for language in random.sample(self.languages, random.choice([0, 1, 2])):
            level = random.choice([2, 4, 6])
            StudentLanguage.objects.create(profile=profile, language=language, level=level)
        return profile

    def posting(self, random):
        posting = PostingFactory(
            owner=random.choice(self.owners),
            outcome=None,
            parts=False,
            status=random.choice(["open"] * 8 + ["paused"]),
            audience=random.choice(list(Audience)),
            region=random.choice([*self.regions, None]),
            work_mode=random.choice(["remote", "on_site", "hybrid"]),
            min_degree_level=random.choice([None, None, 2, 3]),
            min_year=random.choice([None, None, 2]),
            starts_on=date(2027, 3, 1),
            ends_on=random.choice([date(2027, 6, 30), date(2027, 9, 30)]),
            hours_per_week=random.choice([16, 24, 32, None]),
            deadline_on=random.choice([TODAY, date(2027, 2, 1), date(2026, 11, 22), None]),
            work_permit_country=random.choice(["", "", "", "CN", "DE", "XK"]),
        )
        posting.listed_universities.set(random.sample(self.universities, random.choice([0, 1])))
        for _ in range(random.choice([1, 2])):
            self.seats(posting, random)
        if random.choice([True, False, False]):
            PostingLanguage.objects.create(
                posting=posting, language=random.choice(self.languages), level=random.choice([2, 4])
            )
        return posting

    def seats(self, posting, random):
        taken = random.choice([0, 0, 1])
        group = SeatGroup.objects.create(posting=posting, seats=1, taken=taken)
        group.disciplines.set(random.sample(self.disciplines, random.choice([0, 1, 2])))


# The naive answers, in the words of the specification.


def against(student, posting):
    rules = {
        Reason.AUDIENCE: addressed(student, posting),
        Reason.ACCEPTANCE: accepted(student, posting),
        Reason.DEGREE: (student.degree_level or 0) >= (posting.min_degree_level or 0),
        Reason.YEAR: (student.year or 0) >= (posting.min_year or 0),
        Reason.DISCIPLINE: has_a_seat(student, posting),
        Reason.DATES: is_free(student, posting),
        Reason.HOURS: not (
            student.hours_per_week
            and posting.hours_per_week
            and posting.hours_per_week > 1.5 * student.hours_per_week
        ),
        Reason.PLACE: is_near(student, posting),
        Reason.LANGUAGE: all(
            student.languages.filter(language=each.language, level__gte=each.level).exists()
            for each in posting.languages.all()
        ),
        Reason.WORK_PERMIT: posting.work_permit_country
        in ["", *student.work_permits.upper().split(",")],
        Reason.DEADLINE: posting.deadline_on is None or posting.deadline_on >= TODAY,
        Reason.NOT_OPEN: posting.status == "open"
        and posting.owner.status == OrganisationStatus.VERIFIED
        and any(group.free for group in posting.seat_groups.all()),
    }
    return {reason for reason, fulfilled in rules.items() if not fulfilled}


def addressed(student, posting):
    named = set(posting.listed_universities.all()) | {posting.owner}
    return {
        Audience.PUBLIC: True,
        Audience.NETWORK: student.university is not None,
        Audience.LISTED: student.university in named,
        Audience.OWN_UNIVERSITY: student.university == posting.owner,
    }[Audience(posting.audience)]


def accepted(student, posting):
    if student.university is None or posting.owner.kind != OrganisationKind.COMPANY:
        return True
    given = Acceptance.objects.filter(university=student.university, company=posting.owner)
    return [each.status for each in given] == [AcceptanceStatus.ACCEPTED]


def lies_within(discipline, wide):
    """Up the tree, and over to ISCED-F."""
    if discipline is None:
        return False
    return (
        discipline == wide
        or lies_within(discipline.parent, wide)
        or lies_within(discipline.isced, wide)
    )


def has_a_seat(student, posting):
    free = [group for group in posting.seat_groups.all() if group.free]
    if not free:
        return True  # then the posting is not open at all
    for group in free:
        wanted = list(group.disciplines.all())
        mapped = [
            each.isced
            for each in wanted
            if each.isced and each.isced.level in ("narrow", "detailed")
        ]
        if not wanted or any(lies_within(student.discipline, each) for each in wanted + mapped):
            return True
    return False


def is_free(student, posting):
    too_late = student.available_from_on and posting.ends_on < student.available_from_on
    too_early = student.available_until_on and posting.starts_on > student.available_until_on
    return not (too_late or too_early)


def is_near(student, posting):
    places = list(student.places.all())
    if not (student.only_these_places and places) or posting.work_mode == "remote":
        return True
    region = posting.region
    if region is None:
        return True
    while region is not None:
        if region in places:
            return True
        region = region.parent
    return False


def eligibility(frame, *, students, postings):
    _ids, _age, facts, wishes = load_facts(frame, only=[each.pk for each in students])
    _ids, _age, _asked, conditions, terms = load_conditions(
        frame, only=[each.pk for each in postings]
    )
    return Eligibility(
        facts=facts,
        wishes=wishes,
        conditions=conditions,
        terms=terms,
        ties=load_ties(frame),
        today=day_number(TODAY),
    )


@pytest.mark.parametrize("seed", [1, 2])
def test_every_reason_against_every_pair_is_the_one_a_reader_finds(seed):
    random, land = Random(seed), Land()
    students = [land.student(random) for _ in range(STUDENTS)]
    postings = [land.posting(random) for _ in range(POSTINGS)]

    pairs = eligibility(Frame.of_now(), students=students, postings=postings)

    expected = [[against(student, posting) for posting in postings] for student in students]
    for row in range(STUDENTS):
        for column in range(POSTINGS):
            found = pairs.reasons(row, column)
            assert set(found) == expected[row][column], (students[row].pk, postings[column].pk)
    mask = pairs.mask(np.arange(STUDENTS))
    assert mask.tolist() == [[not reasons for reasons in row] for row in expected]
    assert mask.any()
    assert {reason for row in expected for reasons in row for reason in reasons} == set(Reason) - {
        Reason.ALREADY_APPLIED,
        Reason.RULES,
    }


def test_one_pair_on_a_page_has_the_same_reasons():
    random, land = Random(3), Land()
    for _ in range(8):
        student, posting = land.student(random), land.posting(random)
        assert set(reasons_against(student, posting, today=TODAY)) == against(student, posting)


# A frame that is older than what it is asked about


@pytest.fixture
def land():
    return Land()


def reasons_under(frame, student, posting):
    return eligibility(frame, students=[student], postings=[posting]).reasons(0, 0)


def test_a_company_that_is_newer_than_the_frame_is_never_accepted(land):
    frame = Frame.of_now()
    student = StudentProfileFactory(university=land.universities[0])
    company = OrganisationFactory()
    AcceptanceFactory(university=land.universities[0], company=company)
    posting = PostingFactory(owner=company)

    assert reasons_under(frame, student, posting) == Reason.ACCEPTANCE
    assert reasons_under(Frame.of_now(), student, posting) == Reason(0)


def test_a_university_that_is_newer_than_the_frame_has_accepted_nobody(land):
    frame = Frame.of_now()
    student = StudentProfileFactory()
    AcceptanceFactory(university=student.university, company=land.companies[0])
    posting = PostingFactory(owner=land.companies[0])

    assert reasons_under(frame, student, posting) == Reason.ACCEPTANCE
    assert reasons_under(Frame.of_now(), student, posting) == Reason(0)


def test_an_acceptance_that_is_newer_than_the_frame_counts(land):
    frame = Frame.of_now()
    student = StudentProfileFactory(university=land.universities[0])
    posting = PostingFactory(owner=land.companies[1])
    assert reasons_under(frame, student, posting) == Reason.ACCEPTANCE

    AcceptanceFactory(university=land.universities[0], company=land.companies[1])

    assert reasons_under(frame, student, posting) == Reason(0)


def test_a_level_that_is_newer_than_the_frame_is_known_where_the_language_was(land):
    student = StudentProfileFactory(university=land.universities[0])
    spoken, unknown = land.languages
    StudentLanguage.objects.create(profile=student, language=spoken, level=4)
    frame = Frame.of_now()
    postings = [PostingFactory(owner=land.companies[0]) for _ in range(3)]
    for posting, language, level in zip(
        postings, [spoken, spoken, unknown], [3, 5, 1], strict=True
    ):
        PostingLanguage.objects.create(posting=posting, language=language, level=level)

    reasons = [reasons_under(frame, student, each) for each in postings]

    assert reasons == [Reason(0), Reason.LANGUAGE, Reason.LANGUAGE]


def test_a_frame_has_a_bit_for_what_is_asked_most_and_one_for_the_rest(land):
    for language in [*land.languages, *[LanguageFactory() for _ in range(12)]]:
        PostingLanguage.objects.create(
            posting=PostingFactory(parts=False, outcome=None), language=language, level=4
        )

    levels = Frame.of_now().language_levels

    assert len(levels) == len(set(levels)) == 63
    assert {level for _, level in levels[:14]} == {4}


# What is loaded


def test_students_who_consent_are_loaded_in_order_of_their_ids():
    both = [StudentProfileFactory(), StudentProfileFactory()]
    StudentProfileFactory(consents_to_matching=False)

    frame = Frame.of_now()

    assert load_students(frame).ids.tolist() == [each.pk for each in both]
    assert load_students(frame, only=[both[1].pk]).ids.tolist() == [both[1].pk]


def test_open_postings_are_loaded_and_any_by_id():
    opened, closed = PostingFactory(), PostingFactory(status="closed")

    frame = Frame.of_now()

    assert load_postings(frame).ids.tolist() == [opened.pk]
    asked_for = load_postings(frame, only=[closed.pk])
    assert (asked_for.ids.tolist(), asked_for.conditions.is_open.tolist()) == (
        [closed.pk],
        [False],
    )


def test_skills_are_loaded_with_level_evidence_weight_and_necessity():
    ros, law = SkillFactory(), SkillFactory()
    student = StudentProfileFactory()
    StudentSkill.objects.create(profile=student, skill=law, level=4, evidence=Evidence.PROJECT)
    posting = PostingFactory(parts=False)
    for skill, weight, necessity in ((ros, 5, Necessity.MUST), (law, 2, Necessity.NICE)):
        PostingSkill.objects.create(
            posting=posting, skill=skill, weight=weight, necessity=necessity
        )
    frame = Frame.of_now()
    numbers = [frame.skill[ros.pk], frame.skill[law.pk]]

    stated, asked = load_students(frame).stated, load_postings(frame).asked

    columns = [stated.row, stated.skill, stated.level, stated.evidence]
    assert [each.tolist() for each in columns] == [[0], [numbers[1]], [4], [Evidence.PROJECT]]
    assert (asked.skill.tolist(), asked.weight.tolist(), asked.must.tolist()) == (
        numbers,
        [5, 2],
        [True, False],
    )


def test_a_skill_that_is_newer_than_the_frame_is_left_out():
    frame = Frame.of_now()
    student = StudentProfileFactory()
    StudentSkill.objects.create(profile=student, skill=SkillFactory(), level=3)

    assert load_students(frame).stated.row.size == 0


def test_skills_are_found_in_the_texts_of_both_sides():
    welding = SkillFactory(label_en="Welding", label_zh="焊接")
    SkillAliasFactory(skill=welding, text="Welding", is_label=True)
    SkillAliasFactory(skill=welding, language="zh", text="焊接", is_label=True)
    student = StudentProfileFactory(statement="我会焊接。焊接很有趣。", programme="Welding")
    outcome = OutcomeFactory(title_en="Welding by robots")
    posting = PostingFactory(text_en="Nothing of note.", outcome=outcome)
    frame = Frame.of_now()

    theirs, ours = load_students(frame, only=[student.pk]), load_postings(frame, only=[posting.pk])

    number = frame.skill[welding.pk]
    assert (theirs.found.skill.tolist(), theirs.found.count.tolist()) == ([number], [3])
    assert (ours.found.skill.tolist(), ours.found.count.tolist()) == ([number], [1])
    assert theirs.texts == ["Welding\n我会焊接。焊接很有趣。"]


def test_wishes_name_the_places_within_and_the_broad_fields(land):
    student = StudentProfileFactory(work_mode="hybrid", pay_cny_per_day=150)
    student.places.set([land.province])
    student.interests.set([land.software, land.law])

    wishes = load_students(Frame.of_now(), only=[student.pk]).wishes

    assert wishes.regions[0].tolist() == sorted([land.province.pk, land.city.pk])
    assert wishes.fields[0].tolist() == [land.broad.pk]
    assert (wishes.remote.tolist(), wishes.pay_per_day.tolist()) == ([1], [150.0])
    assert wishes.free_from.tolist() == [day_number(date(2027, 1, 1))]


def test_what_is_not_said_is_told_apart_from_zero():
    student = StudentProfileFactory(hours_per_week=None, available_from_on=None, work_mode="")
    posting = PostingFactory(pay_cny_per_day=0, region=None)
    frame = Frame.of_now()

    wishes = load_students(frame, only=[student.pk]).wishes
    terms = load_postings(frame, only=[posting.pk]).terms

    assert np.isnan(wishes.hours_per_week).tolist() == [True]
    assert (wishes.free_from.tolist(), wishes.remote.tolist()) == ([-1], [-1])
    assert (terms.pay_per_day.tolist(), terms.region.tolist()) == ([0.0], [-1])


@pytest.mark.parametrize("count", [1, 3])
def test_loading_costs_the_same_queries_for_any_number(count, django_assert_num_queries):
    for _ in range(count):
        StudentProfileFactory()
        PostingFactory()
    frame = Frame.of_now()
    assert (frame.disciplines.above, frame.regions.within) != ({}, {})

    with django_assert_num_queries(9):
        load_students(frame)
    with django_assert_num_queries(10):
        load_postings(frame)


def test_an_empty_database_gives_empty_arrays():
    frame = Frame.of_now()

    assert (len(load_students(frame)), len(load_postings(frame))) == (0, 0)
    assert load_ties(frame).accepted.tolist() == [[False]]
