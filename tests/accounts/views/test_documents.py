import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from accounts.enums import Role
from accounts.models import VerificationDocument
from foundation.uploads import MAX_BYTES
from tests.factories import OrganisationFactory, UserFactory
from tests.factories.files import SCRIPT, pdf, pdf_with_action, png, uploaded
from tests.factories.organisations import DocumentFactory, member_of, park, platform_admin

pytestmark = pytest.mark.django_db


def add(organisation):
    return reverse("accounts:document-add", args=[organisation.pk])


def download(document, organisation=None):
    pk = (organisation or document.organisation).pk
    return reverse("accounts:document-download", args=[pk, document.pk])


def test_an_administrator_adds_a_document(client):
    company = OrganisationFactory()
    client.force_login(member_of(company))
    assertContains(client.get(add(company)), "at most 10 MB")

    page = client.post(add(company), {"file": uploaded(png(), name="执照.png")})

    assertRedirects(page, reverse("accounts:organisation-detail", args=[company.pk]))
    made = VerificationDocument.objects.get()
    assert (made.original_name, made.media_type) == ("执照.png", "image/png")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<html><script>alert(1)</script></html>", "no file of a kind we take"),
        (b"", "empty"),
        (pdf()[:80], "cannot be opened"),
        (pdf_with_action(SCRIPT), "scripts or actions"),
        (b"%PDF-" + b"\0" * MAX_BYTES, "larger than 10 MB"),
        (b"\0" * 40_000_000, "at most 10 MB"),
    ],
    ids=["html named pdf", "empty", "half", "script", "too large", "40 MB"],
)
def test_a_bad_file_is_refused_with_the_reason(client, content, said):
    company = OrganisationFactory()
    client.force_login(member_of(company))

    page = client.post(add(company), {"file": uploaded(content)})

    assertContains(page, said, status_code=422)
    assert not VerificationDocument.objects.exists()


def test_no_file_is_refused(client):
    company = OrganisationFactory()
    client.force_login(member_of(company))

    assertContains(client.post(add(company)), "Choose a file", status_code=422)


def test_a_document_is_answered_as_an_attachment(client):
    document = DocumentFactory(original_name="执照 “1”.pdf")
    client.force_login(member_of(document.organisation))

    answer = client.get(download(document))

    assert b"".join(answer.streaming_content) == pdf()
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]


def test_who_verifies_reads_the_documents_and_nobody_else(client):
    document = DocumentFactory(organisation=OrganisationFactory(park=park()))
    company = document.organisation
    status = {}
    people = {
        "administrator": member_of(company),
        "park": member_of(company.park, Role.VERIFIER),
        "platform": platform_admin(),
        "recruiter": member_of(company, Role.RECRUITER),
        "another": member_of(OrganisationFactory()),
        "anybody": UserFactory(),
    }

    for who, user in people.items():
        client.force_login(user)
        answer = client.get(download(document))
        status[who] = answer.status_code
        list(answer)

    assert status == {
        "administrator": 200,
        "park": 200,
        "platform": 200,
        "recruiter": 404,
        "another": 404,
        "anybody": 404,
    }


def test_a_document_is_not_found_under_another_organisation(client):
    theirs, ours = DocumentFactory(), OrganisationFactory()
    client.force_login(member_of(ours))

    assert client.get(download(theirs, organisation=ours)).status_code == 404


def test_a_recruiter_does_not_add_documents(client):
    company = OrganisationFactory()
    client.force_login(member_of(company, Role.RECRUITER))

    assert client.post(add(company), {"file": uploaded(png())}).status_code == 403
