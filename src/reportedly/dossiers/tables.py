"""A dossier as flat tables with keys: what every format that is made of rows is made of.

The tables follow from the records, as the JSON does: each list is a table, named by its place in the
JSON. The rows of `claims[].evidence[].articles` stand in `claims_evidence_articles`; they lead with the
key of the row that they belong to (`claim`, `evidence_n`), then `n`, their place in its list, from 0 on.
A record within a row (`first_reported`) is columns of that row (`first_reported_article`).
"""

from __future__ import annotations

import dataclasses
import functools
import re
import types
import typing
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

from reportedly.dossiers.as_json import published
from reportedly.dossiers.everybody import everybody
from reportedly.records import Dossier, content_hash

# What a row of a table is called where others name it, and the fields that do, in whatever record.
_NAMED_BY = {
    "articles": ("article", {"article", "articles", "as_early", "undated"}),
    "stories": ("story", {"story"}),
    "statements": ("statement", {"statement", "statements"}),
    "claims": ("claim", {"claims"}),
    "sources": ("source", {"outlet", "agency", "chain", "origins", "rests_on", "disputed_by", "speaks_for",
                           "speaker", "changed_by"}),
    "quotes": ("quote", set[str]()),
    "timeline": ("entry", set[str]()),
}  # fmt: skip
_TARGET = {name: table for table, (_, names) in _NAMED_BY.items() for name in names}

# No table format holds these: half a sign of UTF-16, and the sign that ends strings in C.
_UNHELD = re.compile("[\ud800-\udfff\x00]")


class Reference(NamedTuple):
    """Columns whose values are the key of a row of another table, or null."""

    columns: tuple[str, ...]
    table: str
    keys: tuple[str, ...]


@dataclass
class Table:
    """Rows of one kind: each column's type (str, int, float, bool), the key's columns, whom they name."""

    name: str
    columns: dict[str, type]
    key: tuple[str, ...]
    references: list[Reference] = field(default_factory=list)
    rows: list[tuple[Any, ...]] = field(default_factory=list)


def tables(dossier: Dossier) -> list[Table]:
    """Return every table of a dossier, empty ones too, each before those of the lists in its rows.

    No key comes twice. A name of an article, story, statement or claim that is not in the dossier is
    null; `sources` holds everybody who is named. Lone surrogates and NUL are U+FFFD: offsets hold.
    """
    whole = dataclasses.replace(dossier, sources=everybody(dossier))
    made = {table.name: table for table in _layout()}
    known = {name: {_held(_first(row)) for row in getattr(whole, name)} for name in set(_TARGET.values())}
    rows: dict[str, dict[tuple[Any, ...], tuple[Any, ...]]] = {name: {} for name in made}
    for top in _parts(Dossier).lists:
        for item in top.get(whole):
            for name, row in _rows(top, item, (), known):
                rows[name].setdefault(row[: len(made[name].key)], row)
    return [dataclasses.replace(table, rows=list(rows[table.name].values())) for table in made.values()]


# ---------------------------------------------------------------- what a record is made of
class _Column(NamedTuple):
    """A value in a record: the table that it names a row of, if it does."""

    name: str
    get: Callable[[Any], Any]
    type: type
    target: str | None = None


class _List(NamedTuple):
    """A list in a record: its name, and that of the field that holds it; what it is a list of."""

    name: str
    get: Callable[[Any], Any]
    item: Any
    field: str


class _Parts(NamedTuple):
    columns: list[_Column]
    lists: list[_List]


