import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from accounts.enums import OrganisationStatus as Status
from accounts.enums import Role
from accounts.models import Organisation, OrganisationTransition
from tests.factories import (
    AcceptanceFactory,
    IndustryFactory,
    OrganisationFactory,
    RegionFactory,
    StudentProfileFactory,
    UserFactory,
)
from tests.factories.organisations import (
    DocumentFactory,
    member_of,
    park,
    platform_admin,
    registration_number,
    university,
)

pytestmark = pytest.mark.django_db

LIST = reverse("accounts:organisation-list")
CREATE = reverse("accounts:organisation-create")
NASTY = """<script>alert("x")</script>'"""


def detail(organisation):
    return reverse("accounts:organisation-detail", args=[organisation.pk])


def edit(organisation):
    return reverse("accounts:organisation-edit", args=[organisation.pk])


def typed(organisation, **changes):
    """What the edit form sends."""
    names = ("name_en", "name_zh", "country", "email_domain", "website", "about_en", "about_zh")
    fields = {name: getattr(organisation, name) for name in names}
    number = organisation.registration_number or ""
    return {**fields, "registration_number": number, "version": organisation.version, **changes}


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_queries_for_any_number(client, django_assert_num_queries, count):
    ours = park()
    OrganisationFactory.create_batch(
        count,
        park=ours,
        region=RegionFactory(),
        industry=IndustryFactory(),
        status=Status.SUBMITTED,
    )
    client.force_login(member_of(ours, Role.VERIFIER))

    with django_assert_num_queries(8):  # session, user, menu (2), count, page, waiting, verifiable
        page = client.get(LIST)

    assertContains(page, "Verify</button>", count=count)


@pytest.mark.parametrize("count", [1, 3])
def test_the_detail_page_costs_the_same_queries_for_any_number_of_lines(
    client, django_assert_num_queries, count
):
    company = OrganisationFactory()
    DocumentFactory.create_batch(count, organisation=company)
    AcceptanceFactory.create_batch(count, company=company)
    for _number in range(count):
        OrganisationTransition.objects.create(
            subject=company, by=UserFactory(), source="submitted", target="verified"
        )
    client.force_login(member_of(company))

    with django_assert_num_queries(21):
        page = client.get(detail(company))

    assertContains(page, "licence.pdf", count=count)


def test_strangers_are_sent_to_the_sign_in_page(client):
    page = client.get(LIST)

    assertRedirects(page, f"/account/login/?next={LIST}", fetch_redirect_response=False)


def test_the_list_is_searched_in_both_languages_and_narrowed(client):
    OrganisationFactory(name_en="Acme", name_zh="极致科技")
    university(name_en="Zhejiang University", name_zh="浙江大学")
    client.force_login(UserFactory())

    assertContains(client.get(LIST, {"q": "浙江"}), "Zhejiang University")
    assertNotContains(client.get(LIST, {"q": "浙江"}), "Acme")
    assertNotContains(client.get(LIST, {"kind": "university"}), "Acme")
    assertContains(client.get(LIST, {"kind": "nonsense"}), "Acme")
    assertContains(client.get(LIST, {"q": "nobody is called so"}), "No organisations found")


@pytest.mark.parametrize("page", ["0", "99999999999999999999", "-1", "x"])
def test_a_page_that_is_not_there_is_the_nearest_one(client, page):
    OrganisationFactory(name_en="Acme")
    client.force_login(UserFactory())

    assertContains(client.get(LIST, {"page": page}), "Acme")


def test_only_who_verifies_is_offered_to_verify(client):
    ours = park()
    OrganisationFactory(name_en="Waiting", status=Status.SUBMITTED, park=ours)
    verify = "/verify/"

    client.force_login(member_of(ours, Role.VERIFIER))
    assertContains(client.get(LIST), verify)
    client.force_login(UserFactory())
    assertNotContains(client.get(LIST), "Waiting")


