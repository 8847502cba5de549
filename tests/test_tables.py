"""Tables of articles -> pages: what each tool calls its columns, dates, charsets, broken tables."""

from __future__ import annotations

import csv
import datetime
import io
import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reportedly
from reportedly.errors import SettingsError
from reportedly.pages import FORMATS, Limits, Options, check_columns, read_pages
from reportedly.pages.columns import FIELDS, tools
from reportedly.pages.draft import Draft, UnreadableError
from reportedly.pages.times import normal
from reportedly.pipeline import Settings
from reportedly.records import Page

TEXT = "The ferry line to Orlava is suspended until spring, the port authority said."
URL = "https://courier.example/ferry"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def pages(content: str | bytes, name: str, columns: dict[str, str] | None = None) -> list[Page]:
    Path(name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read_pages([name], options=Options(columns=tuple((columns or {}).items()))))


def drafts(content: bytes, form: str, limits: Limits | None = None) -> list[Draft]:
    found = list(FORMATS[form].read(io.BytesIO(content), limits or Limits(), Options()))
    return [draft for draft in found if isinstance(draft, Draft)]


# ---------------------------------------------------------------- tools
WHOLE = ("7", URL, "Varn Courier", "Ferry", ["Ann Roe", "Bo Lind"], "2024-01-05T04:11:00+00:00")
DAY = "2024-01-05"
TOOLS: dict[str, tuple[dict[str, Any], tuple[Any, ...]]] = {
    "news-please": (
        {
            "maintext": TEXT,
            "source_domain": "courier.example",
            "url": URL,
            "title": "Ferry",
            "authors": ["Ann Roe", "Bo Lind"],
            "date_publish": "2024-01-05 04:11:00",
            "description": "x",
            "title_rss": None,
        },
        (None, URL, None, "Ferry", ["Ann Roe", "Bo Lind"], "2024-01-05T04:11:00"),
    ),
    "fundus": (
        {
            "title": "Ferry",
            "plaintext": TEXT,
            "authors": ["Ann Roe"],
            "publishing_date": "2024-01-05 04:11:00+01:00",
            "publisher": "Varn Courier",
            "html": {"responded_url": URL, "content": "<html>...</html>"},
        },
        (None, URL, "Varn Courier", "Ferry", ["Ann Roe"], "2024-01-05T04:11:00+01:00"),
    ),
    "fundus, body in parts": (
        {
            "title": "Ferry",
            "publishing_date": "2024-01-05",
            "authors": [],
            "body": {"summary": [], "sections": [{"headline": [], "paragraphs": [TEXT]}]},
        },
        (None, None, None, "Ferry", [], DAY),
    ),
    "trafilatura": (
        {
            "title": "Ferry",
            "author": "Ann Roe; Bo Lind",
            "hostname": "courier.example",
            "date": DAY,
            "text": TEXT,
            "source": URL,
            "source-hostname": "Varn Courier",
            "excerpt": "x",
            "raw_text": "y",
            "id": None,
        },
        (None, URL, "Varn Courier", "Ferry", ["Ann Roe", "Bo Lind"], DAY),
    ),
    "newspaper4k": (
        {
            "url": "https://amp.example/1",
            "canonical_link": URL,
            "title": "Ferry",
            "text": TEXT,
            "top_image": "x",
            "authors": ["Ann Roe"],
            "publish_date": "2024-01-05T04:11:00",
            "meta_lang": "en",
            "meta_site_name": "Varn Courier",
            "summary": "",
        },
        (None, URL, "Varn Courier", "Ferry", ["Ann Roe"], "2024-01-05T04:11:00"),
    ),
    "Media Cloud": (
        {
            "stories_id": 7,
            "media_name": "Varn Courier",
            "media_url": "https://courier.example",
            "url": URL,
            "title": "Ferry",
            "publish_date": "2024-01-05 04:11:00.000000",
            "story_text": TEXT,
            "guid": "g",
        },
        ("7", URL, "Varn Courier", "Ferry", [], "2024-01-05T04:11:00"),
    ),
    "Event Registry": (
        {
            "uri": "7",
            "url": URL,
            "title": "Ferry",
            "body": TEXT,
            "source": {"uri": "c.example", "title": "Varn Courier"},
            "authors": [{"name": "Ann Roe", "type": "author"}, {"name": "Bo Lind"}],
            "dateTime": "2024-01-05T05:00:00Z",
            "dateTimePub": "2024-01-05T04:11:00Z",
            "date": DAY,
        },
        WHOLE,
    ),
    "The Guardian, Open Platform": (
        {
            "id": "7",
            "webUrl": URL,
            "webTitle": "x",
            "webPublicationDate": "2024-01-05T04:11:00Z",
            "fields": {
                "headline": "Ferry",
                "bodyText": TEXT,
                "byline": "Ann Roe | Bo Lind",
                "publication": "Varn Courier",
            },
        },
        WHOLE,
    ),
    "Common Crawl News by Stanford": (
        {
            "plain_text": TEXT,
            "published_date": DAY,
            "requested_url": URL,
            "sitename": "Varn Courier",
            "title": "Ferry",
            "author": "Ann Roe",
        },
        (None, URL, "Varn Courier", "Ferry", ["Ann Roe"], DAY),
    ),
    "RealNews": (
        {
            "url": URL,
            "url_used": URL,
            "title": "Ferry",
            "text": TEXT,
            "authors": ["Ann Roe"],
            "domain": "courier.example",
            "publish_date": "01-05-2024",
            "summary": "x",
        },
        (None, URL, None, "Ferry", ["Ann Roe"], DAY),
    ),
    "cc_news at Hugging Face": (
        {
            "title": "Ferry",
            "text": TEXT,
            "domain": "courier.example",
            "date": "2024-01-05 04:11:00",
            "url": URL,
            "description": "x",
            "image_url": "y",
        },
        (None, URL, None, "Ferry", [], "2024-01-05T04:11:00"),
    ),
    "any": (
        {
            "UUID": "7",
            "Headline": "Ferry",
            "Body Text": TEXT,
            "Author": "Ann Roe; Bo Lind",
            "Publication": "Varn Courier",
            "Link": URL,
            "Pub. date": "Fri, 05 Jan 2024 04:11:00 GMT",
        },
        WHOLE,
    ),
}


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize("ending", ["json", "jsonl", "csv", "parquet"])
def test_what_each_tool_writes_is_understood(here: Path, tool: str, ending: str) -> None:
    row, (name, url, outlet, title, byline, published) = TOOLS[tool]
    if tool == "fundus, body in parts" and ending == "csv":
        pytest.skip("no list has a place in a cell")
    nested = any(isinstance(value, dict) or value == [] for value in row.values())
    if nested and ending in ("csv", "parquet"):
        row = {k: v for k, v in row.items() if v != []}
        row = pa.Table.from_pylist([row]).flatten().flatten().to_pylist()[0]
        row = {k: v for k, v in row.items() if v is not None}
    [page] = pages(_written(row, ending), f"rows.{ending}")
    assert page.rejected is None
    assert (page.url, page.outlet, page.title, page.published) == (url, outlet, title, published)
    if not (nested and ending == "csv"):  # a list of objects has no place in a cell
        assert page.byline == byline
        assert (page.kind, page.content.decode()) == ("article", TEXT)
    numbered = "rows-1" if ending != "json" else "rows"
    assert page.id == (name or numbered)


