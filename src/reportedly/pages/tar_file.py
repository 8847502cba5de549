"""Tar, read as a stream from its beginning to its end; packed ones are unpacked on the way."""

from __future__ import annotations

import io
import lzma
import tarfile
import zlib
from collections.abc import Iterator
from typing import IO, Any, cast

from reportedly.pages.companions import in_companion
from reportedly.pages.draft import Draft, Entry, Limits, Note, Options, UnreadableError
from reportedly.pages.entries import hidden, refusal

_KINDS = {
    tarfile.SYMTYPE: "a link",
    tarfile.LNKTYPE: "a link",
    tarfile.CHRTYPE: "a device",
    tarfile.BLKTYPE: "a device",
    tarfile.FIFOTYPE: "a named pipe",
}

_LONG = (tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK)
_HEADER = 1_000_000  # bytes of an extended header: names and dates


def looks(head: bytes) -> bool:
    """Return whether a file begins with a tar's header (all tars since 1988 have the mark)."""
    return head[257:262] == b"ustar"


def read(stream: IO[bytes], limits: Limits, options: Options) -> Iterator[Draft | Entry | Note]:
    """Yield the files in a tar, in its order."""
    names: set[str] = set()
    if stream.seekable():
        # A saved page's folder may come before the page.
        names = {member.name for member, _ in _members(stream, limits) if member}
        stream.seek(0)
    found = False
    for member, content in _members(stream, limits):
        if member is None:
            found = True
            yield Draft(rejected="broken tar file; what follows is not read")
        elif not member.isdir() and not hidden(member.name) and not in_companion(member.name, names):
            found = True
            problem = refusal(member.name, _KINDS.get(member.type))
            if problem or content is None:
                yield Draft(path=member.name, rejected=problem or "not a file")
            else:
                yield Entry(cast(IO[bytes], _Forward(content)), path=member.name)
        if member:
            names.add(member.name)
    if not found:
        raise UnreadableError("empty")


class _Forward(io.RawIOBase):
    """A stream that is read from first to last, and counted (tarfile's own say that they can go back)."""

    def __init__(self, inner: IO[bytes]) -> None:
        self._inner = inner
        self.taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._inner.read(len(buffer))
        buffer[: len(data)] = data
        self.taken += len(data)
        return len(data)


class _Member(tarfile.TarInfo):
    """A member whose extended headers, which tarfile holds in memory, are of a sane size."""

    def _proc_member(self, archive: tarfile.TarFile) -> Any:
        extended = self.type in (tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, *_LONG)
        if extended and not 0 <= self.size <= _HEADER:
            raise tarfile.ReadError("an extended header too long")
        return super()._proc_member(archive)  # type: ignore[misc]


def _members(stream: IO[bytes], limits: Limits) -> Iterator[tuple[tarfile.TarInfo | None, IO[bytes] | None]]:
    """Yield the members of a tar with their contents, None where it is broken; then it ends."""
    try:
        counted = _Forward(stream)
        with tarfile.open(
            fileobj=cast(IO[bytes], counted), mode="r|", tarinfo=_Member, errorlevel=0
        ) as archive:
            for number, member in enumerate(archive):
                yield member, archive.extractfile(member) if member.isfile() else None
                if number > limits.entries:
                    return
        if counted.taken % tarfile.BLOCKSIZE:  # cut within a header, which tarfile takes for the end
            yield None, None
    except (tarfile.TarError, EOFError, ValueError, OverflowError, zlib.error, lzma.LZMAError):
        yield None, None
