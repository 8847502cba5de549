"""Files of the kinds that hold pages, made for tests: records of a crawl, archives, PDFs."""

from __future__ import annotations

import gzip
from collections.abc import Sequence

PAGE = (
    "<!doctype html><html><head><title>{title}</title></head><body><article><h1>{title}</h1>"
    "<p>The harbour office said on Tuesday that the ferry to Orrin would not sail before spring, "
    "because its engine had to be taken out.</p><p>Islanders said they had not been asked.</p>"
    "</article></body></html>"
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
