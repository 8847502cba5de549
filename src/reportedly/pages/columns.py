"""A row of somebody's table of articles -> a draft. What each tool calls its columns: columns.toml."""

from __future__ import annotations

import functools
import math
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from reportedly.errors import SettingsError
from reportedly.pages import times
from reportedly.pages.draft import Draft, Limits, Options, UnreadableError, check_text, kind_of

FIELDS = ("id", "url", "outlet", "title", "byline", "published", "text", "page", "summary")
"""What a column may be said to hold."""

SUMMARY_ONLY = "summary only"

_HALF = re.compile("[\ud800-\udfff]")
_HOST = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}/?")
_QUOTED = re.compile(r"'([^']*)'|\"([^\"]*)\"")  # as Python and JSON write lists into a cell
_LIST = re.compile(r"\s*\[.{0,5000}\]\s*", re.S)


@dataclass(frozen=True)
class Tool:
    """How one tool lays out its tables."""

    name: str
    sign: frozenset[str]
    fields: Mapping[str, tuple[str, ...]]
    cut: re.Pattern[str] | None = None
    date: str | None = None
    headerless: tuple[str, ...] = ()
    first: re.Pattern[str] | None = None
    grouped: str | None = None


@dataclass(frozen=True)
class Layout:
    """Where in the rows of one table the fields are: paths of keys, the best first."""

    tool: Tool
    paths: Mapping[str, tuple[tuple[str, ...], ...]]

    @property
    def columns(self) -> list[str]:
        """The columns that are read."""
        return list(dict.fromkeys(path[0] for paths in self.paths.values() for path in paths))


@functools.cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("columns.toml").read_text("utf8"))


@functools.cache
def tools() -> tuple[Tool, ...]:
    """Return the tools whose tables are known; the last one fits any table."""
    return tuple(
        Tool(
            row["name"],
            frozenset(map(fold, row.get("sign", ()))),
            {field: tuple(row[field]) for field in FIELDS if field in row},
            re.compile(row["cut"]) if "cut" in row else None,
            row.get("date"),
            tuple(row.get("headerless", ())),
            re.compile(row["first"]) if "first" in row else None,
            row.get("grouped"),
        )
        for row in _data()["tool"]
    )


def fold(column: str) -> str:
    """Return a column's name without what spellings of it differ in: capitals and signs."""
    return re.sub(r"[\W_]+", "", column).casefold()


@functools.cache
def vocabulary() -> frozenset[str]:
    """Return the names, folded, of all columns that some tool uses."""
    named = (column for tool in tools() for columns in tool.fields.values() for column in columns)
    heads = {fold(part) for column in named for part in (column, column.partition(".")[0])}
    return frozenset(heads.union(*(tool.sign for tool in tools())))


def check_columns(columns: Iterable[tuple[str, str]]) -> None:
    """Raise SettingsError for a field that no column can hold."""
    for field, column in columns:
        if field not in FIELDS:
            raise SettingsError(f"no field {field!r} to map a column to; there are: {', '.join(FIELDS)}")
        if not column.strip():
            raise SettingsError(f"no column is named for the field {field!r}")


def layout_of(names: Iterable[str], options: Options) -> Layout:
    """Return where the fields are in rows of these columns."""
    wanted = {fold(column.partition(".")[0]) for _, column in options.columns}
    wanted |= {fold(column) for _, column in options.columns}
    return _layout(tuple(n for n in names if fold(n) in vocabulary() or fold(n) in wanted), options.columns)


def layout_with_text(names: Sequence[str], options: Options) -> Layout:
    """Return the same, or raise UnreadableError where no column of a table can lead to an article."""
    layout = layout_of(names, options)
    if not any(layout.paths[field] for field in ("text", "page", "summary", "url")):
        shown = ", ".join(name[:30] for name in names[:8])
        raise UnreadableError(
            f"no column known to hold text (name it: --map text=COLUMN); there are: {shown}"
        )
    return layout


@functools.lru_cache(256)
def _layout(names: tuple[str, ...], columns: tuple[tuple[str, str], ...]) -> Layout:
    there: dict[str, str] = {}
    for name in names:
        there.setdefault(fold(name), name)
    heads = there.keys() | {
        fold(name.partition(".")[0]) for name in names
    }  # source.name says that source is there
    tool = next(t for t in tools() if not t.headerless and t.sign <= heads)
    return Layout(tool, _paths(tool.fields, there, dict(columns)))


def headerless_layout(cells: list[str]) -> tuple[list[str], Layout] | None:
    """Return the columns and layout of a table without names, by its first row; None if it is none known."""
    for tool in tools():
        if tool.first and len(cells) == len(tool.headerless) and tool.first.fullmatch(cells[0]):
            there = {fold(name): name for name in tool.headerless}
            return list(tool.headerless), Layout(tool, _paths(tool.fields, there, {}))
    return None


