from datetime import date

import pytest
from django.test import RequestFactory

from accounts.enums import DegreeLevel, OrganisationStatus, WorkMode
from internships.postings.actions import index
from internships.postings.enums import PostingKind, PostingStatus
from internships.postings.filters import OwnPostingFilter, PostingFilter, ReadingFilter
from internships.postings.models import Posting, PostingSkill
from taxonomy.enums import DisciplineLevel, DisciplineScheme, LabelLanguage, RegionLevel
from taxonomy.models import SkillAlias
from tests.factories import (
    DisciplineFactory,
    OrganisationFactory,
    PostingFactory,
    RegionFactory,
    SkillFactory,
)

pytestmark = pytest.mark.django_db


def address(query):
    return RequestFactory().get(f"/?{query}").GET


def narrowed(query, kind=PostingFilter):
    found = kind(address(query), queryset=Posting.objects.all())
    assert found.form.is_valid(), found.form.errors
    return set(found.qs)


def refusals(query):
    return PostingFilter(address(query), queryset=Posting.objects.all()).form.errors


def in_order(query):
    found = ReadingFilter(address(query), queryset=Posting.objects.all())
    assert found.form.is_valid()
    return list(found.in_order())


def open_to(*disciplines, **facts):
    posting = PostingFactory(**facts)
    posting.seat_groups.get().disciplines.set(disciplines)
    return posting


# --- words


def test_keywords_narrow():
    meant, _ = PostingFactory(title_en="Battery"), PostingFactory(title_en="Bridge")
    index.rebuild()

    assert narrowed("q=battery") == {meant}


# --- places


@pytest.mark.parametrize("name", ["Suzhou", "suzhou", "苏州", "苏州市", "320500"])
def test_a_place_has_many_names(name):
    place = RegionFactory(
        code="320500", label_en="Suzhou", label_zh="苏州市", aliases="苏州|Soochow"
    )
    there, _ = PostingFactory(region=place), PostingFactory()

    assert narrowed(f"place={name}") == {there}


def test_a_place_comprises_what_lies_in_it():
    country = RegionFactory(label_en="China", level=RegionLevel.COUNTRY)
    province = RegionFactory(label_en="Jiangsu", level=RegionLevel.PROVINCE, parent=country)
    there = PostingFactory(region=RegionFactory(label_en="Suzhou", parent=province))
    elsewhere = PostingFactory(region=RegionFactory(label_en="Wuxi", parent=province))

    assert narrowed("place=China") == {there, elsewhere}
    assert narrowed("place=Jiangsu") == {there, elsewhere}
    assert narrowed("place=Suzhou") == {there}


def test_a_city_wins_over_the_country_of_its_name():
    country = RegionFactory(label_en="Singapore", level=RegionLevel.COUNTRY)
    city = RegionFactory(label_en="Singapore", level=RegionLevel.CITY, parent=country)
    there, _ = PostingFactory(region=city), PostingFactory(region=country)

    assert narrowed("place=Singapore") == {there}


def test_an_unknown_place_is_refused():
    assert refusals("place=Atlantis") == {"place": ["No place is called “Atlantis”."]}


# --- disciplines


def test_a_discipline_comprises_what_is_below_and_is_comprised_by_what_is_above():
    broad = DisciplineFactory(code="06", level=DisciplineLevel.BROAD)
    narrow = DisciplineFactory(code="061", level=DisciplineLevel.NARROW, parent=broad)
    detailed = DisciplineFactory(code="0613", parent=narrow)
    other = DisciplineFactory(code="0611", parent=narrow)
    on_broad, on_detailed, on_other = open_to(broad), open_to(detailed), open_to(other)

    assert narrowed("discipline=06") == {on_broad, on_detailed, on_other}
    assert narrowed("discipline=0613") == {on_broad, on_detailed}


def test_a_discipline_means_its_equals_in_the_other_scheme():
    isced = DisciplineFactory(code="0613")
    chinese = DisciplineFactory(
        scheme=DisciplineScheme.CHINA,
        level=DisciplineLevel.ZHUANYELEI,
        code="0809",
        isced=isced,
    )
    elsewhere = DisciplineFactory(code="0811")
    by_isced, by_chinese, _ = open_to(isced), open_to(chinese), open_to(elsewhere)

    assert narrowed("discipline=0613") == {by_isced, by_chinese}
    assert narrowed("discipline=cn:0809") == {by_isced, by_chinese}


def test_seats_that_name_no_discipline_are_open_to_all():
    field, other = DisciplineFactory(code="0613"), DisciplineFactory(code="0811")
    to_all, _ = open_to(), open_to(other)

    assert narrowed(f"discipline={field.code}") == {to_all}


def test_a_posting_without_seats_is_open_to_nobody():
    DisciplineFactory(code="0613")
    PostingFactory(parts=False)

    assert narrowed("discipline=0613") == set()


def test_an_unknown_discipline_is_refused():
    assert refusals("discipline=cn:9999") == {
        "discipline": ["No discipline has the code “cn:9999”."]
    }


# --- skills


def test_every_skill_named_must_be_asked_for():
    python, rust = SkillFactory(key="python"), SkillFactory(key="rust")
    both, one = PostingFactory(), PostingFactory()
    PostingSkill.objects.create(posting=both, skill=python)
    PostingSkill.objects.create(posting=both, skill=rust)
    PostingSkill.objects.create(posting=one, skill=python)

    assert narrowed("skill=python") == {both, one}
    assert narrowed("skill=python&skill=rust") == {both}
    assert narrowed("skill=python&skill=") == {both, one}


