"""Exports made of rows: CSV, Parquet, SQLite and JSON Lines say the same, and other programs read it."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import re
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings

from make_dossiers import NAMES, dossier_of, dossiers
from opened_exports import database
from reportedly.dossiers import export, export_bytes, export_files
from reportedly.dossiers.as_csv import no_formula
from reportedly.dossiers.everybody import everybody
from reportedly.dossiers.tables import tables
from reportedly.records import Article, Credit, Dossier, DossierClaim, Quote, Source, Statement, Version
from sample_dossier import TEXTS, sample

AWKWARD = dossier_of(NAMES)


def rows(dossier: Dossier) -> dict[str, list[dict[str, Any]]]:
    """The rows of every table, as JSON Lines tell them."""
    found: dict[str, list[dict[str, Any]]] = {table.name: [] for table in tables(dossier)}
    for line in export(dossier, "jsonl").splitlines():
        row = json.loads(line)
        found[row.pop("table")].append(row)
    return found


def held(text: str) -> str:
    """A text as tables hold it."""
    return re.sub("[\ud800-\udfff\x00]", "\ufffd", text)


# ---------------------------------------------------------------- tables
def test_tables_are_named_by_their_place_in_the_json() -> None:
    told = rows(sample())
    assert told["statements_chain"][1:3] == [
        {"statement": "s2", "n": 0, "source": "Ilda Voss"},
        {"statement": "s2", "n": 1, "source": "MNA"},
    ]
    assert [tuple(row.values()) for row in told["claims_evidence_articles"]][1] == ("c1", 0, 1, "lifted")
    assert told["claims"][1]["first_reported_statement"] == "s2"
    assert told["claims"][6]["first_reported_article"] is None
    assert [row["from_start"] for row in told["copies"]] == [0]


def test_every_list_of_the_json_is_a_table_and_every_item_a_row() -> None:
    """Counted in the JSON of the dossier, which another exporter writes."""
    told = rows(sample())

    def count(value: Any, name: str, found: dict[str, int]) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                count(inner, f"{name}_{key}" if name else key, found)
        elif isinstance(value, list) and not re.search("_(source|cue|content)$", name):
            found[name] = found.get(name, 0) + len(value)
            for item in value:
                count(item, name, found)
        elif isinstance(value, list):
            found[name] = found.get(name, 0) + len(value)

    wanted: dict[str, int] = {}
    count({k: v for k, v in json.loads(export(sample(), "json")).items() if k != "dossier"}, "", wanted)
    named = wanted.pop("sources")
    assert {name: len(told[name]) for name in wanted} == wanted
    assert len(told["sources"]) > named  # those who are named and not listed stand there, too


@pytest.mark.parametrize(
    ("dossier", "kind"),
    [
        (Dossier(sources=[Source("Ana", "person")]), "person"),
        (Dossier(articles=[Article("a", "", "", outlet="Ana")]), "outlet"),
        (Dossier(articles=[Article("a", "", "", credits=[Credit("Ana", "photo", "Ana")])]), "agency"),
        (
            Dossier(statements=[Statement("s", "a", 0, 0, "", False, "affirms", ["Ana"], [], [], [])]),
            "unknown",
        ),
        (Dossier(claims=[DossierClaim("c", "s", "", [], 0, 0, ["Ana"], 0, [], [], [], None)]), "unknown"),
        (Dossier(claims=[DossierClaim("c", "s", "", [], 0, 0, [], 0, ["Ana"], [], [], None)]), "unknown"),
        (Dossier(claims=[DossierClaim("c", "s", "", [], 0, 0, [], 0, [], [], ["Ana"], None)]), "unknown"),
        (Dossier(sources=[Source("Bo", "person", [], "Ana")]), "unknown"),
        (Dossier(quotes=[Quote("Ana", [])]), "unknown"),
        (Dossier(quotes=[Quote("Bo", [Version("", [], changed_by=["Ana"])])]), "outlet"),
    ],
)
def test_whoever_is_named_is_a_source(dossier: Dossier, kind: str) -> None:
    assert {source.name: source.kind for source in everybody(dossier)}["Ana"] == kind


def test_every_table_and_view_is_documented() -> None:
    text = (Path(__file__).parent.parent / "docs" / "exports.md").read_text("utf8")
    with closing(database(export_bytes(Dossier(), "sqlite"))) as base:
        made = {
            name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
        }
    assert {name for name in made if "_fts" not in name} <= set(re.findall(r"`([a-z_]+)`", text))


def test_names_of_tables_and_columns_do_not_clash() -> None:
    made = tables(Dossier())
    assert len({table.name for table in made}) == len(made)
    for table in made:
        assert set(table.key) <= set(table.columns)
        for reference in table.references:
            assert set(reference.columns) <= set(table.columns)
    assert all(not table.rows for table in made)


@settings(max_examples=40)
@given(dossiers())
def test_every_row_that_is_named_is_there(dossier: Dossier) -> None:
    made = {table.name: table for table in tables(dossier)}
    for table in made.values():
        names = list(table.columns)
        keys = [tuple(row[names.index(name)] for name in table.key) for row in table.rows]
        assert len(keys) == len(set(keys))
        assert all(part is not None for key in keys for part in key)
        for columns, target, their in table.references:
            other = made[target]
            places = [list(other.columns).index(name) for name in their]
            known = {tuple(row[place] for place in places) for row in other.rows}
            for row in table.rows:
                value = tuple(row[names.index(name)] for name in columns)
                assert None in value or value in known, (table.name, value)


# ---------------------------------------------------------------- jsonl, csv
def test_a_line_of_json_lines_is_a_row_whatever_the_names() -> None:
    text = export(AWKWARD, "jsonl")
    assert text.count("\n") == len(text.splitlines()) == sum(len(t.rows) for t in tables(AWKWARD))
    assert {row["value"] for row in rows(AWKWARD)["articles_byline"]} == {held(name) for name in NAMES}


def cells(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf8"), newline="")))


def as_cell(value: Any) -> str:
    """What a value is in CSV, said in another way than the exporter does."""
    if value is None or isinstance(value, str):
        text = (value or "").replace("\r\n", "\n").replace("\r", "\n")
        return no_formula("".join(f"\\x{ord(c):02x}" if c < " " and c not in "\n\t" else c for c in text))
    return str(int(value)) if isinstance(value, bool) else str(value)


@pytest.mark.parametrize("dossier", [sample(), AWKWARD, Dossier()], ids=["sample", "awkward", "empty"])
def test_csv_reads_back(dossier: Dossier) -> None:
    files = export_files(dossier, "csv")
    told = rows(dossier)
    assert set(files) == {f"{name}.csv" for name in told}
    for name, wanted in told.items():
        head, *body = cells(files[f"{name}.csv"])
        assert body == [[as_cell(value) for value in row.values()] for row in wanted]
        assert all(list(row) == head for row in wanted)


def test_no_cell_is_a_formula() -> None:
    for data in export_files(AWKWARD, "csv").values():
        for separator in (",", ";", "\t"):  # whatever a spreadsheet takes for one
            for row in csv.reader(io.StringIO(data.decode("utf8"), newline=""), delimiter=separator):
                assert not [cell for cell in row if re.match(r"[ \t]*[=+\-@＝＋－＠]", cell)]
    assert no_formula("a;=1\n-2\t@x; +3") == "a;'=1\n'-2\t'@x; '+3"
    assert no_formula("a = b, c - d") == "a = b, c - d"


# ---------------------------------------------------------------- parquet
def test_parquet_is_read_by_duckdb_and_says_what_json_lines_say(tmp_path: Path) -> None:
    for name, data in export_files(AWKWARD, "parquet").items():
        (tmp_path / name).write_bytes(data)
    base = duckdb.connect()
    for name, wanted in rows(AWKWARD).items():
        found = base.sql(f"SELECT * FROM read_parquet('{tmp_path / name}.parquet')")
        told = [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]
        assert told == wanted


def test_empty_tables_keep_their_columns_in_parquet() -> None:
    for data in export_files(Dossier(), "parquet").values():
        table = pq.read_table(io.BytesIO(data))
        assert table.num_rows == 0
        assert "null" not in {str(field.type) for field in table.schema}
        assert not table.schema.field(0).nullable


# ---------------------------------------------------------------- sqlite
def test_sqlite_says_what_json_lines_say() -> None:
    with closing(database(export_bytes(AWKWARD, "sqlite"))) as base:
        for name, wanted in rows(AWKWARD).items():
            found = base.execute(f'SELECT * FROM "{name}"')
            columns = [column[0] for column in found.description]
            assert [dict(zip(columns, row, strict=True)) for row in found.fetchall()] == wanted


@settings(max_examples=15)
@given(dossiers())
def test_sqlite_holds_its_promises(dossier: Dossier) -> None:
    with closing(database(export_bytes(dossier, "sqlite"))) as base:
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
        assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        for (view,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall():
            base.execute(f"SELECT * FROM {view}").fetchall()


def test_views_answer_the_usual_questions() -> None:
    with closing(database(export_bytes(sample(), "sqlite"))) as base:
        weighed = base.execute("SELECT claim, origins_at_most, rests_on, first_outlet FROM claims_weighed")
        assert weighed.fetchone() == ("c1", 2, "Marendian energy ministry; MNA", "Corran Courier")
        disputed = base.execute("SELECT claim FROM claims_weighed WHERE disputed_by LIKE '%lawmakers%'")
        assert disputed.fetchall() == [("c6",)]
        chains = dict(base.execute("SELECT statement, chain FROM who_says_what").fetchall())
        assert (chains["s2"], chains["s7"]) == ("Ilda Voss → MNA", None)
        relays = base.execute("SELECT relay, statements FROM relays WHERE teller = 'MNA' ORDER BY relay")
        assert relays.fetchall() == [("Corran Courier", 1), ("The Gazette", 2)]
        for statement, article, source, content in base.execute(
            "SELECT statement, article, source, content FROM passages"
        ).fetchall():
            assert content in TEXTS[article]
            assert source is None or source in TEXTS[article], statement


def test_datasette_opens_it_with_links_and_search(tmp_path: Path) -> None:
    from datasette.app import Datasette  # slow to import, and only needed here

    (tmp_path / "dam.sqlite").write_bytes(export_bytes(sample(), "sqlite"))

    async def visit(*places: str) -> list[Any]:
        site = Datasette([], immutables=[str(tmp_path / "dam.sqlite")])
        await site.invoke_startup()
        answers = [await site.client.get(place) for place in places]
        assert [answer.status_code for answer in answers] == [200] * len(places)
        return answers

    page, found, view, home = asyncio.run(
        visit(
            "/dam/statements",
            "/dam/articles.json?_search=gates&_shape=array",
            "/dam/claims_weighed.json?_shape=array",
            "/dam.json",
        )
    )
    assert '<a href="/dam/articles/courier">Ministry opens Tessmere spillway</a>' in page.text
    assert [row["id"] for row in found.json()] == ["gazette"]
    assert view.json()[0]["claim"] == "c1"
    assert all(table["hidden"] for table in home.json()["tables"] if "_fts" in table["name"])
