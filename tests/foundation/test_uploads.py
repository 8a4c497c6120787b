import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadhandler import StopUpload
from django.test import RequestFactory

from foundation import uploads
from foundation.uploads import (
    JPEG,
    MAX_BYTES,
    PDF,
    PNG,
    CappedUpload,
    UploadRefused,
    WholeFileStorage,
)
from tests.factories import files


@pytest.mark.parametrize(
    ("content", "media_type"),
    [(files.pdf(), PDF), (files.png(), PNG), (files.jpeg(), JPEG)],
    ids=["pdf", "png", "jpeg"],
)
def test_a_file_is_known_by_its_content_and_not_by_its_name(content, media_type):
    found = uploads.check(files.uploaded(content, name="anything.exe", claimed="text/html"))

    assert (found.media_type, found.size_bytes) == (media_type, len(content))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty"),
        (b"<html><script>alert(1)</script></html>", "no file of a kind we take"),
        (b"GIF89a" + b"\0" * 50, "no file of a kind we take"),
        (b"PK\x03\x04" + b"\0" * 50, "no file of a kind we take"),
        (b"%PDF-1.7\n<html>", "cannot be opened"),
        (files.pdf()[:60], "cannot be opened"),
        (files.png()[:-12], "its end is missing"),
        (files.jpeg()[:-2], "its end is missing"),
        (b"\0" * (MAX_BYTES + 1), "larger than 10 MB"),
    ],
    ids=["empty", "html", "gif", "zip", "html as pdf", "half pdf", "half png", "half jpeg", "big"],
)
def test_a_bad_file_is_refused_with_the_reason(content, why):
    with pytest.raises(UploadRefused, match=why):
        uploads.check(files.uploaded(content))


@pytest.mark.parametrize(
    "content",
    [
        files.pdf_with_action(files.SCRIPT),
        files.pdf_with_action(b"<</S/J#61vaScr#69pt/J#53(app.alert(1))>>"),
        files.pdf_with_action(b"<</S/Launch/F(calc.exe)>>"),
        files.pdf_with_packed_script(),
    ],
    ids=["script", "name in hex", "launch", "packed"],
)
def test_a_pdf_that_does_something_is_refused(content):
    with pytest.raises(UploadRefused, match="scripts or actions"):
        uploads.check(files.uploaded(content))


def test_words_about_scripts_in_the_text_of_a_pdf_are_no_scripts():
    text = b"BT (/JavaScript /Launch) Tj ET"
    body = b"<</Length %d>>stream\n%s\nendstream" % (len(text), text)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/T(/JS \nstream\r\n)>>"

    found = uploads.check(files.uploaded(files.pdf_of(files.CATALOG, files.PAGES, page, body)))

    assert found.media_type == PDF


def test_only_the_kinds_asked_for_are_taken():
    with pytest.raises(UploadRefused):
        uploads.check(files.uploaded(files.png()), kinds=[PDF])


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("licence.pdf", "licence.pdf"),
        ("执照 2026 😀.pdf", "执照 2026 😀.pdf"),
        ("gnp\u202efdp.exe", "gnpfdp.exe"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_the_name_is_kept_for_people_without_what_deceives(name, shown):
    upload = files.uploaded(files.pdf())
    upload._name = name

    assert uploads.check(upload).original_name == shown


def test_the_stored_name_is_ours():
    names = {uploads.check(files.uploaded(files.pdf())).to_store().name for _time in range(2)}

    assert len(names) == 2
    assert all(name.endswith(".pdf") and "licence" not in name for name in names)


@pytest.fixture
def arrive():
    """Send a file through the handlers, and close what arrived."""
    requests = []

    def send(content):
        request = RequestFactory().post("/", {"file": files.uploaded(content)})
        requests.append(request)
        return request.FILES["file"]

    yield send
    for request in requests:
        request.close()


def test_what_comes_after_the_cap_is_not_kept(arrive):
    arrived = arrive(b"\0" * (MAX_BYTES + 5_000_000))

    assert MAX_BYTES < arrived.size <= MAX_BYTES + CappedUpload.chunk_size


def test_a_file_of_exactly_the_cap_arrives_whole(arrive):
    arrived = arrive(b"\0" * MAX_BYTES)

    assert arrived.size == MAX_BYTES


def test_of_an_absurdly_large_request_no_file_is_read():
    handler = CappedUpload()
    handler.handle_raw_input(None, {}, 40_000_000, "")

    with pytest.raises(StopUpload):
        handler.new_file("file", "big.pdf", "application/pdf", None)


def test_a_stored_file_leaves_no_part_behind(tmp_path):
    storage = WholeFileStorage(location=tmp_path)

    name = storage.save("papers/one.pdf", ContentFile(b"all of it"))

    assert [path.name for path in (tmp_path / "papers").iterdir()] == ["one.pdf"]
    assert (tmp_path / name).read_bytes() == b"all of it"


def test_a_file_that_breaks_off_while_it_is_written_never_appears(tmp_path):
    class Breaking(ContentFile):
        def chunks(self, chunk_size=None):
            yield b"half"
            raise OSError("disk full")

    storage = WholeFileStorage(location=tmp_path)

    with pytest.raises(OSError, match="disk full"):
        storage.save("one.pdf", Breaking(b"half and half"))

    assert not storage.exists("one.pdf")


def test_an_attachment_is_saved_and_never_opened_as_a_page():
    answer = uploads.as_attachment(ContentFile(b"x"), name="执照.pdf", media_type=PDF)

    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