def _written(row: dict[str, Any], ending: str) -> bytes:
    if ending == "parquet":
        out = io.BytesIO()
        pq.write_table(pa.Table.from_pylist([row]), out)
        return out.getvalue()
    if ending == "csv":
        text = io.StringIO()
        writer = csv.DictWriter(text, row)
        writer.writeheader()
        writer.writerow(row)
        return text.getvalue().encode()
    return json.dumps(row).encode() + b"\n"


def test_every_tool_has_a_sign_of_its_own_or_no_header() -> None:
    *named, last = tools()
    assert last.name == "any"
    assert all(tool.sign or tool.headerless for tool in named)
    assert all(set(tool.fields) <= set(FIELDS) for tool in tools())


def test_newsapi_cuts_its_texts_short(here: Path) -> None:
    articles = [
        {
            "source": {"id": None, "name": "Varn Courier"},
            "author": "Ann Roe",
            "title": "Ferry",
            "description": "Short.",
            "url": URL,
            "urlToImage": None,
            "publishedAt": "2024-01-05T04:11:00Z",
            "content": content,
        }
        for content in (f"{TEXT}… [+1234 chars]", TEXT, None)
    ]
    content = json.dumps({"status": "ok", "totalResults": 3, "articles": articles})
    found = pages(content, "news.json")
    assert [page.content.decode() for page in found] == [TEXT, TEXT, "Short."]
    assert [page.incomplete for page in found] == [
        "cut short, 1234 characters are missing",
        None,
        "summary only",
    ]
    assert [page.input for page in found] == ["news.json:1", "news.json:2", "news.json:3"]
    assert {(page.outlet, page.published) for page in found} == {
        ("Varn Courier", "2024-01-05T04:11:00+00:00")
    }
    [*from_stdin] = pages(content, "news.jsonl")
    assert [page.input for page in from_stdin] == ["news.jsonl:1"] * 3


