"""CSV and Parquet: charsets, dialects, broken tables, memory."""

from __future__ import annotations

import csv
import io
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from make_tables import DAY, TEXT, drafts, pages
from reportedly.pages import FORMATS, Limits, Options, read_pages
from reportedly.pages.draft import Draft, UnreadableError


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "cp1251"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_charsets_and_dialects(here: Path, charset: str, delimiter: str) -> None:
    text = {
        "cp1252": "Le café du port reste ouvert cet été, a déclaré le propriétaire à la presse.",
        "cp1251": "Паром на остров не ходит до весны, сообщила администрация порта в пятницу.",
    }.get(charset, "Zoë, 日本; |")
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerows([["title", "text", "date"], ["A", f'{text}\n"{text}"', DAY], ["B", text, ""]])
    found = pages(out.getvalue().encode(charset), "a.csv")
    assert [page.content.decode() for page in found] == [f'{text}\n"{text}"', text]
    assert [page.title for page in found] == ["A", "B"]


def test_a_stray_byte_spoils_one_letter(here: Path) -> None:
    rows = ["title,text"] + [f"A,Zoë said number {i}" for i in range(200)]
    content = "\n".join(rows).encode() + b"\nB,caf\xe9 closed\n"
    found = pages(content, "a.csv")
    assert found[0].content.decode() == "Zoë said number 0"
    assert found[-1].content.decode() == "café closed"


def test_backslashes_before_quotation_marks(here: Path) -> None:
    [page, other] = pages('title,text\n"A \\"b\\", c","He said \\"no\\", twice."\nB,Next.\n', "a.csv")
    assert (page.title, page.content.decode()) == ('A "b", c', 'He said "no", twice.')
    assert other.content == b"Next."


def test_a_quotation_mark_that_is_never_closed(here: Path) -> None:
    found = pages('title,text\nA,One.\nB,"Two.\nC,Three.\nD,Four.\n', "a.csv")
    assert [page.rejected for page in found] == [
        None,
        "a quotation mark that is opened here is never closed: all after it is lost",
    ]


def test_rows_too_long_are_refused_by_themselves() -> None:
    limits = Limits(page=1000)
    long, quoted = "x" * 5000, '"' + "x\n" * 600 + '"'
    found = drafts(f"title,text\nA,{long}\nB,Two.\nC,{quoted}\nD,Four.\n".encode(), "csv", limits)
    assert [draft.rejected for draft in found[:2]] == ["row not readable: longer than 0.001 MB", None]
    assert found[1].content == b"Two."
    assert found[2].rejected == "row not readable: longer than 0.001 MB"


class Endless(io.RawIOBase):
    """A file of one field that does not end for a gigabyte."""

    left = 1_000_000_000

    def __init__(self) -> None:
        self._head = b'title,text\nA,"'

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        block = self._head or b"x" * min(len(buffer), self.left)
        if not self._head:
            self.left -= len(block)
        self._head = b""
        buffer[: len(block)] = block
        return len(block)


def test_a_field_of_a_gigabyte_is_not_held() -> None:
    stream = Endless()
    stream.left = 60_000_000
    tracemalloc.start()
    found = list(FORMATS["csv"].read(stream, Limits(page=1_000_000), Options()))  # type: ignore[arg-type]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [draft.rejected for draft in found if isinstance(draft, Draft)] == [
        "row not readable: longer than 1 MB"
    ]
    assert peak < 20_000_000


