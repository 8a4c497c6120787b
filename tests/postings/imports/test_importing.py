import pytest

from accounts.enums import DegreeLevel, OrganisationKind, OrganisationStatus, WorkMode
from accounts.models import Membership, Organisation
from foundation.tables import Mapping, UnreadableTable
from internships.postings.enums import Necessity, OutcomeKind, PhaseKind, PostingKind, PostingStatus
from internships.postings.models import Phase, Posting, PostingSkill, ResearchOutcome, SeatGroup
from internships.postings.search import found_by
from taxonomy.enums import DisciplineScheme
from tests.factories import (
    DisciplineFactory,
    OrganisationFactory,
    RegionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def told(job):
    return [(line.outcome.value, line.reason) for line in job.report.lines]


def refusal(job):
    [line] = job.report.refused
    return line.reason


# --- what a line becomes


def test_a_line_becomes_a_draft_with_its_parts(bring, company, recruiter, python):
    job = bring({"hours_per_week": "32", "pay_cny_per_day": "200", "min_degree_level": "master"})

    posting = Posting.objects.get()
    assert told(job) == [("added", "")]
    assert (posting.status, posting.kind) == (PostingStatus.DRAFT, PostingKind.INTERNSHIP)
    assert (posting.owner, posting.contact) == (company, recruiter)
    assert (posting.title_en, posting.text_en) == ("Battery diagnosis", "You write Python.")
    assert (posting.hours_per_week, posting.pay_cny_per_day) == (32, 200)
    assert posting.min_degree_level == DegreeLevel.MASTER
    assert (posting.source, posting.source_id) == ("office", "1")
    assert [(s.skill, s.weight, s.necessity) for s in PostingSkill.objects.all()] == [
        (python, 4, Necessity.MUST)
    ]
    assert SeatGroup.objects.get().seats == 1
    assert Phase.objects.get().kind == PhaseKind.PROTOTYPE


def test_its_outcome_is_the_owners_and_stands_once(bring, company):
    bring({"id": "1"}, {"id": "2"})

    outcome = ResearchOutcome.objects.get()
    assert (outcome.owner, outcome.kind, outcome.trl) == (company, OutcomeKind.SOFTWARE, 4)
    assert [posting.outcome for posting in Posting.objects.all()] == [outcome, outcome]


def test_it_is_found_by_its_words_at_once(bring):
    bring({})

    assert found_by(Posting.objects.all(), "battery").count() == 1


def test_texts_stand_under_their_language(bring):
    bring({"title": "数据分析 Intern", "text": "负责数据分析", "requirements": "熟悉 Python"})

    posting = Posting.objects.get()
    assert (posting.title_en, posting.title_zh) == ("", "数据分析 Intern")
    assert posting.text_zh == "负责数据分析\n\n**任职要求**\n\n熟悉 Python"


def test_requirements_and_extras_join_the_text(bring):
    bring({"requirements": "A degree.", "extras": "A smile."})

    assert Posting.objects.get().text_en == (
        "You write Python.\n\n**Requirements**\n\nA degree.\n\n**Nice to have**\n\nA smile."
    )


@pytest.mark.parametrize(
    ("cells", "weight", "necessity"),
    [
        ({"skills": "Python"}, 4, Necessity.MUST),
        ({"skills": "", "requirements": "Fluent Python"}, 3, Necessity.MUST),
        ({"skills": ""}, 2, Necessity.NICE),
    ],
)
def test_a_skill_weighs_by_where_it_stands(bring, cells, weight, necessity):
    bring(cells)

    line = PostingSkill.objects.get()
    assert (line.weight, line.necessity) == (weight, necessity)


def test_names_of_skills_that_mean_nothing_are_counted(bring):
    job = bring({"id": "1", "skills": "Levitation, Python"}, {"id": "2", "skills": "Levitation"})

    assert job.reader.skills.unknown == {"Levitation": 2}


@pytest.mark.parametrize(
    ("cell", "label", "address"),
    [
        ("Beijing", "Beijing", ""),
        ("北京市", "Beijing", ""),
        ("北京", "Beijing", ""),
        ("São Paulo", "São Paulo", ""),
        ("北京市 上海市", "Beijing", "北京市 上海市"),
        ("上海、北京", "Shanghai", "上海、北京"),
        ("Atlantis, Beijing", "Beijing", "Atlantis, Beijing"),
    ],
)
def test_places_are_known_by_every_name(bring, cell, label, address):
    RegionFactory(label_en="Beijing", label_zh="北京市", aliases="北京|Peking")
    RegionFactory(label_en="Shanghai", label_zh="上海市", aliases="上海")
    RegionFactory(label_en="São Paulo", label_zh="圣保罗")

    bring({"place": cell})

    posting = Posting.objects.get()
    assert (posting.region.label_en, posting.address) == (label, address)


def test_a_place_not_known_is_noted_and_kept_as_the_address(bring):
    job = bring({"place": "Atlantis"})

    posting = Posting.objects.get()
    assert told(job) == [("added", "Place not known: Atlantis.")]
    assert (posting.region, posting.address) == (None, "Atlantis")


def test_seats_name_disciplines_of_either_scheme(bring):
    isced = DisciplineFactory(code="0613")
    chinese = DisciplineFactory(code="0809", scheme=DisciplineScheme.CHINA)

    bring({"seats": "3", "disciplines": "0613|cn:0809"})

    group = SeatGroup.objects.get()
    assert group.seats == 3
    assert set(group.disciplines.all()) == {isced, chinese}


def test_markup_and_formulas_are_text(bring):
    bring({"title": "=1+1", "text": "<script>alert(1)</script>"})

    posting = Posting.objects.get()
    assert (posting.title_en, posting.text_en) == ("=1+1", "<script>alert(1)</script>")


def test_a_mapping_names_their_columns_and_words(bring):
    mapping = Mapping(
        source="theirs",
        columns={"id": "Nr", "title": "Titel", "work_mode": "Wo"},
        constants={"kind": "internship"},
        values={"work_mode": {"zu Hause": "remote"}},
    )

    bring({"Nr": "7", "Titel": "Batterien", "Wo": "zu Hause"}, mapping=mapping)

    posting = Posting.objects.get()
    assert (posting.source, posting.source_id) == ("theirs", "7")
    assert (posting.title_en, posting.work_mode) == ("Batterien", WorkMode.REMOTE)


# --- again


def test_the_second_time_nothing_changes(bring):
    RegionFactory(label_en="Beijing")
    DisciplineFactory(code="0613")
    line = {"place": "Beijing", "seats": "2", "disciplines": "0613", "title": "  Two   spaces "}
    bring(line)
    version = Posting.objects.get().version

    job = bring(line)

    assert told(job) == [("kept", "")]
    assert Posting.objects.get().version == version


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Battery care"},
        {"text": "You still write Python."},
        {"hours_per_week": "20"},
        {"seats": "5"},
        {"phase": "trial"},
        {"skills": "", "text": "You write Python."},
        {"outcome": "Another"},
    ],
)
def test_a_changed_line_changes_its_posting(bring, change):
    bring({})

    job = bring(change)
    again = bring(change)

    assert told(job) == [("changed", "")]
    assert told(again) == [("kept", "")]
    assert Posting.objects.count() == 1


