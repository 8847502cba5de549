"""Rows as Arrow: the schema of a row type, and rows to batches and back."""

from __future__ import annotations

import dataclasses
import functools
import types
import typing
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.compute as pc

Row = TypeVar("Row")

_SCALARS: dict[Any, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    bytes: pa.binary(),
}


def _arrow(hint: Any) -> tuple[pa.DataType, bool]:
    """Arrow type of a type hint, and whether it may be null."""
    if hint in _SCALARS:
        return _SCALARS[hint], False
    if dataclasses.is_dataclass(hint):
        return pa.struct(list(schema(typing.cast(type, hint)))), False
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin is list:
        inner, null = _arrow(args[0])
        return pa.list_(pa.field("item", inner, nullable=null)), False
    if origin in (types.UnionType, typing.Union) and type(None) in args:
        return _arrow(next(a for a in args if a is not type(None)))[0], True
    raise TypeError(f"no Arrow type for {hint!r}")


@functools.cache
def schema(row: type) -> pa.Schema:
    """Return the Arrow schema of a row type: its fields, in order, nullable only where None is allowed."""
    hints = typing.get_type_hints(row)
    fields = []
    for f in dataclasses.fields(row):
        kind, null = _arrow(hints[f.name])
        fields.append(pa.field(f.name, kind, nullable=null))
    return pa.schema(fields)


@functools.cache
def with_columns(row: type, **columns: type) -> type:
    """Return the row type with columns before its own, under the same name."""
    hints = typing.get_type_hints(row)
    own = [(f.name, hints[f.name]) for f in dataclasses.fields(row)]
    return dataclasses.make_dataclass(row.__name__, [*columns.items(), *own])


def to_batch(rows: Sequence[Any], row: type) -> pa.RecordBatch:
    """Return rows of one dataclass as a record batch of its schema."""
    return pa.RecordBatch.from_pylist([dataclasses.asdict(r) for r in rows], schema=schema(row))


def to_table(rows: Iterable[Any], row: type) -> pa.Table:
    """Return rows of one dataclass as a table of its schema."""
    return pa.Table.from_batches([to_batch(list(rows), row)], schema=schema(row))


def from_batch(batch: pa.RecordBatch | pa.Table, row: type[Row]) -> list[Row]:
    """Return the rows of a batch or table as dataclasses (children too)."""
    build: Callable[[Any], Row] = _builder(typing.cast(Any, row))
    return [build(values) for values in batch.to_pylist()]


@functools.cache
def _builder(hint: Any) -> Callable[[Any], Any]:
    """Return a function from plain values (dicts, lists) to what the hint says."""
    if dataclasses.is_dataclass(hint):
        hints = typing.get_type_hints(hint)
        parts = [(f.name, _builder(hints[f.name])) for f in dataclasses.fields(hint)]
        make = typing.cast(type, hint)
        return lambda v: make(**{name: build(v[name]) for name, build in parts})
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin is list:
        inner = _builder(args[0])
        return (lambda v: v) if inner is _same else lambda v: [inner(x) for x in v]
    if origin in (types.UnionType, typing.Union):
        inner = _builder(next(a for a in args if a is not type(None)))
        return _same if inner is _same else lambda v: None if v is None else inner(v)
    return _same


def _same(value: Any) -> Any:
    return value


def conform(batch: pa.RecordBatch, want: pa.Schema) -> pa.RecordBatch:
    """Return a batch in the wanted schema: the same names in the same order, types that cast without loss.

    Engines hand everything back nullable, nested fields too, which no Arrow cast undoes; such a batch
    is built anew. Raises ValueError, which says what differs.
    """
    if batch.schema.names != want.names:
        raise ValueError(f"columns {batch.schema.names}, wanted {want.names}")
    if batch.schema.equals(want):
        return batch
    for column, wanted in zip(batch.columns, want, strict=True):
        if column.null_count and not wanted.nullable:
            raise ValueError(f"nulls in {wanted.name!r}")
    try:
        plain = [_loose(wanted.type) for wanted in want]
        columns = [pc.cast(c, kind) for c, kind in zip(batch.columns, plain, strict=True)]
        loose = pa.RecordBatch.from_arrays(columns, names=want.names)
        return pa.RecordBatch.from_pylist(loose.to_pylist(), schema=want)
    except (pa.ArrowException, TypeError) as error:
        raise ValueError(f"a column of another type: {error}") from error


def _loose(kind: pa.DataType) -> pa.DataType:
    """Return the type with every nested field nullable."""
    if pa.types.is_struct(kind):
        return pa.struct([pa.field(f.name, _loose(f.type)) for f in kind])
    if pa.types.is_list(kind):
        return pa.list_(_loose(kind.value_type))
    return kind
