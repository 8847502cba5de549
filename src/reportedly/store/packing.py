"""Rows as bytes: a whole row in one column, beside the few columns that are searched.

DuckDB reads lists of structs 2,048 rows at a time; one article's reading among many is found a
hundred times faster as bytes (docs/decisions.md has the figures). A field that a row type gained since
a row was packed has its default, one that it lost is passed over: so records may grow without a migration.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import types
import typing
from collections.abc import Callable, Collection
from typing import Any, TypeVar

import pyarrow as pa

from reportedly.errors import StoreError

Row = TypeVar("Row")

_MOST = 1 << 31  # bytes that anything here unpacks to; what says more is damaged
_SIZE = 8


def compress(data: bytes) -> bytes:
    """Return bytes compressed (zstd), behind their length."""
    return len(data).to_bytes(_SIZE, "little") + bytes(pa.compress(data, codec="zstd", asbytes=True))


def decompress(data: bytes) -> bytes:
    """Return what was compressed; raise StoreError where it is damaged."""
    size = int.from_bytes(data[:_SIZE], "little")
    if len(data) < _SIZE or size > _MOST:
        raise StoreError("compressed bytes in the store are damaged")
    try:
        return bytes(pa.decompress(data[_SIZE:], decompressed_size=size, codec="zstd", asbytes=True))
    except (pa.ArrowException, OSError) as error:
        raise StoreError("compressed bytes in the store are damaged") from error


def pack(row: Any) -> bytes:
    """Return a dataclass, with all that is in it, as bytes."""
    return compress(json.dumps(dataclasses.asdict(row), separators=(",", ":")).encode("ascii"))


def unpack(data: bytes, row: type[Row]) -> Row:
    """Return the dataclass that was packed; raise StoreError where it is damaged, or of another type."""
    try:
        return typing.cast(Row, _builder(typing.cast(Any, row))(json.loads(decompress(data))))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise StoreError(f"a row of the store is damaged: no {row.__name__} ({error})") from error


@functools.cache
def _builder(hint: Any) -> Callable[[Any], Any]:
    """Return a function from plain values to what the hint says."""
    if dataclasses.is_dataclass(hint):
        hints = typing.get_type_hints(hint)
        parts = {f.name: _builder(hints[f.name]) for f in dataclasses.fields(hint)}
        return functools.partial(_made, typing.cast(type, hint), parts.keys(), [
            (name, part) for name, part in parts.items() if part is not _same
        ])  # fmt: skip
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin is list:
        inner = _builder(args[0])
        return _same if inner is _same else lambda v: [inner(x) for x in v]
    if origin is dict:
        value = _builder(args[1])
        return lambda v: {key: value(each) for key, each in v.items()}
    if origin in (types.UnionType, typing.Union):
        inner = _builder(next(a for a in args if a is not type(None)))
        return _same if inner is _same else lambda v: None if v is None else inner(v)
    return _same


def _made(
    make: type, names: Collection[str], parts: list[tuple[str, Callable[[Any], Any]]], values: dict[str, Any]
) -> Any:
    """Return a dataclass of plain values, which nobody else holds, those of `parts` built first."""
    if values.keys() - names:
        values = {name: value for name, value in values.items() if name in names}
    for name, part in parts:
        if name in values:
            values[name] = part(values[name])
    return make(**values)


def _same(value: Any) -> Any:
    return value
