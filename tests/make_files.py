"""Files of the kinds that hold pages, made for tests (records of a crawl, archives, PDFs), and read."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from reportedly.pages import read_pages
from reportedly.records import Page

PAGE = (
    "<!doctype html><html><head><title>{title}</title></head><body><article><h1>{title}</h1>"
    "<p>The harbour office said on Tuesday that the ferry to Orrin would not sail before spring, "
    "because its engine had to be taken out.</p><p>Islanders said they had not been asked.</p>"
    "</article></body></html>"
)

PROSE = (
    b"The ferry to Orrin will not sail before spring, the harbour office said on Tuesday. "
    b"Islanders said that they had not been asked.\n"
)


def page(title: str) -> bytes:
    """Return a small page of HTML."""
    return PAGE.format(title=title).encode()


def record(
    number: int,
    body: bytes | None = None,
    *,
    kind: str = "response",
    status: str = "200 OK",
    media: str = "text/html; charset=utf-8",
    http: str = "",
    headers: str = "",
    url: str | None = None,
) -> bytes:
    """Return a record of a crawl; `http` and `headers` are further lines, each with its CRLF."""
    body = page(f"Ferry {number}") if body is None else body
    block = f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\n{http}\r\n".encode() + body
    if kind == "resource":
        block = body
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{number:032x}>\r\n"
        f"WARC-Target-URI: {url or f'https://orrin.example/{number}'}\r\n"
        f"WARC-Date: 2031-02-0{number % 9 + 1}T04:05:06Z\r\n"
        f"Content-Type: {media if kind == 'resource' else f'application/http; msgtype={kind}'}\r\n{headers}"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def packed(records: Sequence[bytes]) -> bytes:
    """Return a .warc.gz, a member for each record."""
    return b"".join(gzip.compress(one, mtime=0) for one in records)


def pdf(pages: Sequence[Sequence[tuple[float, float, float, str]]], info: str = "") -> bytes:
    """Return a PDF of pages of lines (x, y, size, text), 595 by 842 points, in Helvetica."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    kids = []
    for lines in pages:
        shown = []
        for x, y, size, text in lines:
            escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("cp1252")
            shown.append(b"BT /F1 %g Tf %g %g Td (%s) Tj ET" % (size, x, y, escaped))
        stream = b"\n".join(shown)
        objects.append(b"<</Length %d>>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]"
            b"/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>" % len(objects)
        )
        kids.append(len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (
        len(kids),
        b" ".join(b"%d 0 R" % kid for kid in kids),
    )
    objects.append(b"<<%s>>" % info.encode("latin-1"))
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    trailer = b"trailer\n<</Size %d/Root 1 0 R/Info %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        len(objects),
        len(out),
    )
    return out + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table) + trailer


def zipped(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip of files by their names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2031, 2, 3, 4, 5, 6)), content, method)
    return out.getvalue()


def tarred(files: Mapping[str, bytes], *others: tarfile.TarInfo, mode: str = "w") -> bytes:
    """Return a tar of files by their names, and of members that are no files."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
        for member in others:
            archive.addfile(member)
    return out.getvalue()


def read(name: str, content: bytes, **options: Any) -> list[Page]:
    """Write a file here, and read it."""
    Path(name).write_bytes(content)
    return list(read_pages([name], **options))


def outcomes(name: str, content: bytes, **options: Any) -> list[tuple[str, str | None]]:
    """Write a file, and return the place of each page in it, with the reason where it is refused."""
    return [(page.input, page.rejected) for page in read(name, content, **options)]
