import pytest

from accounts.actions import organisations
from accounts.actions.organisations import (
    CREATED_PER_DAY,
    DetailsRefused,
    FactsAreVerified,
    TooManyOrganisations,
)
from accounts.enums import OrganisationKind, OrganisationStatus, Role
from accounts.models import Membership, Organisation
from foundation.errors import StaleVersion
from tests.factories import OrganisationFactory, UserFactory
from tests.factories.organisations import (
    NOW,
    member_of,
    park,
    platform_admin,
    registration_number,
)

pytestmark = pytest.mark.django_db

COMPANY = OrganisationKind.COMPANY


def test_whoever_enters_an_organisation_is_its_first_administrator():
    person = UserFactory()

    made = organisations.create({"name_en": "Acme"}, kind=COMPANY, by=person, at=NOW)

    assert (made.status, made.version) == (OrganisationStatus.UNVERIFIED, 1)
    membership = Membership.objects.get()
    assert (membership.user, membership.organisation, membership.role) == (person, made, Role.ADMIN)


def test_what_is_typed_is_tidied():
    made = organisations.create(
        {
            "name_en": "Acme",
            "email_domain": " @ACME.example",
            "registration_number": "9111 0000 6000 37341l",
        },
        kind=COMPANY,
        by=UserFactory(),
        at=NOW,
    )

    assert made.email_domain == "acme.example"
    assert made.registration_number == "91110000600037341L"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("<b>Acme</b>", "<b>Acme</b>"),
        ("Acme 🚀 协创", "Acme 🚀 协创"),
        ("\u202eemcA", "emcA"),
        ("شركة", "شركة"),
        ("A\x07cme", "Acme"),
    ],
)
def test_names_keep_their_letters_and_lose_what_deceives(typed, kept):
    made = organisations.create({"name_en": typed}, kind=COMPANY, by=UserFactory(), at=NOW)

    made.refresh_from_db()
    assert made.name_en == kept


def test_an_organisation_needs_a_name_in_one_language():
    with pytest.raises(DetailsRefused, match="Give a name"):
        organisations.create({}, kind=COMPANY, by=UserFactory(), at=NOW)

    assert not Organisation.objects.exists()


def test_two_organisations_cannot_have_one_registration_number():
    OrganisationFactory(registration_number=registration_number())

    with pytest.raises(DetailsRefused, match="exists already"):
        organisations.create(
            {"name_en": "Copy", "registration_number": registration_number()},
            kind=COMPANY,
            by=UserFactory(),
            at=NOW,
        )


def test_nobody_enters_organisations_by_the_dozen():
    person = UserFactory()
    for number in range(CREATED_PER_DAY):
        organisations.create({"name_en": f"No. {number}"}, kind=COMPANY, by=person, at=NOW)

    with pytest.raises(TooManyOrganisations):
        organisations.create({"name_en": "One more"}, kind=COMPANY, by=person, at=NOW)


def test_of_two_edits_of_one_version_the_second_is_refused():
    organisation = OrganisationFactory(status=OrganisationStatus.UNVERIFIED)
    admin = member_of(organisation)
    organisations.edit(organisation, {"about_en": "First"}, by=admin, version=1)

    with pytest.raises(StaleVersion, match="Somebody else changed"):
        organisations.edit(organisation, {"about_en": "Second"}, by=admin, version=1)

    organisation.refresh_from_db()
    assert (organisation.about_en, organisation.version) == ("First", 2)


@pytest.mark.parametrize("status", OrganisationStatus)
def test_members_change_the_facts_only_while_nobody_relies_on_them(status):
    organisation = OrganisationFactory(status=status, name_en="Old")
    admin = member_of(organisation)

    if status in {"unverified", "rejected"}:
        organisations.edit(organisation, {"name_en": "New"}, by=admin, version=1)
    else:
        with pytest.raises(FactsAreVerified, match="Ask who verifies you"):
            organisations.edit(organisation, {"name_en": "New"}, by=admin, version=1)

    organisation.refresh_from_db()
    assert organisation.name_en == ("New" if status in {"unverified", "rejected"} else "Old")


@pytest.mark.parametrize(
    "change",
    [
        {"name_zh": "新"},
        {"country": "DE"},
        {"registration_number": registration_number(2)},
        {"email_domain": "other.example"},
        {"park": None},
        {"is_labour_agency": True},
    ],
    ids=lambda change: next(iter(change)),
)
def test_every_verified_fact_is_protected(change):
    organisation = OrganisationFactory(
        registration_number=registration_number(), email_domain="acme.example", park=park()
    )

    with pytest.raises(FactsAreVerified):
        organisations.edit(organisation, change, by=member_of(organisation), version=1)


def test_facts_sent_unchanged_are_no_change():
    organisation = OrganisationFactory(email_domain="acme.example")

    edited = organisations.edit(
        organisation,
        {"email_domain": "ACME.example", "about_en": "We make things"},
        by=member_of(organisation),
        version=1,
    )

    assert edited.about_en == "We make things"


def test_who_verifies_may_correct_the_facts():
    ours = park()
    organisation = OrganisationFactory(park=ours)
    organisations.edit(
        organisation, {"name_en": "Acme Ltd"}, by=member_of(ours, Role.VERIFIER), version=1
    )
    organisations.edit(organisation, {"name_zh": "极致"}, by=platform_admin(), version=2)

    organisation.refresh_from_db()
    assert (organisation.name_en, organisation.name_zh) == ("Acme Ltd", "极致")
