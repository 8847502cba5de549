"""PDF with a text layer: columns in reading order, words whole again, running heads left out."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import IO, TypeVar

import pypdfium2
import pypdfium2.raw as pdfium

from reportedly.pages.draft import Draft, Limits, Options, UnreadableError, read_bounded
from reportedly.pages.typeset import Piece, paragraphs, without_running_heads

T = TypeVar("T")
_PAGES = 300  # more is a book
_SIGNS = 100_000  # on one page; no newspaper has more
_SECONDS = 20.0
_WORDS = re.compile(r"\w+")
_DATE = re.compile(r"(?:D:)?(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(?:(Z)|([+-])(\d\d)'?(\d\d)?)?")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_SAVED_AGAIN = timedelta(days=2)


def looks(head: bytes) -> bool:
    """Return whether a file begins as PDFs do (a few bytes may stand before it)."""
    return b"%PDF-" in head[:1024] and not re.match(rb"\s*[<\[{\w]", head)


def read(stream: IO[bytes], limits: Limits, options: Options) -> Iterator[Draft]:
    """Yield the one article that a PDF is taken for."""
    content = read_bounded(stream, limits.document)
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower() or "security" in str(error).lower()
        raise UnreadableError("encrypted PDF" if locked else "broken PDF") from None
    try:
        yield _draft(document)
    except pypdfium2.PdfiumError:
        raise UnreadableError("broken PDF") from None
    finally:
        document.close()


def _draft(document: pypdfium2.PdfDocument) -> Draft:
    """Return the text of a PDF, and of its metadata what its text bears out."""
    if len(document) > _PAGES:
        raise UnreadableError(f"a PDF of more than {_PAGES} pages: not one article")
    end = time.monotonic() + _SECONDS
    pages = [_pieces(document[number]) for number in _in_time(range(len(document)), end)]
    text = "\n\n".join(paragraphs(_in_time(without_running_heads(pages), end)))
    if not _WORDS.search(text):
        raise UnreadableError("a PDF without a text layer: pictures of pages")
    information = document.get_metadata_dict()
    created, changed = _date(information["CreationDate"]), _date(information["ModDate"])
    return Draft(
        "text",
        (text + "\n").encode("utf-8", "replace"),
        title=_borne_out(information["Title"], text),
        byline=[name] if (name := _borne_out(information["Author"], text)) else [],
        published=_published(created, changed, text),
        fetched=_shown(changed or created),
    )


def _in_time(items: Iterable[T], end: float) -> Iterator[T]:
    """Yield items; raise UnreadableError when it is too late for the next."""
    for item in items:
        if time.monotonic() > end:
            raise UnreadableError(f"a PDF that takes more than {_SECONDS:g} seconds to read")
        yield item


def _pieces(page: pypdfium2.PdfPage) -> list[Piece]:
    """Return the pieces of a page's lines, parted where gaps are wider than between words."""
    layer = page.get_textpage()
    pieces: list[Piece] = []
    current: Piece | None = None
    try:
        signs = layer.count_chars()
        if signs > _SIGNS:
            raise UnreadableError(f"a PDF with a page of more than {_SIGNS:,} letters: not one article")
        for index in range(signs):
            sign = chr(pdfium.FPDFText_GetUnicode(layer, index))
            if sign in "\r\n\0":
                current = None
                continue
            left, bottom, right, top = layer.get_charbox(index, loose=True)
            if current and not sign.isspace() and _apart(current, left, bottom, top):
                current = None
            if current is None:
                if not sign.isspace():
                    current = Piece(sign, left, right, bottom, top)
                    pieces.append(current)
            else:
                current.text += sign
                if not sign.isspace():
                    current.right = max(current.right, right)
    finally:
        layer.close()
        page.close()
    for piece in pieces:
        piece.text = _whole(piece.text)
    return [piece for piece in pieces if piece.text]


def _apart(piece: Piece, left: float, bottom: float, top: float) -> bool:
    """Return whether a sign stands too far from a piece to belong to it."""
    height = max(piece.height, top - bottom)
    jump = left - piece.right > height or left < piece.right - 2 * height
    return jump or abs((top + bottom) / 2 - piece.middle) > 0.6 * height


def _whole(text: str) -> str:
    """Return text with letters beyond 16 bits, which PDFium hands over in halves, whole again."""
    return " ".join(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").split())


def _borne_out(value: str, text: str) -> str | None:
    """Return a field that stands in the text, too; many are the name of a file, or of a clerk."""
    words = _WORDS.findall(value.lower())
    head = " ".join(_WORDS.findall(text[:3000].lower()))
    long_enough = len(words) > 1 and len(value) < 300
    return " ".join(value.split()) if long_enough and f" {' '.join(words)} " in f" {head} " else None


def _published(created: datetime | None, changed: datetime | None, text: str) -> str | None:
    """Return the day a PDF was made, where nothing tells that it was made long after what it holds."""
    if created is None or (changed and changed - created > _SAVED_AGAIN):
        return None
    years = _YEAR.findall(text[:2000])
    return f"{created:%Y-%m-%d}" if not years or f"{created.year}" in years else None


def _date(value: str) -> datetime | None:
    """Return a PDF's date ("D:20310203040506+01'00'"), None for none and for one that cannot be."""
    match = _DATE.match(value)
    if match is None:
        return None
    year, month, day, hour, minute, second, _, sign, hours, minutes = match.groups()
    try:
        offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0)) * (-1 if sign == "-" else 1)
        zone = timezone(offset)
        date = datetime(
            int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0), tzinfo=zone
        )
        return date.astimezone(UTC) if date.year >= 1990 else None
    except (ValueError, OverflowError):
        return None


def _shown(date: datetime | None) -> str | None:
    return f"{date:%Y-%m-%dT%H:%M:%SZ}" if date else None
