"""`quotes --format csv`: a row an attribution, exact places, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from reportedly.cli import cli
from reportedly.records import Article, Attribution, Reading
from reportedly.sheet import COLUMNS, as_csv, attribution_rows

TEXT = "“We heard a bang,” said Ana Ōlopez 😀, “and\nthen nothing.” =1+1, said @ruiz."


def rows_of(table: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(table, newline="")))


def places(passage: str) -> list[int]:
    return [TEXT.index(passage), TEXT.index(passage) + len(passage)]


ARTICLE = Article("ferry", "k", "ferry.txt", language="en", text=TEXT)
READING = Reading(
    "ferry",
    "k",
    [
        Attribution(
            [places("Ana Ōlopez 😀")],
            [places("said")],
            [places("We heard a bang"), places("and\nthen nothing")],
            ["Ana Ōlopez"],
            "affirms",
            ["Ana Ōlopez", "Reuters"],
        ),
        Attribution([places("@ruiz")], [places("said")], [places("=1+1")], ["Ruiz", "-Holm"], "denies", []),
    ],
)


def test_a_row_an_attribution() -> None:
    first, second = attribution_rows(ARTICLE, READING)
    told = dict(zip(COLUMNS, first, strict=True))
    assert told["content"] == "We heard a bang … and\nthen nothing"
    assert (told["source"], told["chain"]) == ("Ana Ōlopez 😀", "Ana Ōlopez → Reuters")
    assert [TEXT[s:e] for s, e in json.loads(told["content_at"])] == ["We heard a bang", "and\nthen nothing"]
    assert second[COLUMNS.index("chain")] == ""


def test_a_line_a_row_and_formulas_are_text() -> None:
    table = as_csv([COLUMNS, *attribution_rows(ARTICLE, READING)])
    assert table.count("\n") == 3
    _, first, second = (dict(zip(COLUMNS, row, strict=True)) for row in rows_of(table))
    assert first["content"] == "We heard a bang … and then nothing"
    assert (second["source"], second["content"], second["names"]) == ("'@ruiz", "'=1+1", "Ruiz; '-Holm")


@pytest.mark.parametrize("sign", "=+-@＝＋－＠")
def test_no_cell_begins_as_a_formula(sign: str) -> None:
    cells = [f"{sign}cmd|' /C calc'!A0", f"\t\r\n {sign}1", f"He said;{sign}1", f"He said; {sign}1"]
    (row,) = rows_of(as_csv([cells]))
    assert all("'" + sign in cell for cell in row)


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=20), min_size=2, max_size=5))
def test_any_text_is_one_cell_and_stays_itself(cells: list[str]) -> None:
    table = as_csv([cells])
    assert table.count("\n") == 1
    assert "\r" not in table
    (found,) = rows_of(table)
    assert len(found) == len(cells)
    for was, now in zip(cells, found, strict=True):
        plain = " ".join(was.split())
        if plain.isprintable() and not any(sign in plain for sign in "=+-@＝＋－＠"):
            assert now == plain


def test_the_command_prints_it(here: Path) -> None:
    text = "Two people died in Marn on Monday, police said."
    rows = [{"id": "a", "text": text}, {"id": "b", "text": "", "outlet": "The Marn Post"}]
    (here / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf8")
    result = CliRunner().invoke(cli, ["quotes", "in.jsonl", "--format", "csv", "-o", "out.csv"])
    assert result.exit_code == 1
    assert result.stderr.startswith("rejected: in.jsonl:2: ")
    header, row = rows_of((here / "out.csv").read_text("utf8"))
    told = dict(zip(header, row, strict=True))
    assert (told["id"], told["source"], told["cue"]) == ("a", "police", "said")
    ((start, end),) = json.loads(told["content_at"])
    assert text[start:end] == told["content"] == "Two people died in Marn on Monday"


def test_only_quotes_are_a_table() -> None:
    assert CliRunner().invoke(cli, ["dates", "x", "--format", "csv"]).exit_code == 2