def test_seats_that_are_taken_stay_with_their_group(bring):
    bring({"seats": "2"})
    SeatGroup.objects.update(taken=1)

    bring({"seats": "4"})
    job = bring({"seats": "0"})

    group = SeatGroup.objects.get()
    assert (group.seats, group.taken) == (4, 1)
    assert len(job.report.refused) == 1


def test_a_closed_posting_is_left_alone(bring):
    bring({})
    Posting.objects.update(status=PostingStatus.CLOSED)

    job = bring({"title": "Other"})

    assert len(job.report.refused) == 1
    assert Posting.objects.get().title_en == "Battery diagnosis"


# --- refusals


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"title": ""}, "The line has no title."),
        ({"title": "x" * 201}, "title_en"),
        ({"id": ""}, "“id” must have 1 to 100 characters."),
        ({"id": "x" * 101}, "“id” must have 1 to 100 characters."),
        ({"kind": "holiday"}, "“kind”: “holiday” is none of: project, internship."),
        ({"kind": ""}, "“kind”"),
        ({"kind": "project"}, "Projects are posted by universities"),
        ({"pay_cny_per_day": "-5"}, "“pay_cny_per_day”: “-5” is not a whole number."),
        ({"pay_cny_per_day": "999999"}, "pay_cny_per_day"),
        ({"hours_per_week": "61"}, "hours_per_week"),
        ({"hours_per_week": "1e9"}, "“hours_per_week”"),
        ({"starts_on": "2027-02-30"}, "“starts_on”: “2027-02-30” is not a date"),
        ({"starts_on": "2028-01-01"}, "The end must be after the start."),
        ({"deadline_on": "2027-03-02"}, "The deadline must not be after the start."),
        ({"trl_from": "9", "trl_to": "1"}, "“TRL to” must not be below “TRL from”."),
        ({"trl_from": "10"}, "“trl”: "),
        ({"seats": "0"}, "seats"),
        ({"disciplines": "9999"}, "“disciplines”: “9999” is not a code we know."),
        ({"work_mode": "underwater"}, "“work_mode”"),
        ({"audience": "nobody"}, "“audience”"),
        ({"phase": "party"}, "“phase”"),
        ({"outcome_kind": "dream"}, "“outcome_kind”"),
        ({"outcome": "x" * 301}, "title_en"),
        ({"text": "x" * 20_001}, "The text has 20001 characters; 20000 are the most."),
        ({"text": "x" * 100_000}, "“text” has 100000 characters; 50000 are the most."),
        ({"text": "a\x00b"}, "“text” holds a NUL or half a character."),
    ],
)
def test_a_bad_line_is_refused_with_a_reason_and_leaves_nothing(bring, cells, reason):
    job = bring(cells, {"id": "good"})

    assert reason in refusal(job)
    assert [posting.source_id for posting in Posting.objects.all()] == ["good"]
    assert ResearchOutcome.objects.count() == 1