def _paths(
    fields: Mapping[str, tuple[str, ...]], there: Mapping[str, str], given: Mapping[str, str]
) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return the paths of each field; what the user says goes before what is known."""
    out: dict[str, tuple[tuple[str, ...], ...]] = {}
    for field in FIELDS:
        candidates = (given[field],) if field in given else fields.get(field, ())
        paths: list[tuple[str, ...]] = []
        for column in candidates:
            head, *rest = column.split(".")
            if fold(column) in there:
                paths.append((there[fold(column)],))
            elif rest and fold(head) in there:
                paths.append((there[fold(head)], *rest))
        out[field] = tuple(paths)
    return out


# ---------------------------------------------------------------- rows
def draft_of(row: Mapping[str, Any], layout: Layout, limits: Limits, options: Options) -> Draft:
    """Return the article of a row; what is wrong with it stands in `rejected`."""
    url = next(filter(None, map(string, _values(row, layout, "url"))), None)
    draft = Draft(
        id=next(filter(None, map(_id, _values(row, layout, "id"))), None),
        url=url,
        outlet=_outlet(filter(None, map(string, _values(row, layout, "outlet"))), url),
        title=next(filter(None, map(string, _values(row, layout, "title"))), None),
        byline=next(filter(None, map(names_of, _values(row, layout, "byline"))), []),
        published=times.first(_values(row, layout, "published"), layout.tool.date),
    )
    try:
        _fill(draft, row, layout, options)
        if len(draft.content) > limits.page:
            raise UnreadableError(f"larger than {limits.page / 1e6:g} MB")
        check_text(draft.content)
    except UnreadableError as problem:
        draft.kind, draft.rejected, draft.content, draft.incomplete = "text", str(problem), b"", None
    return draft


def _fill(draft: Draft, row: Mapping[str, Any], layout: Layout, options: Options) -> None:
    """Put the row's text, page or summary into the draft; raise UnreadableError where there is none."""
    empty = False
    for field in ("text", "page", "summary"):
        for path in layout.paths[field]:
            source = _text(_walk(row, path))
            if source is None or not source.strip():
                empty = empty or source is not None
                continue
            if field == "text" and layout.tool.cut and (cut := layout.tool.cut.search(source[-200:])):
                source = source[: len(source) - len(cut[0])]
                draft.incomplete = f"cut short, {cut[1]} characters are missing"
            if field == "summary":
                draft.incomplete = SUMMARY_ONLY
            draft.content = _whole(source).encode("utf8")
            # What is called text is text; what is called content, or body, may be HTML all the same.
            as_given = field != "page" and not options.clean
            sure = as_given and fold(path[-1]).endswith("text")
            kind = kind_of(draft.content)
            draft.kind = "article" if sure or (as_given and kind == "text") else kind
            return
    if draft.url:
        raise UnreadableError("no text, only a link")
    raise UnreadableError("empty" if empty else "not an article: neither `text` nor `page`")


def _values(row: Mapping[str, Any], layout: Layout, field: str) -> Iterator[Any]:
    """Yield what the columns of a field hold, the best first."""
    return (_walk(row, path) for path in layout.paths[field])


def _walk(row: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    value: Any = row
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def _outlet(names: Iterator[str], url: str | None) -> str | None:
    """Return the best name of an outlet; an address as a name says nothing that the URL does not."""
    several = list(names)
    return next((n for n in several if not (url and _HOST.fullmatch(n))), None)


def _text(value: Any) -> str | None:
    """Return a text that came whole or, as a list or tree of strings, in paragraphs; None for no text."""
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return value.decode("utf8", "replace")
    if isinstance(value, (list, Mapping)):
        return "\n\n".join(_strings(value)) or None
    return None


def _strings(value: Any, depth: int = 8) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, Mapping)) and depth:
        for item in value if isinstance(value, list) else value.values():
            yield from _strings(item, depth - 1)


def _whole(text: str) -> str:
    """Return text that can be written as UTF-8: half of a surrogate pair becomes one other sign."""
    return _HALF.sub("\ufffd", text)


def string(value: Any) -> str | None:
    """Return a given string, or number, as text; None for nothing and for anything else."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    if isinstance(value, float) and math.isnan(value):
        return None
    return _whole(" ".join(str(value).split())) or None


def _id(value: Any) -> str | None:
    """Return an id as it was given, to the letter, unless nothing is in it."""
    return _whole(value) if isinstance(value, str) and value.strip() else string(value)


def names_of(value: Any) -> list[str]:
    """Return the people of a byline: a list of names, of objects with a `name`, or a string of either."""
    if isinstance(value, str) and _LIST.fullmatch(value):
        value = [a or b for a, b in _QUOTED.findall(value)]
    if isinstance(value, str):
        value = re.split(r"\s*[;|]\s*", value)
    items = value if isinstance(value, list) else [value]
    names = (string(item.get("name") if isinstance(item, Mapping) else item) for item in items)
    return [name for name in names if name]


def rows_in(value: Mapping[str, Any]) -> list[Any] | None:
    """Return the articles that an object holds, None where it is an article itself."""
    if any(isinstance(value.get(key), str) for key in ("text", "page")):
        return None
    for path in _data()["envelope"]["lists"]:
        found = _walk(value, tuple(path.split(".")))
        if isinstance(found, list) and all(isinstance(item, Mapping) for item in found):
            return found
    return _grouped(value)


def _grouped(value: Mapping[str, Any]) -> list[Any] | None:
    """Return the articles of an object that holds lists of them, under what they have in common."""
    if not value or not all(isinstance(rows, list) for rows in value.values()):
        return None
    several = [(key, row) for key, rows in value.items() for row in rows if isinstance(row, Mapping)]
    column = layout_of(several[0][1], Options()).tool.grouped if several else None
    return [{column: key, **row} for key, row in several] if column else None
