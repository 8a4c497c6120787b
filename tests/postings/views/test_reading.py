import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from accounts.enums import OrganisationKind, OrganisationStatus, Role
from internships.postings.actions import index
from internships.postings.enums import Audience, Necessity, PhaseKind, PostingKind, PostingStatus
from internships.postings.models import Interest, Phase, Posting, PostingSkill, SavedPosting
from tests.factories import (
    AcceptanceFactory,
    DisciplineFactory,
    MembershipFactory,
    OrganisationFactory,
    PostingFactory,
    RegionFactory,
    SkillFactory,
    StudentProfileFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

QUERIES_OF_THE_LIST = 12
QUERIES_OF_THE_LIST_FOR_STRANGERS = 7
LIST = "/postings/"
TOKEN = re.compile(r"[A-Za-z0-9]{64}|/postings/[0-9]+/")


def page_of(client, posting):
    return client.get(reverse("postings:detail", args=[posting.pk]))


def text_of(response):
    return response.content.decode()


def without_tokens(response):
    """The page without what differs at every reading of it."""
    return TOKEN.sub("", text_of(response))


def titles(response):
    return [card.posting.title for card in response.context["cards"]]


@pytest.fixture
def student(client):
    profile = StudentProfileFactory()
    client.force_login(profile.user)
    return profile


@pytest.fixture
def reader(client):
    user = UserFactory()
    client.force_login(user)
    return user


# --- the list: what is on it


def test_strangers_find_what_is_public(client):
    PostingFactory(title_en="For all", audience=Audience.PUBLIC)
    PostingFactory(title_en="For the network", audience=Audience.NETWORK)

    response = client.get(LIST)

    assert titles(response) == ["For all"]
    assert reverse("account_login") in text_of(response)


def test_members_find_what_is_addressed_to_them(client, student):
    PostingFactory(title_en="For the network")
    PostingFactory(
        title_en="For another university",
        kind=PostingKind.PROJECT,
        owner=OrganisationFactory(kind=OrganisationKind.UNIVERSITY),
        audience=Audience.OWN_UNIVERSITY,
    )

    assert titles(client.get(LIST)) == ["For the network"]


def test_only_open_postings_are_listed_even_to_their_owners(client):
    membership = MembershipFactory(role=Role.RECRUITER)
    PostingFactory(title_en="Draft", owner=membership.organisation, status=PostingStatus.DRAFT)
    PostingFactory(title_en="Open", owner=membership.organisation)
    client.force_login(membership.user)

    assert titles(client.get(LIST)) == ["Open"]


def test_postings_of_a_suspended_owner_are_not_listed(client, reader):
    PostingFactory(owner=OrganisationFactory(status=OrganisationStatus.SUSPENDED))

    assert titles(client.get(LIST)) == []


def test_a_posting_listed_for_two_of_ones_universities_is_there_once(client, reader):
    first = MembershipFactory(
        user=reader, organisation=OrganisationFactory(kind=OrganisationKind.UNIVERSITY)
    )
    second = MembershipFactory(
        user=reader, organisation=OrganisationFactory(kind=OrganisationKind.UNIVERSITY)
    )
    posting = PostingFactory(title_en="Listed", audience=Audience.LISTED)
    posting.listed_universities.set([first.organisation, second.organisation])

    assert titles(client.get(LIST)) == ["Listed"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_posting_and_three(
    client, student, rows, django_assert_num_queries
):
    for _ in range(rows):
        posting = PostingFactory()
        posting.seat_groups.get().disciplines.add(DisciplineFactory())
        PostingSkill.objects.create(posting=posting, skill=SkillFactory())
        SavedPosting.objects.create(user=student.user, posting=posting)

    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        response = client.get(LIST)

    assert len(titles(response)) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_strangers_the_same_for_one_posting_and_three(
    client, rows, django_assert_num_queries
):
    PostingFactory.create_batch(rows, audience=Audience.PUBLIC)

    with django_assert_num_queries(QUERIES_OF_THE_LIST_FOR_STRANGERS):
        response = client.get(LIST)

    assert len(titles(response)) == rows


def test_there_are_twenty_on_a_page_and_the_filters_stay(client, reader):
    PostingFactory.create_batch(21, parts=False, hours_per_week=20)

    response = client.get(f"{LIST}?hours_max=20&page=2")

    assert len(titles(response)) == 1
    assert "hours_max=20&amp;page=1" in text_of(response)


@pytest.mark.parametrize("page", ["0", "-1", "x", "999999999999999999999999"])
def test_a_page_that_is_not_there_is_another_page(client, reader, page):
    assert client.get(f"{LIST}?page={page}").status_code == 200


# --- the list: how it reads


def test_a_card_shows_the_terms(client, reader):
    PostingFactory(
        title_en="Battery diagnosis",
        owner=OrganisationFactory(name_en="Lanhe"),
        region=RegionFactory(label_en="Suzhou"),
        hours_per_week=24,
        pay_cny_per_day=180,
    )

    text = text_of(client.get(LIST))

    for shown in ("Battery diagnosis", "Lanhe", "Suzhou", "24 h a week", "180 CNY a day"):
        assert shown in text
    assert "1 seat left" in text
    assert "TRL 4 → 6" in text


def test_a_card_shows_the_five_weightiest_skills_musts_first(client, reader):
    posting = PostingFactory(parts=False)
    for weight in range(1, 6):
        skill = SkillFactory(label_en=f"Must {weight}")
        PostingSkill.objects.create(posting=posting, skill=skill, weight=weight)
    nice = SkillFactory(label_en="Nice")
    PostingSkill.objects.create(posting=posting, skill=nice, weight=5, necessity=Necessity.NICE)

    [card] = client.get(LIST).context["cards"]

    assert [skill.label for skill in card.skills] == [f"Must {n}" for n in (5, 4, 3, 2, 1)]
    assert card.more_skills == 1


def test_keywords_find_in_either_language(client, reader):
    PostingFactory(title_en="Battery diagnosis", title_zh="电池诊断")
    PostingFactory(title_en="Bridge monitoring", title_zh="桥梁监测")
    index.rebuild()

    for query in ("battery", "电池", "batt"):
        assert titles(client.get(f"{LIST}?q={query}")) == ["Battery diagnosis"]


def test_every_filter_at_work_can_be_removed_alone(client, reader):
    SkillFactory(key="python", label_en="Python")
    RegionFactory(label_en="Suzhou")

    response = client.get(
        f"{LIST}?q=x&place=suzhou&skill=python&work_mode=remote&sort=newest&page=1"
    )

    chips = [(chip.label, chip.value, chip.without) for chip in response.context["chips"]]
    assert chips == [
        ("Keywords", "x", "?place=suzhou&skill=python&work_mode=remote&sort=newest"),
        ("Place", "Suzhou", "?q=x&skill=python&work_mode=remote&sort=newest"),
        ("Skills", "Python", "?q=x&place=suzhou&work_mode=remote&sort=newest"),
        ("On site or remote", "remote", "?q=x&place=suzhou&skill=python&sort=newest"),
    ]


def test_every_value_of_a_filter_has_a_chip_of_its_own(client, reader):
    response = client.get(f"{LIST}?kind=internship&starts_after=2027-01-01&hours_max=20&degree=2")

    chips = [(chip.label, chip.value) for chip in response.context["chips"]]
    assert chips == [
        ("Kind", "internship"),
        ("Starts on or after", "1 January 2027"),
        ("Hours a week at most", "20"),
        ("Open to degree level", "bachelor"),
    ]


def test_a_filter_that_means_nothing_is_named_and_left_out(client, reader):
    PostingFactory(title_en="There")

    response = client.get(f"{LIST}?place=Atlantis&kind=holiday&hours_max=-3")

    assert titles(response) == ["There"]
    assert "No place is called “Atlantis”." in text_of(response)
    assert len(response.context["chips"]) == 3


def test_a_discipline_that_the_list_does_not_offer_stays_chosen(client, reader):
    DisciplineFactory(code="0613", label_en="Software")

    response = client.get(f"{LIST}?discipline=0613")

    assert '<option value="0613" selected>' in text_of(response)


def test_relevance_is_offered_only_where_something_is_looked_for(client, reader):
    plain, searched = client.get(LIST), client.get(f"{LIST}?q=x")

    assert [value for value, _ in plain.context["sorts"]] == ["newest", "deadline"]
    assert [value for value, _ in searched.context["sorts"]] == ["relevance", "newest", "deadline"]


def test_an_empty_list_says_what_to_do(client, reader):
    assert "No posting fits" in text_of(client.get(f"{LIST}?q=nothing"))


@pytest.mark.parametrize(
    "query",
    ["q=%22", "q=%00", "q=%ED%A0%80", "q=" + "x" * 3000, "owner=1e9", "skill=%F0%9F%98%80"],
)
def test_no_query_breaks_the_list(client, reader, query):
    assert client.get(f"{LIST}?{query}").status_code in {200, 400}


# --- the page of one posting: who may read it


def test_strangers_read_what_is_public_and_are_asked_to_sign_in(client):
    response = page_of(client, PostingFactory(audience=Audience.PUBLIC))

    assert response.status_code == 200
    assert f"{reverse('account_login')}?next=" in text_of(response)
    assert "Let them see who I am" not in text_of(response)


@pytest.mark.parametrize("audience", [Audience.NETWORK, Audience.LISTED, Audience.OWN_UNIVERSITY])
def test_to_strangers_everything_else_is_not_there(client, audience):
    response = page_of(client, PostingFactory(audience=audience))

    assert response.status_code == 404


@pytest.mark.parametrize(
    "status", [status for status in PostingStatus if status != PostingStatus.OPEN]
)
def test_what_is_not_open_is_missing_for_all_but_its_owners(client, student, status):
    posting = PostingFactory(status=status, audience=Audience.PUBLIC)
    missing = client.get("/postings/999999/")

    response = page_of(client, posting)

    assert response.status_code == 404
    assert without_tokens(response) == without_tokens(missing)


def test_members_of_the_owner_read_their_draft(client):
    membership = MembershipFactory(role=Role.MENTOR)
    posting = PostingFactory(owner=membership.organisation, status=PostingStatus.DRAFT)
    client.force_login(membership.user)

    response = page_of(client, posting)

    assert response.status_code == 200
    assert "takes no applications now" in text_of(response)
    assert response.context["may_edit"] is False


def test_editors_find_the_way_to_edit(client):
    membership = MembershipFactory(role=Role.RECRUITER)
    posting = PostingFactory(owner=membership.organisation)
    client.force_login(membership.user)

    assert reverse("postings:edit", args=[posting.pk]) in text_of(page_of(client, posting))


def test_a_number_beyond_every_number_is_missing(client, reader):
    assert client.get("/postings/99999999999999999999999/").status_code == 404


# --- the page of one posting: what it says


def test_the_page_states_the_facts(client, student):
    field = DisciplineFactory(label_en="Mechatronics")
    posting = PostingFactory(
        hours_per_week=24,
        pay_cny_per_day=180,
        deadline_on=timezone.localdate() + timedelta(days=3),
    )
    posting.seat_groups.update(seats=4, taken=1)
    posting.seat_groups.get().disciplines.add(field)

    text = text_of(page_of(client, posting))

    for fact in ("24 h a week", "180 CNY a day", "3 of 4", "Mechatronics", "3 days left"):
        assert fact in text


def test_pay_of_nothing_is_said_and_pay_not_stated_too(client, reader):
    unpaid, silent = PostingFactory(pay_cny_per_day=0), PostingFactory(pay_cny_per_day=None)

    assert "unpaid" in text_of(page_of(client, unpaid))
    assert "not stated" in text_of(page_of(client, silent))


def test_the_text_is_in_the_readers_language_and_the_other_one_step_away(client, reader):
    posting = PostingFactory(title_zh="标题", text_en="English text", text_zh="中文内容")

    english, chinese = page_of(client, posting), client.get(f"/postings/{posting.pk}/?text=zh")

    assert "English text" in text_of(english)
    assert 'lang="zh-Hans" hreflang="zh-Hans"' in text_of(english)
    assert '<div class="prose" lang="zh-Hans">' in text_of(chinese)
    assert "中文内容" in text_of(chinese)


def test_a_text_in_one_language_is_shown_in_it(client, reader):
    posting = PostingFactory(title_en="", title_zh="标题", text_en="", text_zh="中文内容")

    text = text_of(page_of(client, posting))

    assert '<h1 lang="zh-Hans">标题</h1>' in text
    assert '<div class="prose" lang="zh-Hans">' in text
    assert "Read it in English" not in text


def test_chinese_readers_read_chinese(client):
    user = UserFactory(language="zh-hans")
    client.force_login(user)
    posting = PostingFactory(title_zh="标题", text_en="English", text_zh="中文内容")

    with translation.override("zh-hans"):
        response = page_of(client, posting)

    assert response.context["text"] == "中文内容"


@pytest.mark.parametrize(
    "attack",
    ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))"],
)
def test_what_owners_type_is_never_markup(client, reader, attack):
    posting = PostingFactory(title_en=attack, title_zh=attack, text_en=attack, address=attack)
    posting.outcome.about = posting.outcome.title_en = posting.outcome.reference = attack
    posting.outcome.save()
    posting.owner.name_en = posting.owner.about_en = attack
    posting.owner.save()
    Phase.objects.update(aim=attack)
    index.rebuild()

    for response in (page_of(client, posting), client.get(f"{LIST}?q=alert")):
        text = text_of(response)
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert 'href="javascript' not in text


