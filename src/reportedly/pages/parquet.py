"""Parquet: an article a row, read a few rows at a time and no column that is not needed."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, cast

import pyarrow as pa
import pyarrow.parquet as pq

from reportedly.pages.columns import draft_of, layout_with_text
from reportedly.pages.draft import Draft, Limits, Options, UnreadableError

MAGIC = b"PAR1"
ROWS = 64  # held at once


def read(stream: IO[bytes], limits: Limits, options: Options) -> Iterator[Draft]:
    """Yield the article of each row."""
    with _seekable(stream, limits) as file:
        try:
            yield from _rows(pq.ParquetFile(file, pre_buffer=False), limits, options)
        except (pa.ArrowException, OSError, ValueError) as error:
            raise UnreadableError(f"broken Parquet file ({str(error).splitlines()[0][:100]})") from None


def looks(head: bytes) -> bool:
    """Tell whether a file begins as Parquet does."""
    return head.startswith(MAGIC)


def _rows(table: pq.ParquetFile, limits: Limits, options: Options) -> Iterator[Draft]:
    names = table.schema_arrow.names
    layout = layout_with_text(names, options)
    row = 0
    for batch in table.iter_batches(ROWS, columns=layout.columns, use_threads=False):
        for i in range(batch.num_rows):
            row += 1
            values = {name: _value(batch.column(name)[i]) for name in batch.schema.names}
            draft = draft_of(values, layout, limits, options)
            draft.row = row
            yield draft
    if not row:
        raise UnreadableError("empty: a table without rows")


def _value(cell: pa.Scalar) -> Any:
    """Return what a cell holds, None for a time that Python has no value for."""
    if pa.types.is_timestamp(cell.type) and cell.type.unit == "ns":
        cell = cell.cast(pa.timestamp("us", cell.type.tz), safe=False)
    try:
        return cell.as_py()
    except (ValueError, OverflowError, KeyError):
        return None


@contextmanager
def _seekable(stream: IO[bytes], limits: Limits) -> Iterator[IO[bytes]]:
    """Yield the file itself, or a copy of what comes packed or piped: Parquet is read from its end."""
    if isinstance(stream, io.BufferedReader) and isinstance(stream.raw, io.FileIO) and stream.seekable():
        yield stream
        return
    with tempfile.TemporaryFile() as copy:
        while block := stream.read(1_000_000):
            copy.write(block)
            if copy.tell() > limits.document:
                raise UnreadableError(f"larger than {limits.document / 1e6:g} MB, and packed")
        copy.seek(0)
        yield cast(IO[bytes], copy)
