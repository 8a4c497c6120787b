from datetime import date

import pytest
from django.core.exceptions import ValidationError

from foundation.errors import StaleVersion
from internships.postings.actions import parts, postings
from internships.postings.actions.editing import PostingGone
from internships.postings.actions.opening import NotReadyToOpen
from internships.postings.enums import Audience
from internships.postings.enums import PostingStatus as Status
from internships.postings.models import Posting
from internships.postings.workflow import NotEditable
from tests.factories import PostingFactory, RegionFactory

pytestmark = pytest.mark.django_db


def test_an_edit_is_counted_dated_and_announced(by, now, heard):
    posting = PostingFactory(status=Status.DRAFT)

    postings.edit(posting, {"title_en": "Bridges"}, edit=by())

    posting.refresh_from_db()
    assert (posting.title_en, posting.version, posting.changed_at) == ("Bridges", 2, now)
    assert heard == [("changed", posting.pk)]


def test_the_second_of_two_tabs_is_refused(by):
    posting = PostingFactory()
    postings.edit(posting, {"title_en": "First tab"}, edit=by(version=1))

    with pytest.raises(StaleVersion):
        postings.edit(posting, {"title_en": "Second tab"}, edit=by(version=1))

    assert Posting.objects.get().title_en == "First tab"


def test_a_line_that_was_added_makes_the_other_tab_stale(by):
    posting = PostingFactory()
    parts.spread_phases(posting, edit=by(version=1))

    with pytest.raises(StaleVersion):
        postings.edit(posting, {"title_en": "Second tab"}, edit=by(version=1))


def test_an_edit_of_a_deleted_draft_is_refused(by):
    posting = PostingFactory(status=Status.DRAFT)
    stale = Posting.objects.get()
    postings.discard(posting)

    with pytest.raises(PostingGone):
        postings.edit(stale, {"title_en": "Ghost"}, edit=by())


@pytest.mark.parametrize("status", [Status.CLOSED, Status.EXPIRED, Status.ARCHIVED])
def test_what_has_ended_stays_as_it_was(status, by):
    posting = PostingFactory(status=status)

    with pytest.raises(NotEditable):
        postings.edit(posting, {"title_en": "New"}, edit=by())


@pytest.mark.parametrize(
    ("fields", "terms_version"),
    [
        ({"pay_cny_per_day": 100}, 2),
        ({"pay_cny_per_day": None}, 2),
        ({"hours_per_week": 20}, 2),
        ({"hours_per_day": 4}, 2),
        ({"address": "Gate 2"}, 2),
        ({"work_mode": "remote"}, 2),
        ({"starts_on": date(2027, 2, 15), "ends_on": date(2027, 6, 29)}, 2),
        ({"deadline_on": date(2027, 1, 31)}, 1),
        ({"title_en": "Other", "text_en": "Other"}, 1),
        ({"pay_cny_per_day": 200}, 1),
    ],
)
@pytest.mark.parametrize("status", [Status.OPEN, Status.PAUSED])
def test_changed_terms_of_a_published_posting_get_a_number(status, fields, terms_version, by):
    posting = PostingFactory(status=status)
    posting.phases.update(starts_on=date(2027, 2, 1))

    postings.edit(posting, fields, edit=by())

    posting.refresh_from_db()
    assert posting.terms_version == terms_version


def test_another_place_is_another_term(by):
    posting = PostingFactory()

    postings.edit(posting, {"region": RegionFactory()}, edit=by())

    posting.refresh_from_db()
    assert posting.terms_version == 2


def test_a_drafts_terms_have_no_number_yet(by):
    posting = PostingFactory(status=Status.DRAFT)

    postings.edit(posting, {"pay_cny_per_day": 1}, edit=by())

    posting.refresh_from_db()
    assert posting.terms_version == 1


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"contact": None}, "no_active_contact"),
        ({"outcome": None}, "no_research_outcome"),
        ({"deadline_on": date(2026, 11, 30)}, "deadline_past"),
        ({"ends_on": date(2027, 7, 1)}, "phases_leave_gap"),
        ({"deadline_on": None}, "dates_out_of_order"),
        ({"audience": Audience.LISTED}, "nobody_addressed"),
        ({"text_en": "Serve in a KTV"}, "rule_pack_blocks"),
        ({"hours_per_week": 60}, "rule_pack_blocks"),
    ],
)
def test_an_edit_cannot_make_an_open_posting_one_that_could_not_open(fields, rule, by, heard):
    posting = PostingFactory()

    with pytest.raises(NotReadyToOpen) as refusal:
        postings.edit(posting, fields, edit=by())

    assert [reason.rule for reason in refusal.value.reasons] == [rule]
    stored = Posting.objects.get()
    assert stored.version == 1
    assert {name: getattr(stored, name) for name in fields} != fields


@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW, Status.PAUSED])
def test_what_is_not_open_may_be_incomplete(status, by):
    posting = PostingFactory(status=status)

    postings.edit(posting, {"contact": None, "outcome": None}, edit=by())

    assert Posting.objects.get().outcome is None


def test_a_condition_that_broke_by_itself_stops_no_other_edit(by, now):
    posting = PostingFactory()
    posting.contact.memberships.update(ended_at=now)

    postings.edit(posting, {"title_en": "Still editable"}, edit=by())

    assert Posting.objects.get().title_en == "Still editable"


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"starts_on": date(2027, 7, 1)}, "__all__"),
        ({"ends_on": date(2027, 3, 1)}, "__all__"),
        ({"deadline_on": date(2027, 3, 2)}, "__all__"),
        ({"trl_from": 7}, "__all__"),
        ({"trl_to": 10}, "trl_to"),
        ({"title_en": "", "title_zh": ""}, "__all__"),
        ({"pay_cny_per_day": -1}, "pay_cny_per_day"),
        ({"pay_cny_per_day": 5001}, "pay_cny_per_day"),
        ({"hours_per_week": 0}, "hours_per_week"),
        ({"hours_per_week": 61}, "hours_per_week"),
        ({"hours_per_day": 25}, "hours_per_day"),
        ({"min_year": 9}, "min_year"),
        ({"audience": "nobody"}, "audience"),
        ({"title_en": "x" * 201}, "title_en"),
    ],
)
def test_impossible_values_are_refused_where_they_stand(fields, wrong, by):
    posting = PostingFactory(status=Status.DRAFT)

    with pytest.raises(ValidationError) as refusal:
        postings.edit(posting, fields, edit=by())

    assert list(refusal.value.message_dict) == [wrong]
    assert Posting.objects.get().version == 1