def test_the_ladder_marks_the_levels_between(client, reader):
    response = page_of(client, PostingFactory(trl_from=3, trl_to=5))

    covered = [rung.level for rung in response.context["ladder"] if rung.covered]
    assert covered == [3, 4, 5]
    assert "From technology readiness level 3 to 5 of 9" in text_of(response)


def test_a_posting_without_levels_has_no_ladder(client, reader):
    response = page_of(client, PostingFactory(trl_from=None, trl_to=None, outcome=None))

    assert response.context["ladder"] == []


def test_phases_lie_on_the_line_of_time(client, reader):
    posting = PostingFactory(starts_on=date(2027, 3, 1), ends_on=date(2027, 3, 10), parts=False)
    for kind, first, last in ((PhaseKind.TRIAL, 6, 10), (PhaseKind.NEED, 1, 5)):
        Phase.objects.create(
            posting=posting, kind=kind, starts_on=date(2027, 3, first), ends_on=date(2027, 3, last)
        )

    bars = page_of(client, posting).context["timeline"]

    assert [(bar.phase.kind, bar.x, bar.width) for bar in bars] == [
        ("need", "0.00", "50.00"),
        ("trial", "50.00", "50.00"),
    ]


def test_a_student_reads_whether_the_university_has_accepted_the_company(client, student):
    accepted, strange = PostingFactory(), PostingFactory()
    AcceptanceFactory(university=student.university, company=accepted.owner)

    asking = reverse("accounts:acceptance-ask", args=[student.university.pk, strange.owner_id])
    assert "has accepted this company" in text_of(page_of(client, accepted))
    assert "has not accepted this company yet" in text_of(page_of(client, strange))
    assert f'action="{asking}"' in text_of(page_of(client, strange))


