"""Files from outside: capped while they arrive, known by their content, stored whole."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import filetype
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import FileResponse
from django.utils.translation import gettext as _

from foundation.errors import RuleBroken
from foundation.pdf import Verdict, verdict_on
from foundation.text import clean

MAX_BYTES = 10_000_000
ABSURD_BYTES = 2 * MAX_BYTES
NAME_LENGTH = 200

PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
SUFFIXES = {PDF: ".pdf", PNG: ".png", JPEG: ".jpg"}
LAST_BYTES = {PNG: b"IEND\xaeB`\x82", JPEG: b"\xff\xd9"}


class UploadRefused(RuleBroken):
    """The file is too large, not of a known kind, or not whole."""

    rule = "upload_refused"


@dataclass(frozen=True)
class CheckedFile:
    """A file that is what it says, ready to be stored under a name of ours."""

    content: bytes
    original_name: str
    media_type: str

    @property
    def size_bytes(self) -> int:
        return len(self.content)

    def to_store(self) -> "ContentFile[bytes]":
        name = f"{uuid4().hex}{SUFFIXES[self.media_type]}"
        return ContentFile(self.content, name=name)


def check(upload: "UploadedFile[Any]", *, kinds: Collection[str] = tuple(SUFFIXES)) -> CheckedFile:
    """The file, if it is small enough and really of one of the kinds.

    Raises
    ------
    UploadRefused
        With a message that says what to do instead.
    """
    if (upload.size or 0) > MAX_BYTES:
        raise UploadRefused(_("This file is larger than 10 MB. Please make it smaller."))
    content = upload.read()
    if not content:
        raise UploadRefused(_("This file is empty."))
    media_type = filetype.guess_mime(content[:8192])
    if media_type not in kinds:
        raise UploadRefused(_("This is no file of a kind we take: PDF, PNG or JPEG."))
    _require_whole(content, media_type)
    return CheckedFile(content, _display_name(upload.name or ""), media_type)


def _require_whole(content: bytes, media_type: str) -> None:
    if media_type == PDF:
        verdict = verdict_on(content)
        if verdict == Verdict.ACTIVE:
            raise UploadRefused(
                _("This PDF holds scripts or actions. Please print it to a new PDF.")
            )
        if verdict == Verdict.BROKEN:
            raise UploadRefused(_("This PDF cannot be opened: it is damaged or has a password."))
    elif LAST_BYTES[media_type] not in content:
        raise UploadRefused(_("This picture is damaged: its end is missing."))


def _display_name(name: str) -> str:
    """One line without folders; the end of a long name stays, for it holds the suffix."""
    line = " ".join(clean(name.replace("\\", "/").rsplit("/", 1)[-1]).split())
    return line[-NAME_LENGTH:] or "file"


class CappedUpload(FileUploadHandler):
    """First of the upload handlers: what comes after the cap is read and thrown away.

    A file past the cap arrives cut off just beyond it, so that a form can say what is wrong; of
    a request that is absurdly large nothing more is read.
    """

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],  # noqa: N803 -- Django's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        self.is_absurd = content_length > ABSURD_BYTES

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.is_absurd:
            raise StopUpload(connection_reset=True)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start <= MAX_BYTES else None

    def file_complete(self, file_size: int) -> None:
        return None


class WholeFileStorage(FileSystemStorage):
    """Files appear under their name only once they are written."""

    def _save(self, name: str, content: "File[Any]") -> str:
        part = super()._save(f"{name}.{uuid4().hex}.part", content)  # type: ignore[misc]
        Path(self.path(part)).rename(self.path(name))
        return name


def as_attachment(file: "File[Any]", *, name: str, media_type: str) -> FileResponse:
    """An answer that browsers save and never open as a page."""
    answer = FileResponse(file, as_attachment=True, filename=name, content_type=media_type)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "sandbox"
    return answer
