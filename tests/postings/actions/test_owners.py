import pytest

from accounts.enums import OrganisationKind, OrganisationStatus
from accounts.signals import organisation_merged, organisation_moved
from foundation.events import announce
from internships.postings.enums import Audience
from internships.postings.models import Posting
from tests.factories import OrganisationFactory, OutcomeFactory, PostingFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("target", OrganisationStatus)
def test_postings_that_vanish_or_return_with_their_owner_are_announced(target, heard):
    posting = PostingFactory()
    PostingFactory()

    announce(organisation_moved, organisation_id=posting.owner_id, target=target.value)

    expected = [("changed", posting.pk)] if target in {"verified", "suspended", "closed"} else []
    assert heard == expected
    assert Posting.objects.get(pk=posting.pk).status == "open"


def test_a_suspended_owners_postings_take_no_applications():
    posting = PostingFactory()
    assert posting in Posting.objects.open()

    posting.owner.status = OrganisationStatus.SUSPENDED
    posting.owner.save()

    assert posting not in Posting.objects.open()


def test_what_a_duplicate_owned_is_the_others(heard):
    duplicate, into = OrganisationFactory.create_batch(2)
    posting = PostingFactory(owner=duplicate)
    outcome = OutcomeFactory(owner=duplicate)
    elsewhere = PostingFactory()

    announce(organisation_merged, duplicate_id=duplicate.pk, organisation_id=into.pk)

    posting.refresh_from_db()
    outcome.refresh_from_db()
    assert (posting.owner, outcome.owner, posting.version) == (into, into, 2)
    assert Posting.objects.get(pk=elsewhere.pk).owner == elsewhere.owner
    assert heard == [("changed", posting.pk)]


def test_where_a_duplicate_was_listed_the_other_is_once():
    duplicate, into = OrganisationFactory.create_batch(2, kind=OrganisationKind.UNIVERSITY)
    only_duplicate = PostingFactory(audience=Audience.LISTED)
    only_duplicate.listed_universities.add(duplicate)
    both = PostingFactory(audience=Audience.LISTED)
    both.listed_universities.add(duplicate, into)

    announce(organisation_merged, duplicate_id=duplicate.pk, organisation_id=into.pk)

    assert list(only_duplicate.listed_universities.all()) == [into]
    assert list(both.listed_universities.all()) == [into]


def test_a_line_both_had_imported_keeps_both_postings():
    duplicate, into = OrganisationFactory.create_batch(2)
    kept = PostingFactory(owner=into, source="board", source_id="7")
    moved = PostingFactory(owner=duplicate, source="board", source_id="7")
    other = PostingFactory(owner=duplicate, source="board", source_id="8")

    announce(organisation_merged, duplicate_id=duplicate.pk, organisation_id=into.pk)

    found = dict(Posting.objects.filter(owner=into).values_list("pk", "source_id"))
    assert found == {kept.pk: "7", moved.pk: "", other.pk: "8"}
