"""A file -> drafts: unpacks it, tells its kind, reads it, and the files in it the same way."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import IO, Any, cast

from reportedly.pages import warc
from reportedly.pages.budget import Budget, Metered
from reportedly.pages.draft import Draft, Entry, Limits, Note, Options, UnreadableError, read_bounded
from reportedly.pages.find import reason
from reportedly.pages.formats import FORMATS, find_format, split_name
from reportedly.pages.members import Members

_HEAD = 8192
_DEPTH = 2  # an archive, and archives in it

HOPELESS = 1000
"""So many rows of a feed or table refused one after the other, and the rest of it is left."""


@dataclass(frozen=True)
class Place:
    """Where a page was found: as it is shown to people, and the name that the page goes by."""

    shown: str
    stem: str

    def at(self, item: Draft | Entry) -> Place:
        """Return the place of a row, or of a file, in the file that is here."""
        if item.path is not None:
            return Place(f"{self.shown}!/{item.path}", split_name(PurePosixPath(item.path).name)[0])
        return Place(f"{self.shown}:{item.row}", f"{self.stem}-{item.row}") if item.row else self


@dataclass(frozen=True)
class Reading:
    """How the files of a run are read, and what one input of it may still unpack to."""

    limits: Limits
    options: Options
    budget: Budget

    def drafts(
        self,
        raw: io.BufferedReader,
        name: str | None,
        place: Place,
        within: Entry | None = None,
        depth: int = 0,
    ) -> Iterator[tuple[Place, Draft | Note]]:
        """Yield what a file holds, and where; whatever is wrong with it ends it with a rejected draft.

        A `name` of None is a stream without one. Raises TooMuchError alone.
        """
        packing = None
        try:
            stream, packing = self._unpacked(raw)
            form = find_format(split_name(name)[1] if name else None, stream.peek(_HEAD)[:_HEAD])
            if form is None and name is None and not within:
                form = FORMATS["text"]  # from standard input, where somebody pastes a line
            if within and within.optional and (form is None or form.holds not in ("page", "document")):
                within.passed_over = True
                return
            if form is None:
                raise UnreadableError(f"not a kind of file that is read here ({', '.join(FORMATS)})")
            if form.holds == "archive" and depth >= _DEPTH:
                raise UnreadableError("an archive in an archive in an archive")
            if form.holds == "document":
                yield place, Draft(form.name, read_bounded(stream, self.limits.document))
                return
            for item in _until_hopeless(form.read(cast(IO[bytes], stream), self.limits, self.options)):
                if isinstance(item, Entry):
                    self.budget.spend(entries=0 if item.row else 1)
                    yield from self._within(item, place.at(item), depth + 1)
                else:
                    yield (place if isinstance(item, Note) else place.at(item)), item
        except UnreadableError as problem:
            yield place, Draft(rejected=str(problem))
        except (EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, tarfile.TarError):
            yield place, Draft(rejected=f"broken {packing or 'packed'} file")
        except OSError as error:
            broken = packing and error.errno is None  # from a decompressor, not from the system
            yield place, Draft(rejected=f"broken {packing} file" if broken else reason(error))

    def _within(self, entry: Entry, place: Place, depth: int) -> Iterator[tuple[Place, Draft | Note]]:
        """Yield what a file in a file holds; what the outer one knows of it fills gaps."""
        stream = cast(IO[bytes], Metered(entry.stream, self.budget)) if entry.packed else entry.stream
        buffered = io.BufferedReader(cast(Any, stream), 1 << 16)
        name = PurePosixPath(entry.path).name if entry.path else None
        for where, item in self.drafts(buffered, name, place, entry, depth):
            if isinstance(item, Draft):
                item = replace(item, url=item.url or entry.url, fetched=item.fetched or entry.fetched)
            yield where, item

    def _unpacked(self, raw: io.BufferedReader) -> tuple[io.BufferedReader, str | None]:
        """Return the stream, unpacked, and how it was packed, whatever its name says."""
        head = raw.peek(_HEAD)
        inner: object
        if head.startswith(b"\x1f\x8b"):
            if warc.looks(_first_bytes(head)):
                return io.BufferedReader(Members(cast(IO[bytes], raw)), 1 << 16), "gzip"
            packing, inner = "gzip", gzip.GzipFile(fileobj=raw)
        elif head.startswith(b"BZh") and head[4:10] == b"1AY&SY":
            packing, inner = "bzip2", bz2.BZ2File(raw)
        elif head.startswith(b"\xfd7zXZ\0"):
            packing, inner = "xz", lzma.LZMAFile(raw)  # noqa: SIM115 (the caller closes what is under it)
        else:
            return raw, None
        return io.BufferedReader(Metered(cast(IO[bytes], inner), self.budget), 1 << 16), packing


def _until_hopeless(items: Iterator[Draft | Entry | Note]) -> Iterator[Draft | Entry | Note]:
    """Yield what a file holds; raise UnreadableError after too many refused rows, one after the other."""
    refused = 0
    for item in items:
        yield item
        if not isinstance(item, Note):
            refused = refused + 1 if isinstance(item, Draft) and item.row and item.rejected else 0
        if refused == HOPELESS:
            raise UnreadableError(
                f"{HOPELESS:,} entries one after the other are no articles; the rest is not read"
            )


def _first_bytes(head: bytes) -> bytes:
    """Return what the beginning of a gzip file unpacks to, as far as it does."""
    try:
        return zlib.decompressobj(31).decompress(head, _HEAD)
    except zlib.error:
        return b""
