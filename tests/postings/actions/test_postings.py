from itertools import product

import pytest

from accounts.enums import OrganisationKind, OrganisationStatus
from foundation.models import OutgoingMail
from internships.postings.actions import postings
from internships.postings.actions.opening import NotReadyToOpen, WrongOwner
from internships.postings.actions.postings import ReasonMissing
from internships.postings.enums import PostingKind
from internships.postings.enums import PostingStatus as Status
from internships.postings.models import Posting
from internships.postings.workflow import MoveRefused
from tests.factories import MembershipFactory, OrganisationFactory, PostingFactory, UserFactory

pytestmark = pytest.mark.django_db

VERBS = {
    "submit": lambda posting, user, now: postings.submit(posting, by=user),
    "send_back": lambda posting, user, now: postings.send_back(posting, by=user, reason="Why"),
    "open": lambda posting, user, now: postings.open_(posting, by=user, at=now),
    "resume": lambda posting, user, now: postings.resume(posting, by=user, at=now),
    "pause": lambda posting, user, now: postings.pause(posting, by=user),
    "close": lambda posting, user, now: postings.close(posting, by=user),
    "archive": lambda posting, user, now: postings.archive(posting, by=user),
}
LEADS_TO = {
    ("draft", "submit"): "in_review",
    ("in_review", "send_back"): "draft",
    ("in_review", "open"): "open",
    ("open", "pause"): "paused",
    ("paused", "resume"): "open",
    ("open", "close"): "closed",
    ("paused", "close"): "closed",
    ("closed", "archive"): "archived",
    ("expired", "archive"): "archived",
}


@pytest.mark.parametrize(("source", "verb"), list(product(Status, VERBS)))
def test_where_each_verb_leads_from_each_status(source, verb, now, heard):
    posting = PostingFactory(status=source)
    user = UserFactory()
    target = LEADS_TO.get((source.value, verb))

    if target is None:
        with pytest.raises(MoveRefused):
            VERBS[verb](posting, user, now)
    else:
        VERBS[verb](posting, user, now)

    posting.refresh_from_db()
    assert posting.status == (target or source)
    moved = [] if target is None else [("moved", posting.pk, source.value, target)]
    assert [news for news in heard if news[0] == "moved"] == moved
    logged = [] if target is None else [(user.pk, source.value, target)]
    assert list(posting.history.values_list("by", "source", "target")) == logged


def test_a_draft_is_made_by_unverified_owners_too(by, heard):
    owner = OrganisationFactory(status=OrganisationStatus.UNVERIFIED)
    edit = by()

    posting = postings.create(
        owner, kind=PostingKind.INTERNSHIP, fields={"title_zh": "实习"}, edit=edit
    )

    stored = Posting.objects.get()
    assert (stored.status, stored.owner, stored.title_zh) == ("draft", owner, "实习")
    assert (stored.contact, stored.changed_at) == (edit.by, edit.at)
    assert ("changed", posting.pk) in heard


@pytest.mark.parametrize(
    ("kind", "owner_kind"),
    [
        (PostingKind.PROJECT, OrganisationKind.COMPANY),
        (PostingKind.PROJECT, OrganisationKind.PARK),
        (PostingKind.INTERNSHIP, OrganisationKind.UNIVERSITY),
        (PostingKind.INTERNSHIP, OrganisationKind.PARK),
    ],
)
def test_only_universities_post_projects_and_only_companies_internships(kind, owner_kind, by):
    owner = OrganisationFactory(kind=owner_kind)

    with pytest.raises(WrongOwner):
        postings.create(owner, kind=kind, fields={"title_en": "X"}, edit=by())

    assert not Posting.objects.exists()


def test_opening_remembers_when_it_was_first_opened(now):
    posting = PostingFactory(status=Status.IN_REVIEW, opened_at=None)

    opened = postings.open_(posting, by=UserFactory(), at=now)

    assert (opened.status, opened.opened_at, opened.changed_at) == (Status.OPEN, now, now)


def test_resuming_keeps_the_first_day_and_starts_the_clock_anew(now):
    posting = PostingFactory(status=Status.PAUSED)
    first = posting.opened_at

    resumed = postings.resume(posting, by=UserFactory(), at=now)

    assert (resumed.opened_at, resumed.changed_at) == (first, now)


def test_resuming_asks_every_condition_again(now):
    posting = PostingFactory(status=Status.PAUSED)
    posting.skills.all().delete()

    with pytest.raises(NotReadyToOpen):
        postings.resume(posting, by=UserFactory(), at=now)


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_sending_back_needs_a_reason(reason):
    posting = PostingFactory(status=Status.IN_REVIEW)

    with pytest.raises(ReasonMissing):
        postings.send_back(posting, by=UserFactory(), reason=reason)


def test_sending_back_tells_the_contact_why_in_their_language():
    posting = PostingFactory(status=Status.IN_REVIEW)

    postings.send_back(posting, by=UserFactory(), reason="No <b>dates</b> 🙂")

    mail = OutgoingMail.objects.get()
    assert mail.recipient == posting.contact.email
    assert "No <b>dates</b> 🙂" in mail.text
    assert posting.history.get().reason == "No <b>dates</b> 🙂"


def test_where_the_contact_has_left_the_editors_are_told(now):
    posting = PostingFactory(status=Status.IN_REVIEW)
    posting.contact.memberships.update(ended_at=now)
    editor = MembershipFactory(organisation=posting.owner).user

    postings.send_back(posting, by=UserFactory(), reason="Why")

    assert list(OutgoingMail.objects.values_list("recipient", flat=True)) == [editor.email]


def test_a_stale_copy_cannot_move_a_posting_twice():
    posting = PostingFactory(status=Status.OPEN)
    stale = Posting.objects.get(pk=posting.pk)
    postings.close(posting, by=UserFactory())

    with pytest.raises(MoveRefused):
        postings.pause(stale, by=UserFactory())


def test_a_draft_can_be_deleted():
    posting = PostingFactory(status=Status.DRAFT)

    postings.discard(posting)

    assert not Posting.objects.exists()


@pytest.mark.parametrize("status", set(Status) - {Status.DRAFT})
def test_what_is_no_draft_cannot_be_deleted(status):
    posting = PostingFactory(status=status)

    with pytest.raises(MoveRefused):
        postings.discard(posting)

    assert Posting.objects.exists()
