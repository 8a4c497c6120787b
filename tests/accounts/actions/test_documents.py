import pytest

from accounts.actions import documents
from accounts.actions.documents import MOST_DOCUMENTS, UPLOADS_PER_DAY, TooManyDocuments
from foundation import uploads
from tests.factories import OrganisationFactory, UserFactory
from tests.factories.files import pdf, uploaded
from tests.factories.organisations import NOW, DocumentFactory

pytestmark = pytest.mark.django_db


def a_file(name="licence.pdf"):
    return uploads.check(uploaded(pdf(), name=name))


def test_a_document_is_kept_under_a_name_of_ours():
    organisation, person = OrganisationFactory(), UserFactory()

    made = documents.add(organisation, a_file("营业执照.pdf"), by=person, at=NOW)

    assert (made.original_name, made.media_type, made.size_bytes) == (
        "营业执照.pdf",
        "application/pdf",
        len(pdf()),
    )
    assert made.uploaded_by == person
    assert "执照" not in made.file.name
    with made.file.open() as stored:
        assert stored.read() == pdf()


def test_an_organisation_has_so_many_documents_at_most():
    organisation = OrganisationFactory()
    DocumentFactory.create_batch(MOST_DOCUMENTS, organisation=organisation)

    with pytest.raises(TooManyDocuments, match="enough"):
        documents.add(organisation, a_file(), by=UserFactory(), at=NOW)


def test_a_person_uploads_so_many_files_a_day_at_most():
    person = UserFactory()
    file = a_file()
    for organisation in OrganisationFactory.create_batch(UPLOADS_PER_DAY):
        documents.add(organisation, file, by=person, at=NOW)

    with pytest.raises(TooManyDocuments, match="today"):
        documents.add(OrganisationFactory(), a_file(), by=person, at=NOW)