def test_lists_in_an_answer_are_found(here: Path) -> None:
    row = {"title": "Ferry", "body": TEXT}
    for answer in ({"articles": {"results": [row]}}, {"response": {"docs": [row]}}, {"results": [row, row]}):
        assert all(page.content.decode() == TEXT for page in pages(json.dumps(answer), "a.json"))
    assert [p.rejected for p in pages('{"articles": []}', "a.json")] == ["empty: a list without articles"]


def test_fundus_keeps_its_articles_by_publisher(here: Path) -> None:
    row = TOOLS["fundus, body in parts"][0]
    found = pages(json.dumps({"Varn Courier": [row, row], "Ledger": [row]}), "crawl.json")
    assert [page.outlet for page in found] == ["Varn Courier", "Varn Courier", "Ledger"]
    assert {page.content.decode() for page in found} == {TEXT}
    [refused] = pages('{"things": [{"size": 3}]}', "a.json")
    assert refused.rejected == "not an article: neither `text` nor `page`"


def test_gdelt_has_links_and_no_texts(here: Path) -> None:
    gkg = "\t".join(["20240105041500-7", "20240105041500", "1", "courier.example", URL, *[""] * 22])
    listed = {"url": URL, "title": "Ferry", "seendate": "20240105T041500Z", "domain": "courier.example"}
    found = (
        pages(gkg + "\n" + gkg.replace("-7", "-T8") + "\n", "20240105041500.gkg.csv")
        + pages(json.dumps({"articles": [listed]}), "doc.json")
        + pages(f"\ufeffURL,MobileURL,Date,Title\n{URL},,2024-01-05 04:15:00,Ferry\n", "doc.csv")
    )
    assert {(page.rejected, page.url) for page in found} == {("no text, only a link", URL)}
    assert [page.published for page in found] == [
        "2024-01-05T04:15:00",
        "2024-01-05T04:15:00",
        "2024-01-05T04:15:00+00:00",
        "2024-01-05T04:15:00",
    ]
    assert [page.id for page in found[:2]] == ["20240105041500-7", "20240105041500-T8"]


def test_trafilatura_writes_csv_without_names(here: Path) -> None:
    row = [
        URL,
        "null",
        "ab12",
        "courier.example",
        "Ferry",
        "null",
        DAY,
        f"{TEXT}\nMore.",
        "null",
        "null",
        "article",
    ]
    text = io.StringIO()
    csv.writer(text, delimiter="\t").writerow(row)
    [page] = pages(text.getvalue(), "out.csv")
    assert (page.url, page.outlet, page.title, page.published) == (URL, None, "Ferry", DAY)
    assert (page.id, page.content.decode()) == ("out-1", f"{TEXT}\nMore.")


def test_html_in_a_table_is_a_page(here: Path) -> None:
    html = f"<p>{TEXT}</p><p>Two boats need repair.</p>"
    for name, kind in [("html", "html"), ("content", "html"), ("page", "html"), ("text", "article")]:
        [page] = pages(json.dumps({"id": "a", name: html}), "a.json")
        assert (name, page.kind, page.content.decode()) == (name, kind, html)


# ---------------------------------------------------------------- columns said by the user
def test_columns_can_be_named(here: Path) -> None:
    content = f"nr\tArtikel\tKopf\tVon\n7\t{TEXT}\tFerry\tAnn Roe\n"
    [refused] = pages(content, "a.tsv")
    assert refused.rejected == (
        "no column known to hold text (name it: --map text=COLUMN); there are: nr, Artikel, Kopf, Von"
    )
    [page] = pages(content, "a.tsv", {"text": "Artikel", "title": "Kopf", "id": "nr", "byline": "Von"})
    assert (page.id, page.title, page.byline, page.content.decode()) == ("7", "Ferry", ["Ann Roe"], TEXT)
    [article] = reportedly.read("a.tsv", Settings(columns={"text": "artikel"}))
    assert article.text == TEXT