def test_an_id_twice_in_a_file_is_refused(bring):
    job = bring({"id": "1"}, {"id": "1", "title": "Other"})

    assert refusal(job) == "Line 2 has this id already."
    assert Posting.objects.get().title_en == "Battery diagnosis"


def test_unknown_columns_are_refused_at_once(bring):
    with pytest.raises(UnreadableTable, match="There is no such field: colour"):
        bring({"colour": "red"})


# --- owners


def test_an_owner_is_found_by_either_name(bring, company):
    bring({"id": "1", "owner": "LANHE"}, {"id": "2", "owner": "蓝禾"}, owner=None)

    assert [posting.owner for posting in Posting.objects.all()] == [company, company]


def test_a_new_owner_is_entered_once_unverified_and_answered_for(bring, recruiter):
    job = bring({"id": "1", "owner": "New Co"}, {"id": "2", "owner": "New Co"}, owner=None)

    made = Organisation.objects.get(name_en="New Co")
    assert (made.kind, made.status) == (OrganisationKind.COMPANY, OrganisationStatus.UNVERIFIED)
    assert Membership.objects.get(organisation=made).user == recruiter
    assert job.owners.entered == ["New Co"]
    assert Posting.objects.of(made).count() == 2


def test_the_owner_of_a_project_is_a_university(bring):
    bring({"kind": "project", "owner": "新大学"}, owner=None)

    assert Organisation.objects.get(name_zh="新大学").kind == OrganisationKind.UNIVERSITY


def test_a_verified_owner_is_in_the_history(bring):
    admin = UserFactory(is_staff=True)

    bring({"owner": "New Co"}, owner=None, by=admin, vouched=True)

    made = Organisation.objects.get(name_en="New Co")
    [step] = made.history.all()
    assert made.status == OrganisationStatus.VERIFIED
    assert (step.source, step.target, step.by) == ("unverified", "verified", admin)


def test_nobody_posts_for_others(bring):
    OrganisationFactory(name_en="Foreign")

    job = bring({"owner": "Foreign"}, owner=None)

    assert refusal(job) == "You may not post for “Foreign”."


def test_a_line_without_an_owner_is_refused(bring):
    assert refusal(bring({"owner": ""}, owner=None)) == "The line names no owner."


# --- opening


def test_what_can_be_opened_is_opened_by_whoever_imports(bring, recruiter):
    job = bring({}, opening=True)

    posting = Posting.objects.get()
    assert (posting.status, job.opened) == (PostingStatus.OPEN, 1)
    assert [step.target for step in posting.history.order_by("pk")] == ["in_review", "open"]
    assert {step.by for step in posting.history.all()} == {recruiter}


def test_what_lacks_something_stays_a_draft_with_a_note(bring):
    job = bring({"outcome": "", "skills": "", "text": "Nothing."}, opening=True)

    [(outcome, note)] = told(job)
    assert outcome == "added"
    assert note.startswith("Not opened: ")
    assert "Add at least one skill." in note
    assert Posting.objects.get().status == PostingStatus.DRAFT
    assert job.opened == 0


def test_opening_may_come_with_a_later_import(bring):
    bring({})

    job = bring({}, opening=True)

    assert told(job) == [("kept", "")]
    assert Posting.objects.get().status == PostingStatus.OPEN


def test_a_paused_posting_stays_paused(bring):
    bring({}, opening=True)
    Posting.objects.update(status=PostingStatus.PAUSED)

    bring({}, opening=True)

    assert Posting.objects.get().status == PostingStatus.PAUSED


def test_postings_of_unverified_owners_stay_drafts(bring):
    job = bring({"owner": "New Co"}, owner=None, opening=True)

    assert "The organisation is not verified." in told(job)[0][1]


# --- trying


def test_a_trial_tells_and_writes_nothing(bring):
    job = bring({"owner": "New Co"}, {"id": "2", "owner": "New Co"}, owner=None, keeping=False)

    assert [outcome for outcome, _ in told(job)] == ["added", "added"]
    assert job.owners.entered == ["New Co"]
    assert (Posting.objects.count(), Organisation.objects.filter(name_en="New Co").count()) == (
        0,
        0,
    )
