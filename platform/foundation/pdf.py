"""Open a PDF in a process of its own, so that a bad one can only hurt itself.

`verdict_on` starts this file as a program: it reads the PDF from standard input, under limits of
memory and time, and its exit status is the verdict.
"""

import io
import re
import subprocess
import sys
from enum import IntEnum
from pathlib import Path

import pypdfium2

MEMORY_BYTES = 1_500_000_000
CPU_SECONDS = 10
PATIENCE_SECONDS = 20
BODY = re.compile(rb"(?<!end)stream\r\n.*?\r\nendstream", re.DOTALL)
STRING = re.compile(rb"\((?:[^\\()]|\\.)*\)", re.DOTALL)
ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|RichMedia|XFA)(?![A-Za-z0-9])")


class Verdict(IntEnum):
    FINE = 0
    BROKEN = 10
    ACTIVE = 11


def verdict_on(content: bytes) -> Verdict:
    """Is it a PDF with pages, and without scripts and launch actions?"""
    try:
        done = subprocess.run(  # noqa: S603 -- our own file; the PDF goes by standard input
            [sys.executable, "-I", str(Path(__file__).resolve())],
            input=content,
            capture_output=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Verdict.BROKEN
    return Verdict(done.returncode) if done.returncode in set(Verdict) else Verdict.BROKEN


def inspect(content: bytes) -> Verdict:
    """Write every object anew before searching: names are then plain, and none is packed away."""
    try:
        document = pypdfium2.PdfDocument(content)
        written = io.BytesIO()
        if not len(document):
            return Verdict.BROKEN
        document.save(written)
    except pypdfium2.PdfiumError:
        return Verdict.BROKEN
    objects = STRING.sub(b"", BODY.sub(b"", written.getvalue()))
    return Verdict.ACTIVE if ACTIVE.search(objects) else Verdict.FINE


def _limit_this_process() -> None:
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 -- absent on Windows

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _limit_this_process()
    sys.exit(inspect(sys.stdin.buffer.read()))
