"""WARC: what a crawler fetched, one record at a time, however large the file.

Pages are the records of type response and resource that were found (HTTP status 2xx) and hold HTML,
text, a feed or a PDF. The rest (pictures, scripts, redirects, requests) is counted and passed over.
"""

from __future__ import annotations

import io
import re
from collections import Counter, OrderedDict
from collections.abc import Iterator
from typing import IO, Literal

from fastwarc.warc import WarcRecord, WarcRecordType

from reportedly.pages.draft import Draft, Entry, Limits, Note, Options, UnreadableError, to_utf8
from reportedly.pages.frames import Frame, frames

_START = re.compile(rb"\s*WARC/[01]\.\d+\r?\n")
_PAGES = re.compile(
    r"text/(?:html|plain|xml|markdown)|multipart/related"
    r"|application/(?:xml|(?:xhtml|rss|atom|rdf)\+xml|feed\+json|(?:x-)?pdf|octet-stream)"
)
_MEDIA = re.compile(rb"^(?:content-type|warc-identified-payload-type):[ \t]*([\w.+-]+/[\w.+-]+)", re.I | re.M)
_NOT_CONTENT = (204, 205, 206)  # found, but nothing, or only a piece of it, was sent
_NO_PAGE, _NOT_FOUND = "that are no pages", "with an HTTP status other than 2xx"
_BROKEN = 1000
_HELD = 50_000_000  # bytes of payloads that revisit records may still point to
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z)?")


def looks(head: bytes) -> bool:
    """Return whether a file begins with a record."""
    return bool(_START.match(head))


def read(stream: IO[bytes], limits: Limits, options: Options) -> Iterator[Draft | Entry | Note]:
    """Yield the pages of a WARC; what is broken is refused by itself, and the rest goes on."""
    passed: Counter[str] = Counter()
    pages = row = 0
    seen = _Seen()
    broken = 0  # one after the other
    for row, frame in enumerate(frames(stream, limits.page), 1):
        broken = broken + 1 if frame.problem else 0
        if broken > _BROKEN:
            raise UnreadableError(f"{_BROKEN:,} broken records one after the other; what follows is not read")
        try:
            entry = _entry(frame, row, seen, passed, limits)
        except UnreadableError as problem:
            pages += 1
            yield Draft(row=row, rejected=str(problem))
            continue
        if entry:
            yield entry
            pages += not entry.passed_over
            passed[_NO_PAGE] += entry.passed_over
    if not pages:
        raise UnreadableError(f"no page among its {row} records")
    if passed := +passed:
        kinds = ", ".join(f"{number} {kind}" for kind, number in sorted(passed.items()))
        yield Note(f"records passed over: {kinds}")


def _is_page(header: bytes) -> bool:
    """Return whether what is left of a record may have been a page, for all that its header says."""
    if re.search(rb"^warc-type:[ \t]*(?:request|metadata|warcinfo)", header, re.I | re.M):
        return False
    media = [name.decode().lower() for name in _MEDIA.findall(header)]
    inner = [name for name in media if name != "application/http"]
    return not inner or any(map(_PAGES.fullmatch, inner))


def _entry(frame: Frame, row: int, seen: _Seen, passed: Counter[str], limits: Limits) -> Entry | None:
    """Return the page that a record holds, None for a record that holds none."""
    if frame.problem:
        if _is_page(frame.data):
            raise UnreadableError(frame.problem)
        passed[_NO_PAGE] += 1
        return None
    try:
        record = _parsed(frame.data, "none")
    except (OSError, ValueError) as error:
        raise UnreadableError(f"a broken record ({error})") from None
    kind, url = record.record_type, (record.headers.get("WARC-Target-URI") or "").strip("<>")
    if kind not in (WarcRecordType.response, WarcRecordType.resource, WarcRecordType.revisit):
        return None
    status = record.http_headers.status_code if record.http_headers else None
    revisit = kind == WarcRecordType.revisit
    if record.is_http and not revisit and not (status and 200 <= status < 300 and status not in _NOT_CONTENT):
        passed[_NOT_FOUND] += 1
        return None
    media = (record.http_content_type if record.is_http else record.headers.get("Content-Type")) or ""
    media = media.partition(";")[0].strip().lower()
    if media and not _PAGES.fullmatch(media):
        passed[_NO_PAGE] += 1
        return None
    if revisit:
        content = seen.find(record)
    else:
        if cut := record.headers.get("WARC-Truncated"):
            raise UnreadableError(f"cut off when it was fetched (WARC-Truncated: {cut[:40]})")
        content = to_utf8(_payload(frame.data, limits.page), record.http_charset)
        seen.keep(record, content)
    date = _DATE.fullmatch(record.headers.get("WARC-Date") or "")
    return Entry(
        io.BytesIO(content),
        row=row,
        url=url if url.startswith(("http:", "https:")) else None,
        fetched=date[0] if date else None,
        optional=True,
    )


def _parsed(data: bytes, decode: Literal["none", "all"]) -> WarcRecord:
    """Return a record, its HTTP headers read, that decodes its payload as they say or leaves it as it is."""
    record = WarcRecord.from_bytes(data)
    if record.is_http:
        record.parse_http(auto_decode=decode, strict_mode=False)
    return record


def _payload(data: bytes, limit: int) -> bytes:
    """Return what was fetched, decoded, or as it is where the HTTP headers do not tell the truth."""
    try:
        content = _parsed(data, "all").reader.read(limit + 1)
    except (OSError, ValueError):
        content = _parsed(data, "none").reader.read(limit + 1)
    if len(content) > limit:
        raise UnreadableError(f"larger than {limit / 1e6:g} MB")
    return content


class _Seen:
    """The last payloads of a file, for the records that say: the same as then."""

    def __init__(self) -> None:
        self._pages: OrderedDict[tuple[str, ...], bytes] = OrderedDict()
        self._names: dict[str, tuple[str, ...]] = {}
        self._size = 0

    def keep(self, record: WarcRecord, content: bytes) -> None:
        """Keep a payload under the names that a later record may call it by; let go of the oldest."""
        headers, visit = record.headers, _visit(record, "WARC-Target-URI", "WARC-Date")
        called = (headers.get("WARC-Record-ID"), visit, headers.get("WARC-Payload-Digest"))
        names = tuple(name for name in called if name)
        if not names or names in self._pages:
            return
        self._pages[names] = content
        self._names.update(dict.fromkeys(names, names))
        self._size += len(content)
        while self._size > _HELD:
            old, content = self._pages.popitem(last=False)
            self._size -= len(content)
            for name in old:
                if self._names.get(name) == old:
                    del self._names[name]

    def find(self, record: WarcRecord) -> bytes:
        """Return the payload that a revisit record points to; raise UnreadableError where it is not held."""
        headers = record.headers
        earlier = _visit(record, "WARC-Refers-To-Target-URI", "WARC-Refers-To-Date")
        for name in (headers.get("WARC-Refers-To"), earlier, headers.get("WARC-Payload-Digest")):
            if name and name in self._names:
                return self._pages[self._names[name]]
        raise UnreadableError("the same as a page fetched earlier, which is not at hand (revisit record)")


def _visit(record: WarcRecord, address: str, date: str) -> str | None:
    """Return the address and time of a visit as one name."""
    url, time = record.headers.get(address), record.headers.get(date)
    return f"{time} {url}" if url and time else None