@functools.cache
def _parts(item: Any, held_by: str = "") -> _Parts:
    """Return what an item of a list is made of: a record, a span, or a value of the field `held_by`."""
    if typing.get_origin(item) is list:
        return _Parts([_Column("start", itemgetter(0), int), _Column("end", itemgetter(1), int)], [])
    if not dataclasses.is_dataclass(item):
        target = _TARGET.get(held_by)
        name = _NAMED_BY[target][0] if target else "value"
        return _Parts([_Column(name, lambda value: value, item, target)], [])
    found = _Parts([], [])
    hints = typing.get_type_hints(item)
    for each, name in published(typing.cast(type, item)):
        hint, get = _certain(hints[each.name]), attrgetter(each.name)
        if dataclasses.is_dataclass(hint):
            columns, lists = _parts(typing.cast(Any, hint))
            found.columns.extend(
                c._replace(name=f"{name}_{c.name}", get=_within(get, c.get)) for c in columns
            )
            found.lists.extend(p._replace(name=f"{name}_{p.name}", get=_within(get, p.get)) for p in lists)
        elif typing.get_origin(hint) is list:
            found.lists.append(_List(name, get, typing.get_args(hint)[0], each.name))
        else:
            found.columns.append(_Column(name, get, hint, _TARGET.get(each.name)))
    return found


def _certain(hint: Any) -> Any:
    """Return a type hint without "or None"."""
    return typing.get_args(hint)[0] if isinstance(hint, types.UnionType) else hint


def _within(outer: Callable[[Any], Any], inner: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def get(row: Any) -> Any:
        held = outer(row)
        return None if held is None else inner(held)

    return get


# ---------------------------------------------------------------- tables, and their rows
def _layout() -> Iterator[Table]:
    """Yield the tables of a dossier, without rows."""
    for top in _parts(Dossier).lists:
        columns = {c.name: c.type for c in _parts(top.item).columns}
        table = Table(top.name, columns if _has_key(top.item) else {"id": str, **columns}, ())
        table.key = (next(iter(table.columns)),)
        table.references = list(_named(_parts(top.item).columns))
        yield table
        yield from _below(table, top, ())


def _below(parent: Table, item: _List, top: tuple[Reference, ...]) -> Iterator[Table]:
    """Yield the tables of the lists in the rows of a table; `top` leads to the row that all belongs to."""
    for part in _parts(item.item, item.field).lists:
        owner = (*parent.key[:-1], f"{item.name}_n") if top else (_NAMED_BY[parent.name][0],)
        up = Reference(owner, parent.name, parent.key)
        columns = _parts(part.item, part.field).columns
        table = Table(
            f"{parent.name}_{part.name}",
            {owner[0]: str, **dict.fromkeys((*owner[1:], "n"), int), **{c.name: c.type for c in columns}},
            (*owner, "n"),
            [*top, up, *_named(columns)],
        )
        yield table
        yield from _below(table, part, top or (up,))


def _named(columns: Sequence[_Column]) -> Iterator[Reference]:
    for column in columns:
        if column.target:
            yield Reference((column.name,), column.target, ("name" if column.target == "sources" else "id",))


def _has_key(item: Any) -> bool:
    return _parts(item).columns[0].name in ("id", "name")


def _first(row: Any) -> Any:
    return _parts(typing.cast(Any, type(row))).columns[0].get(row)


def _rows(
    part: _List, item: Any, key: tuple[Any, ...], known: dict[str, set[Any]], table: str = ""
) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Yield an item of a list and those of the lists in it as rows, each with the name of its table."""
    name = f"{table}_{part.name}" if table else part.name
    found = _parts(part.item, part.field)
    values = [_held(column.get(item)) for column in found.columns]
    for n, column in enumerate(found.columns):
        if column.target and values[n] not in known[column.target]:
            values[n] = None
    if not table and not _has_key(part.item):
        values.insert(0, content_hash(item))
    yield name, (*key, *values)
    for inner in found.lists:
        for n, each in enumerate(inner.get(item) or ()):
            yield from _rows(inner, each, (*(key or values[:1]), n), known, name)


def _held(value: Any) -> Any:
    """Return a value as every format of tables can hold it."""
    return _UNHELD.sub("\ufffd", value) if isinstance(value, str) else value
