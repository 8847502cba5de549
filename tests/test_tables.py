"""Tables of articles -> pages: what each tool calls its columns, and columns that the user names."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reportedly
from make_tables import DAY, TEXT, TOOLS, URL, drafts, pages
from reportedly.errors import SettingsError
from reportedly.pages import check_columns
from reportedly.pages.columns import FIELDS, tools
from reportedly.pipeline import Settings


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
    assert [page.input for page in from_stdin] == [f"news.jsonl:1.{n}" for n in (1, 2, 3)]


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