def test_names_are_shown_as_they_were_typed_and_never_as_markup(client):
    company = OrganisationFactory(name_en=NASTY, about_en=NASTY, park=park(name_en=NASTY))
    client.force_login(member_of(company))
    pages = [
        LIST,
        detail(company),
        edit(company),
        reverse("accounts:membership-list", args=[company.pk]),
        reverse("accounts:document-add", args=[company.pk]),
    ]

    for url in pages:
        body = client.get(url).content.decode()
        assert "<script>alert" not in body
        assert "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&#x27;" in body
        assert "&amp;lt;" not in body


def test_members_and_verifiers_read_the_history_others_do_not(client):
    company = OrganisationFactory()
    OrganisationTransition.objects.create(
        subject=company, source="verified", target="suspended", reason="Sentinel reason"
    )

    client.force_login(member_of(company, Role.MENTOR))
    assertContains(client.get(detail(company)), "Sentinel reason")
    client.force_login(UserFactory())
    assertNotContains(client.get(detail(company)), "Sentinel reason")


def test_what_is_missing_is_said_where_it_is_handed_in(client):
    company = OrganisationFactory(status=Status.UNVERIFIED)
    client.force_login(member_of(company))

    page = client.get(detail(company))

    assertContains(page, "Upload a document")
    assertNotContains(page, "Hand in for verification")


def test_university_staff_read_their_own_universitys_decision_only(client):
    ours = AcceptanceFactory(status="accepted", university__name_en="Ours")
    AcceptanceFactory(company=ours.company, university__name_en="Theirs")
    client.force_login(member_of(ours.university, Role.ACADEMIC_SUPERVISOR))

    page = client.get(detail(ours.company))

    assertContains(page, "Ours")
    assertNotContains(page, "Theirs")


def test_a_companys_people_read_every_decision_and_no_note(client):
    decided = AcceptanceFactory(status="declined", note="Sentinel note")
    decided.history.create(source="", target="declined", reason="Sentinel reason")
    client.force_login(member_of(decided.company))

    page = client.get(detail(decided.company))

    assertContains(page, decided.university.name)
    assertContains(page, "declined")
    assertNotContains(page, "Sentinel")


def test_a_student_can_ask_until_there_is_a_decision(client):
    student = StudentProfileFactory()
    company = OrganisationFactory()
    client.force_login(student.user)
    assertContains(client.get(detail(company)), "Ask to be accepted")

    AcceptanceFactory(university=student.university, company=company, status="blocked")

    page = client.get(detail(company))
    assertNotContains(page, "Ask to be accepted")
    assertNotContains(page, "blocked")


def test_a_companys_people_can_ask_a_university(client):
    company, uni = OrganisationFactory(name_en="Acme"), university()
    client.force_login(member_of(company, Role.RECRUITER))

    assertContains(client.get(detail(uni)), "Ask to be accepted")


def test_anybody_can_enter_an_organisation(client):
    person = UserFactory()
    client.force_login(person)
    sent = {"kind": "company", "name_en": "Acme", "country": "CN", "email_domain": "acme.example"}

    page = client.post(CREATE, sent)

    made = Organisation.objects.get()
    assertRedirects(page, detail(made))
    assert (made.status, made.email_domain) == (Status.UNVERIFIED, "acme.example")
    assert made.memberships.get().user == person