def test_students_are_told_what_the_owner_will_see(client, student):
    posting = PostingFactory()

    before = text_of(page_of(client, posting))
    Interest.objects.create(profile=student, posting=posting)
    after = text_of(page_of(client, posting))

    assert "Let them see who I am" in before
    assert "it sees your name, your e-mail address and your profile" in before
    assert "Take it back" in after


def test_who_is_no_student_shows_nobody_who_they_are(client, reader):
    assert "Let them see who I am" not in text_of(page_of(client, PostingFactory()))


@pytest.mark.parametrize("lines", [1, 3])
def test_the_page_costs_the_same_for_one_line_and_three(
    client, student, lines, django_assert_num_queries
):
    posting = PostingFactory(parts=False)
    for _ in range(lines):
        group = posting.seat_groups.create(seats=1)
        group.disciplines.add(DisciplineFactory())
        PostingSkill.objects.create(posting=posting, skill=SkillFactory())
        Phase.objects.create(
            posting=posting, kind="trial", starts_on=posting.starts_on, ends_on=posting.ends_on
        )

    with django_assert_num_queries(19):
        response = page_of(client, posting)

    assert response.status_code == 200


@pytest.mark.parametrize("address", [LIST, "/postings/1/"])
def test_pages_are_only_read(client, reader, address):
    PostingFactory(pk=1)

    assert client.post(address).status_code == 405
    assert Posting.objects.count() == 1