def test_a_skill_may_be_named_in_either_language():
    deep = SkillFactory(key="deep-learning", label_zh="深度学习")
    SkillAlias.objects.create(
        skill=deep, language=LabelLanguage.CHINESE, text="深度学习", folded="深度学习"
    )
    posting, _ = PostingFactory(), PostingFactory()
    PostingSkill.objects.create(posting=posting, skill=deep)

    assert narrowed("skill=深度学习") == {posting}


def test_an_unknown_skill_is_refused():
    assert refusals("skill=levitation") == {"skill": ["No skill is called “levitation”."]}


def test_more_than_ten_skills_are_refused():
    query = "&".join(["skill=python"] * 11)

    assert refusals(query) == {"skill": ["Name ten skills at most."]}


# --- the rest of the terms


def test_kind_narrows():
    project, _ = PostingFactory(kind=PostingKind.PROJECT), PostingFactory()

    assert narrowed("kind=project") == {project}


def test_several_ways_of_working_may_suit():
    remote = PostingFactory(work_mode=WorkMode.REMOTE)
    hybrid = PostingFactory(work_mode=WorkMode.HYBRID)
    PostingFactory(work_mode=WorkMode.ON_SITE)

    assert narrowed("work_mode=remote") == {remote}
    assert narrowed("work_mode=remote&work_mode=hybrid") == {remote, hybrid}


def test_dates_narrow_inclusively():
    spring = PostingFactory(starts_on=date(2027, 3, 1), ends_on=date(2027, 6, 30))
    summer = PostingFactory(starts_on=date(2027, 7, 1), ends_on=date(2027, 8, 31))

    assert narrowed("starts_after=2027-07-01") == {summer}
    assert narrowed("ends_before=2027-06-30") == {spring}


def test_hours_and_pay_narrow_inclusively_and_leave_out_what_is_not_stated():
    modest = PostingFactory(hours_per_week=16, pay_cny_per_day=100)
    full = PostingFactory(hours_per_week=40, pay_cny_per_day=300)
    PostingFactory(hours_per_week=None, pay_cny_per_day=None)

    assert narrowed("hours_max=16") == {modest}
    assert narrowed("pay_min=300") == {full}


def test_a_degree_level_leaves_what_asks_for_no_more():
    any_level = PostingFactory(min_degree_level=None)
    bachelor = PostingFactory(min_degree_level=DegreeLevel.BACHELOR)
    PostingFactory(min_degree_level=DegreeLevel.MASTER)

    assert narrowed("degree=2") == {any_level, bachelor}


def test_an_owner_narrows_if_it_is_verified():
    meant, _ = PostingFactory(), PostingFactory()
    hidden = PostingFactory(owner=OrganisationFactory(status=OrganisationStatus.SUSPENDED))

    assert narrowed(f"owner={meant.owner_id}") == {meant}
    assert list(refusals(f"owner={hidden.owner_id}")) == ["owner"]


def test_owners_may_ask_for_statuses():
    draft, _ = PostingFactory(status=PostingStatus.DRAFT), PostingFactory()

    assert narrowed("status=draft", OwnPostingFilter) == {draft}


@pytest.mark.parametrize(
    "query",
    [
        "kind=holiday",
        "work_mode=underwater",
        "starts_after=tomorrow",
        "starts_after=2027-02-30",
        "starts_after=0000-00-00",
        "hours_max=-1",
        "hours_max=1e9",
        "hours_max=٣٣.٥",
        "pay_min=99999999999999999999999999",
        "pay_min=NaN",
        "degree=9",
        "degree=x",
        "owner=0",
        "owner=x",
        "owner=99999999999999999999999999",
        "place=" + "x" * 101,
        "discipline=" + "0" * 101,
        "q=" + "x" * 501,
    ],
)
def test_a_value_that_means_nothing_is_refused(query):
    field = query.split("=")[0]

    assert list(refusals(query)) == [field]


def test_filters_add_up():
    meant = PostingFactory(hours_per_week=16, pay_cny_per_day=200)
    PostingFactory(hours_per_week=16, pay_cny_per_day=50)
    PostingFactory(hours_per_week=40, pay_cny_per_day=200)

    assert narrowed("hours_max=20&pay_min=100") == {meant}


# --- order


def test_the_newest_come_first_unless_something_is_looked_for():
    weak = PostingFactory(title_en="Any work", text_en="A little robotics.")
    strong = PostingFactory(title_en="Robotics", text_en="Work.")
    index.rebuild()
    Posting.objects.filter(pk=weak.pk).update(opened_at="2026-11-20T00:00Z")

    assert in_order("") == [weak, strong]
    assert in_order("sort=relevance") == [weak, strong]
    assert in_order("q=robotics") == [strong, weak]
    assert in_order("q=robotics&sort=newest") == [weak, strong]


def test_the_nearest_deadline_may_come_first():
    later = PostingFactory(deadline_on=date(2027, 2, 1))
    sooner = PostingFactory(deadline_on=date(2027, 1, 1))

    assert in_order("sort=deadline") == [sooner, later]


def test_equally_relevant_ones_come_newest_first():
    older, newer = (
        PostingFactory(title_en="Same", text_en="x"),
        PostingFactory(title_en="Same", text_en="x"),
    )
    for posting in (older, newer):
        posting.owner.name_en = posting.owner.name_zh = "Owner"
        posting.owner.save()
        posting.outcome.title_en = "Outcome"
        posting.outcome.save()
        posting.region.label_en = posting.region.label_zh = "Place"
        posting.region.save()
        posting.skills.all().delete()
    index.rebuild()
    Posting.objects.filter(pk=older.pk).update(opened_at="2026-10-20T00:00Z")

    assert in_order("q=same") == [newer, older]
