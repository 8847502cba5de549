"""Hostile files: the golden pages of every format, broken in many ways; none may end a run.

Bytes are flipped, cut out, repeated and put in from other files, numbers are set to extremes; a
third of the files are then packed (in gzip, zip or tar), so that what is broken lies within. Each
must come back as pages, each either read or rejected with a reason, within its time. A fixed seed
makes the files the same on every run.
"""

from __future__ import annotations

import gzip
import io
import random
import signal
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from types import FrameType

from benchmarks.figures import Figure
from reportedly.pages import FORMATS, read_pages

GOLDEN = Path(__file__).parents[1] / "tests" / "golden" / "pages"
INPUTS = 20_000
SECONDS = 10  # for one file
_BATCH = 500
_EXTREMES = (
    b"\x00" * 4,
    b"\xff" * 4,
    b"\xff\xff\xff\x7f",
    b"0",
    b"-1",
    b"99999999999",
    b"\r\n\r\n",
    b"<" * 50,
    b"[" * 50,
)


class LateError(BaseException):
    """A file takes too long (not an Exception: readers must not take it for one of theirs)."""


def measure() -> list[Figure]:
    """Return how many of the broken files crash a reader, or take too long."""
    batches = [range(start, start + _BATCH) for start in range(0, INPUTS, _BATCH)]
    crashes: list[str] = []
    with ProcessPoolExecutor(2) as pool:
        for batch, running in [(batch, pool.submit(crashes_of, batch)) for batch in batches]:
            try:
                crashes += running.result()
            except BrokenProcessPool:
                crashes.append(f"{batch}: the process died")
    for crash in crashes[:20]:
        print(crash)
    print(f"inputs={INPUTS} crashes={len(crashes)}")
    return [Figure("broken files, each read or refused", INPUTS - len(crashes), "files", floor=INPUTS)]


def crashes_of(seeds: range) -> list[str]:
    """Return what went wrong with the broken files of these seeds."""
    signal.signal(signal.SIGALRM, _late)
    with tempfile.TemporaryDirectory() as folder:
        return [crash for seed in seeds for crash in _crash(seed, Path(folder))]


def broken_file(seed: int) -> tuple[str, bytes]:
    """Return the name and content of a broken file."""
    chance = random.Random(seed)
    form = chance.choice(list(FORMATS.values()))
    content = bytearray(_golden(form.name))
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        _break(content, chance)
    ending = chance.choice((form.endings[0], form.endings[0], ".txt", ""))
    return _packed(f"broken{ending}", bytes(content), chance)


def _golden(name: str) -> bytes:
    return (GOLDEN / f"{name}{FORMATS[name].endings[0]}").read_bytes()


def _break(content: bytearray, chance: random.Random) -> None:
    """Break a file in one place."""
    at = chance.randrange(len(content) + 1)
    size = chance.choice((1, 4, 40, 400, 4000))
    way = chance.randrange(6)
    if way == 0:
        for place in range(at, min(at + size, len(content))):
            content[place] ^= chance.choice((1, 128, chance.randrange(256)))
    elif way == 1:
        del content[at : at + size]
    elif way == 2:
        del content[at:]
    elif way == 3:
        content[at:at] = content[at : at + size] * chance.choice((1, 10))
    elif way == 4:
        other = _golden(chance.choice(list(FORMATS)))
        begin = chance.randrange(len(other))
        content[at : at + size] = other[begin : begin + size]
    else:
        extreme = chance.choice(_EXTREMES)
        content[at : at + len(extreme)] = extreme


def _packed(name: str, content: bytes, chance: random.Random) -> tuple[str, bytes]:
    """Return a file as it is, or, one time in three, packed."""
    way = chance.randrange(9)
    out = io.BytesIO()
    if way == 0:
        return f"{name}.gz", gzip.compress(content, 1)
    if way == 1:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, content)
        return "packed.zip", out.getvalue()
    if way == 2:
        with tarfile.open(fileobj=out, mode="w") as tar:
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
        return "packed.tar", out.getvalue()
    return name, content


def _crash(seed: int, folder: Path) -> Iterator[str]:
    """Read one broken file; yield what is wrong with how that ends."""
    name, content = broken_file(seed)
    path = folder / name
    path.write_bytes(content)
    signal.alarm(SECONDS)
    try:
        notes: list[str] = []
        pages = list(read_pages([str(path)], warn=notes.append))
        if not pages and not notes:
            yield f"{seed} {name}: no outcome"
        if any(page.rejected is not None and not page.rejected.strip() for page in pages):
            yield f"{seed} {name}: a refusal without a reason"
    except LateError:
        yield f"{seed} {name}: more than {SECONDS} s"
    except Exception as error:  # this is what is looked for
        yield f"{seed} {name}: {type(error).__name__}: {error}"
    finally:
        signal.alarm(0)
        path.unlink()


def _late(number: int, frame: FrameType | None) -> None:
    raise LateError
