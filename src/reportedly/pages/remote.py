"""Files at addresses that Arrow knows (hdfs://, s3://, gs://, file://), found and opened like others."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import IO, cast

import pyarrow as pa
from pyarrow import fs

_BUFFER = 1 << 20


def listed(path: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield the addresses of the files at or under one, sorted, with their size and time (ns, 0 for none).

    Hidden files are passed over. Raises OSError where there is nothing, or it cannot be looked at.
    """
    system, root = _system(path)
    info = system.get_file_info(root)
    if info.type == fs.FileType.NotFound:
        raise FileNotFoundError(2, "no such file or folder")
    infos = [info] if info.is_file else system.get_file_info(fs.FileSelector(root, recursive=True))
    before = path[: len(path.rstrip("/")) - len(root.rstrip("/"))]
    for one in sorted(infos, key=lambda one: str(one.path)):
        if one.is_file and "/." not in one.path[len(root) :]:
            yield before + one.path, (int(one.size or 0), int(one.mtime_ns or 0))


def opened(path: str) -> tuple[io.BufferedReader, int]:
    """Return what reads a file at an address, and its size in bytes; raise OSError where there is none."""
    system, name = _system(path)
    stream = cast(IO[bytes], system.open_input_file(name))
    size = system.get_file_info(name).size or 0
    return io.BufferedReader(cast(io.RawIOBase, stream), _BUFFER), int(size)


def _system(path: str) -> tuple[fs.FileSystem, str]:
    try:
        system, name = fs.FileSystem.from_uri(path)
    except (pa.ArrowException, ValueError) as error:
        raise OSError(f"no address of files: {error}") from error
    return system, str(name)