def test_a_long_table_is_read_in_flat_memory() -> None:
    row = f"A,{TEXT * 10}\n".encode()

    def blocks() -> Iterator[bytes]:
        yield b"title,text\n"
        for _ in range(50):
            yield row * 100

    class Table(io.RawIOBase):
        rest, source = b"", blocks()

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            self.rest = self.rest or next(self.source, b"")
            block, self.rest = self.rest[: len(buffer)], self.rest[len(buffer) :]
            buffer[: len(block)] = block
            return len(block)

    tracemalloc.start()
    count = sum(1 for _ in FORMATS["csv"].read(Table(), Limits(), Options()))  # type: ignore[arg-type]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 5_000
    assert peak < 1_500_000


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"title,text\n", "no row below the names of the columns"),
        (b"\n\n", "empty"),
        (b"a,b\n1,2\n", "no column known to hold text"),
    ],
)
def test_tables_without_articles(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        drafts(content, "csv")
    assert str(refused.value).startswith(reason)


def test_nuls_in_a_row(here: Path) -> None:
    assert [draft.rejected for draft in drafts(b"title,text\nA,a\0b\nB,c\n", "csv")] == [
        "binary, not text",
        None,
    ]


def test_prose_with_commas_is_no_table(here: Path) -> None:
    prose = "The mill, which stood in Oster, closed.\nIts owner, who lives in Varn, said so.\n"
    assert [page.kind for page in pages(prose, "a.txt")] == ["text"]
    assert not FORMATS["csv"].looks(prose.encode())


@given(st.lists(st.tuples(st.text(max_size=20), st.text(min_size=1, max_size=60)), min_size=1, max_size=8))
@settings(deadline=None)
def test_rows_written_are_the_rows_read(rows: list[tuple[str, str]]) -> None:
    rows = [(a, b) for a, b in rows if b.strip() and not set(a + b) & set("\0\r")]
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows([("title", "text"), *rows, ("Last", "The end.")])
    try:
        content = out.getvalue().encode()
    except UnicodeEncodeError:
        return
    kept = [
        text
        for _, text in rows
        if text.strip(" \t\r\n\x0b\x0c\ufeff")
        and text.strip().casefold() not in {"null", "none", "nan", "n/a", "\\n"}
    ]
    found = [draft.content.decode() for draft in drafts(content, "csv") if not draft.rejected]
    assert found == [*kept, "The end."]


@given(st.binary(max_size=60), st.integers(0, 400), st.sampled_from(["csv", "parquet"]))
@settings(deadline=None)
def test_no_change_of_a_table_raises_anything_but_a_refusal(put: bytes, at: int, form: str) -> None:
    whole = (Path(__file__).parent / "golden" / "pages" / f"{form}.{form}").read_bytes()
    at = at * len(whole) // 400
    try:
        found = drafts(whole[:at] + put + whole[at + len(put) :], form)
    except UnreadableError:
        return
    assert all(bool(draft.rejected) != bool(draft.content) for draft in found)


# ---------------------------------------------------------------- Parquet
def test_parquet_holds_times_lists_and_bytes(here: Path) -> None:
    when = pa.array([1704427860_123456789, None, -(2**62)], pa.timestamp("ns", "UTC"))
    table = pa.table(
        {
            "text": pa.array([TEXT.encode(), b"Two.", b"Three."]),
            "publish_date": when,
            "Authors": [["Ann Roe"], [], None],
            "id": [7, 8, None],
            "embedding": [[0.1], [0.2], [0.3]],
        }
    )
    pq.write_table(table, "a.parquet")
    found = list(read_pages(["a.parquet"]))
    assert [page.published for page in found] == ["2024-01-05T04:11:00+00:00", None, None]
    assert [page.id for page in found] == ["7", "8", "a-3"]
    assert found[0].byline == ["Ann Roe"]
    assert [page.content.decode() for page in found] == [TEXT, "Two.", "Three."]


@pytest.mark.parametrize("content", [b"PAR1", b"PAR1" * 100, b"PAR1\0\0\0\x7fPAR1"])
def test_parquet_that_is_none(here: Path, content: bytes) -> None:
    [page] = pages(content, "a.parquet")
    assert (page.rejected or "").startswith("broken Parquet file (")


def test_parquet_without_rows_or_text(here: Path) -> None:
    pq.write_table(pa.table({"text": pa.array([], pa.string())}), "a.parquet")
    pq.write_table(pa.table({"x": ["1"]}), "b.parquet")
    assert [page.rejected for page in read_pages(["a.parquet", "b.parquet"])] == [
        "empty: a table without rows",
        "no column known to hold text (name it: --map text=COLUMN); there are: x",
    ]