def test_countries_are_named_in_the_readers_language(client):
    client.force_login(UserFactory(language="zh-hans"))

    assertContains(client.get(CREATE), '<option value="CN" selected>中国</option>', html=True)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"name_en": ""}, "Give a name in English or in Chinese."),
        ({"kind": "planet"}, "Select a valid choice"),
        ({"country": "XX"}, "Select a valid choice"),
        ({"registration_number": "91110000600037342L"}, "18 characters and a checksum"),
        ({"registration_number": "!", "country": "DE"}, "does not look like"),
        ({"email_domain": "qq.com"}, "own, such as example.edu"),
        ({"email_domain": "not a domain"}, "own, such as example.edu"),
        ({"website": "javascript:alert(1)"}, "Enter a valid URL"),
        ({"name_en": "x" * 201}, "at most 200"),
        ({"park": "999999"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(client, sent, said):
    client.force_login(UserFactory())

    page = client.post(CREATE, {"kind": "company", "name_en": "Acme", "country": "CN", **sent})

    assertContains(page, said, status_code=422)
    assert not Organisation.objects.exists()


def test_a_registration_number_that_is_taken_is_refused(client):
    OrganisationFactory(registration_number=registration_number())
    client.force_login(UserFactory())
    sent = {"kind": "company", "name_en": "Copy", "country": "CN"}

    page = client.post(CREATE, {**sent, "registration_number": registration_number()})

    assertContains(page, "exists already", status_code=422)


def test_an_unverified_park_cannot_be_chosen(client):
    client.force_login(UserFactory())
    hidden = park(status=Status.UNVERIFIED)
    sent = {"kind": "company", "name_en": "Acme", "country": "CN", "park": hidden.pk}

    assertContains(client.post(CREATE, sent), "Select a valid choice", status_code=422)


def test_an_administrator_edits_what_is_not_verified(client):
    company = OrganisationFactory(name_en="Acme")
    client.force_login(member_of(company))
    assertContains(client.get(edit(company)), "Ask who verifies you to correct it.")

    page = client.post(edit(company), typed(company, name_en="Renamed", about_en="We make things"))

    assertRedirects(page, detail(company))
    company.refresh_from_db()
    assert (company.name_en, company.about_en, company.version) == ("Acme", "We make things", 2)


def test_of_two_tabs_the_second_is_told_and_keeps_what_it_typed(client):
    company = OrganisationFactory(status=Status.UNVERIFIED)
    client.force_login(member_of(company))
    client.post(edit(company), typed(company, about_en="First tab"))

    page = client.post(edit(company), typed(company, about_en="Second tab"))

    assertContains(page, "Somebody else changed", status_code=409)
    assertContains(page, "Second tab", status_code=409)
    assertContains(page, "<li>About, in English</li>", status_code=409, html=True)
    company.refresh_from_db()
    assert company.about_en == "First tab"
    again = client.post(edit(company), typed(company, about_en="Second tab", version=2))
    assertRedirects(again, detail(company))


def test_who_may_not_edit_is_told_so(client):
    company = OrganisationFactory()
    client.force_login(member_of(company, Role.RECRUITER))

    assert client.get(edit(company)).status_code == 403
    assert client.post(edit(company), typed(company, about_en="x")).status_code == 403


def test_a_verifier_corrects_the_facts(client):
    company = OrganisationFactory(name_en="Acme")
    client.force_login(platform_admin())

    client.post(edit(company), typed(company, name_en="Acme Ltd"))

    company.refresh_from_db()
    assert company.name_en == "Acme Ltd"


@pytest.mark.parametrize(
    ("method", "name"),
    [
        ("get", "organisation-detail"),
        ("get", "organisation-edit"),
        ("post", "organisation-edit"),
        ("post", "organisation-submit"),
        ("post", "organisation-verify"),
        ("get", "organisation-reject"),
        ("post", "organisation-reject"),
        ("get", "organisation-suspend"),
        ("get", "organisation-reinstate"),
        ("get", "organisation-close"),
        ("get", "document-add"),
        ("post", "document-add"),
        ("get", "membership-list"),
        ("post", "invitation-create"),
    ],
)
@pytest.mark.parametrize("pk", ["hidden", "missing", "huge"])
def test_what_one_may_not_see_is_as_if_it_were_not_there(client, method, name, pk):
    hidden = OrganisationFactory(status=Status.UNVERIFIED, name_en="Sentinel")
    number = {"hidden": hidden.pk, "missing": 999_999, "huge": 10**30}[pk]
    client.force_login(member_of(OrganisationFactory()))

    page = getattr(client, method)(reverse(f"accounts:{name}", args=[number]))

    assertNotContains(page, "Sentinel", status_code=404)
