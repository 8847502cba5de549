"""Zip, and WACZ, which is a zip of what a crawler fetched."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from reportedly.pages.companions import in_companion
from reportedly.pages.draft import Draft, Entry, Limits, Note, Options, UnreadableError, read_bounded
from reportedly.pages.entries import hidden, refusal

_ENCRYPTED = 0x1
_UNIX = 3


def looks(head: bytes) -> bool:
    """Return whether a file begins as a zip does (an empty one is its directory alone)."""
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08PK\x03\x04"))


def read(stream: IO[bytes], limits: Limits, options: Options) -> Iterator[Draft | Entry | Note]:
    """Yield the files in a zip, in its order; of a WACZ, its WARCs."""
    if not stream.seekable():
        stream = io.BytesIO(read_bounded(stream, limits.document))
    try:
        archive = zipfile.ZipFile(stream)
    # NotImplementedError is zipfile's word for a zip of several disks, or of a later version than it knows.
    except (zipfile.BadZipFile, struct.error, ValueError, OverflowError, NotImplementedError):
        raise UnreadableError("broken zip file") from None
    with archive:
        files = [info for info in archive.infolist() if not info.filename.endswith("/")]
        names = {info.filename for info in files}
        if _is_wacz(names):
            files = [info for info in files if info.filename.startswith("archive/")]
        files = [i for i in files if not (hidden(i.filename) or in_companion(i.filename, names))]
        if not files:
            raise UnreadableError("empty")
        for info in files:
            yield from _entry(archive, info)


def _is_wacz(names: set[str]) -> bool:
    return "datapackage.json" in names and any(
        name.startswith("archive/") and ".warc" in name for name in names
    )


def _entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[Draft | Entry]:
    """Yield one file of the zip, or why it is not read."""
    mode = info.external_attr >> 16 if info.create_system == _UNIX else 0
    problem = refusal(info.filename, "a link" if stat.S_ISLNK(mode) else None)
    if info.flag_bits & _ENCRYPTED:
        problem = "encrypted"
    if problem:
        yield Draft(path=info.filename, rejected=problem)
        return
    try:
        with archive.open(info) as stream:
            packed = info.compress_type != zipfile.ZIP_STORED
            yield Entry(stream, path=info.filename, packed=packed)
    except (zipfile.BadZipFile, zlib.error, struct.error, ValueError):
        yield Draft(path=info.filename, rejected="broken in the zip file")
    except (NotImplementedError, RuntimeError):  # zipfile's own: another compression, or a password
        yield Draft(path=info.filename, rejected="packed in a way that is not known here")
