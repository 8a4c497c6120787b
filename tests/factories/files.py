"""Files as people upload them, good and bad."""

import struct
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile

CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>"
SCRIPT = b"<</S/JavaScript/JS(app.alert(1))>>"


def pdf_of(*objects):
    """A PDF made of these objects, the first of them its catalog."""
    written, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return (
        written
        + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, rows)
        + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(written))
    )


def pdf():
    return pdf_of(CATALOG, PAGES, PAGE)


def pdf_with_action(action):
    """A PDF that does something when it is opened."""
    return pdf_of(b"<</Type/Catalog/Pages 2 0 R/OpenAction 4 0 R>>", PAGES, PAGE, action)


def pdf_with_packed_script():
    """Its script lies compressed in an object stream, where a search of the bytes misses it."""
    head = b"4 0 "
    packed = zlib.compress(head + SCRIPT)
    stream = b"<</Type/ObjStm/N 1/First %d/Length %d/Filter/FlateDecode>>stream\n%s\nendstream"
    bodies = {
        1: b"<</Type/Catalog/Pages 2 0 R/OpenAction 4 0 R>>",
        2: PAGES,
        3: PAGE,
        5: stream % (len(head), len(packed), packed),
    }
    written, rows = b"%PDF-1.7\n", {0: (0, 0), 4: (2, 5)}
    for number, body in bodies.items():
        rows[number] = (1, len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    rows[6] = (1, len(written))
    table = zlib.compress(b"".join(struct.pack(">BI", *rows[n]) for n in range(7)))
    return (
        written
        + b"6 0 obj\n<</Type/XRef/Size 7/W[1 4 0]/Root 1 0 R/Length %d" % len(table)
        + b"/Filter/FlateDecode>>stream\n%s\nendstream\nendobj\n" % table
        + b"startxref\n%d\n%%%%EOF\n" % rows[6][1]
    )


def png():
    def chunk(kind, data):
        crc = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + crc

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0\0")
    parts = [chunk(b"IHDR", header), chunk(b"IDAT", pixels), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def jpeg():
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"


def uploaded(content, name="licence.pdf", claimed="application/pdf"):
    return SimpleUploadedFile(name, content, content_type=claimed)