def test_what_is_named_goes_before_what_is_known(here: Path) -> None:
    row = json.dumps({"text": "Short.", "long": {"version": TEXT}})
    assert pages(row, "a.jsonl", {"text": "long.version"})[0].content.decode() == TEXT


def test_a_field_that_there_is_not() -> None:
    with pytest.raises(SettingsError, match=r"no field 'txt' .* id, url, outlet, title"):
        Settings(columns={"txt": "Artikel"})
    with pytest.raises(SettingsError, match="no column is named for the field 'text'"):
        check_columns([("text", " ")])


@given(
    st.dictionaries(
        st.sampled_from([*FIELDS, "body", "date", "source", "authors"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
            lambda inner: (
                st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
            ),
            max_leaves=6,
        ),
    )
)
@settings(deadline=None)
def test_any_row_is_an_article_or_has_a_reason(row: dict[str, Any]) -> None:
    [draft] = drafts(json.dumps(row).encode() + b"\n", "jsonl")
    assert bool(draft.rejected) != bool(draft.content)
    if isinstance(row.get("text"), str) and not draft.rejected and row["text"].strip():
        assert draft.content.decode() == row["text"].encode("utf8", "replace").decode()
    assert all(isinstance(name, str) and name for name in draft.byline)


# ---------------------------------------------------------------- dates
@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("2024-01-05", "2024-01-05"),
        ("2024-01-05 04:11:00", "2024-01-05T04:11:00"),
        ("2024-01-05T04:11:00.123Z", "2024-01-05T04:11:00+00:00"),
        ("2024-01-05 04:11:00 UTC", "2024-01-05T04:11:00+00:00"),
        ("2024-01-05 04:11:00 +0530", "2024-01-05T04:11:00+05:30"),
        ("20240105T041100Z", "2024-01-05T04:11:00+00:00"),
        ("20240105041100", "2024-01-05T04:11:00"),
        ("20240105", "2024-01-05"),
        (20240105, "2024-01-05"),
        ("Fri, 05 Jan 2024 04:11:00 -0500", "2024-01-05T04:11:00-05:00"),
        ("Fri, 5 Jan 2024 04:11 EST", "2024-01-05T04:11:00-05:00"),
        ("05 Jan 2024", "2024-01-05"),
        (1704427860, "2024-01-05T04:11:00+00:00"),
        (1704427860.0, "2024-01-05T04:11:00+00:00"),
        ("1704427860", "2024-01-05T04:11:00+00:00"),
        (1704427860123, "2024-01-05T04:11:00+00:00"),
        (1704427860123456789, "2024-01-05T04:11:00+00:00"),
        (datetime.date(2024, 1, 5), "2024-01-05"),
        (datetime.datetime(2024, 1, 5, 4, 11, tzinfo=datetime.UTC), "2024-01-05T04:11:00+00:00"),
        ("None", None),
        ("5 janvier 2024 ", "5 janvier 2024"),  # for the next step to read
        ("0001-01-01T00:00:00Z", None),
        ("1970-01-01 00:00:00", None),
        (0, None),
        (-1, None),
        (float("nan"), None),
        (float("inf"), None),
        (True, None),
        ("", None),
        (None, None),
        ([], None),
    ],
)
def test_dates_of_machines(given: Any, expected: str | None) -> None:
    assert normal(given) == expected


@given(
    st.one_of(
        st.text(max_size=40), st.integers(), st.floats(), st.from_regex(r"\d{1,4}-\d\d-\d\d[T ]\d\d:\d\d.*")
    )
)
def test_a_date_is_text_or_nothing(value: Any) -> None:
    found = normal(value)
    assert found is None or found.strip()


@given(st.datetimes(datetime.datetime(1980, 1, 2), datetime.datetime(2100, 12, 30)))
def test_a_time_comes_back_as_it_was(when: datetime.datetime) -> None:
    when = when.replace(microsecond=0)
    assert normal(str(when)) == when.isoformat()
    assert normal(when.strftime("%Y%m%d%H%M%S")) == when.isoformat()


# ---------------------------------------------------------------- CSV
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
