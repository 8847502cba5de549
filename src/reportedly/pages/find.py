"""Files, folders, globs and `-` -> the files to read, each once, in an order that does not change."""

from __future__ import annotations

import errno
import glob
import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportedly.pages.companions import is_companion

STDIN = "-"

_KINDS = {
    stat.S_IFSOCK: "a socket",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read, or the reason why a path that was given is none."""

    path: str
    problem: str | None = None

    def facts(self) -> tuple[int, int]:
        """Return the size and the time (ns) by which a file is known to be the same; zeros for none."""
        if self.problem or self.path == STDIN:
            return 0, 0
        if is_remote(self.path):
            from reportedly.pages import remote

            return next((facts for _, facts in remote.listed(self.path)), (0, 0))
        info = Path(self.path).stat()
        return info.st_size, info.st_mtime_ns


def find_inputs(paths: Sequence[str]) -> Iterator[Found]:
    """Yield the files that paths stand for: a file, a folder (searched, sorted), a glob, `-` for stdin.

    A file or folder may be at an address that Arrow knows (hdfs://, s3://, gs://, file://).
    A file that several paths or links lead to is yielded once. Hidden files in folders are passed
    over, and so is the folder of a page that was saved whole ("page_files" beside "page.html").
    What cannot be read comes with a `problem`; nothing is raised and nothing is opened.
    """
    seen: set[tuple[int, int]] = set()
    for path in paths:
        if path == STDIN:
            yield Found(STDIN)
        elif is_remote(path):
            yield from _remote(path)
        elif not os.path.lexists(path) and glob.has_magic(path):
            matches = sorted(glob.glob(path, recursive=True))  # noqa: PTH207 (a pattern may be absolute)
            if not matches:
                yield Found(path, "no file matches this pattern")
            for match in matches:
                yield from _walk(match, seen, ())
        else:
            yield from _walk(path, seen, ())


def _walk(path: str, seen: set[tuple[int, int]], above: tuple[tuple[int, int], ...]) -> Iterator[Found]:
    """Yield the files at and under a path; `above` are the folders that it lies in."""
    try:
        info = Path(path).stat()
    except (OSError, ValueError) as error:
        yield Found(path, reason(error))
        return
    this = (info.st_dev, info.st_ino)
    if this in above:
        yield Found(path, "a link back to a folder that it lies in")
    elif this in seen:
        return
    elif stat.S_ISDIR(info.st_mode):
        seen.add(this)
        try:
            names = sorted(entry.name for entry in Path(path).iterdir() if not entry.name.startswith("."))
        except OSError as error:
            yield Found(path, reason(error))
            return
        for name in names:
            if is_companion(name, names) and Path(path, name).is_dir():
                continue
            yield from _walk(str(Path(path, name)), seen, (*above, this))
    elif stat.S_ISREG(info.st_mode):
        seen.add(this)
        yield Found(path)
    else:
        yield Found(path, f"not a file but {_KINDS.get(stat.S_IFMT(info.st_mode), 'something else')}")


def is_remote(path: str) -> bool:
    """Tell whether a path is an address of files (hdfs://, s3://, file://), and not of a page."""
    return re.match(r"(?!https?:)[a-z][a-z0-9+.-]+://", path) is not None


def _remote(path: str) -> Iterator[Found]:
    """Yield the files at or under an address, sorted."""
    from reportedly.pages import remote  # loads Arrow's file systems

    try:
        for address, _ in remote.listed(path):
            yield Found(address)
    except OSError as error:
        yield Found(path, reason(error))


def reason(error: Exception) -> str:
    """Return why the system refused a path, in words for people."""
    number = getattr(error, "errno", None)
    if number == errno.ENOENT:
        return "no such file or folder"
    if number == errno.EACCES:
        return "no permission to read it"
    if number == errno.ELOOP:
        return "links that lead in a circle"
    if number == errno.EISDIR:
        return "a folder, not a file"
    return f"cannot be read ({getattr(error, 'strerror', None) or error})"
