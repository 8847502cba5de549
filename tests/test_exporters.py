"""A dossier in every format: the golden files, the schema, the way back, and hostile text.

After a change that is meant, `python tests/test_exporters.py` writes the golden files anew.
"""

from __future__ import annotations

import copy
import dataclasses
import io
import json
import re
import unicodedata
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.cells import cell_len

from make_dossiers import NAMES, dossier_of
from opened_exports import opened
from reportedly.dossiers import EXPORTERS, Display, export, export_bytes, export_files, from_json, schema
from reportedly.dossiers.phrases import COUNTING
from reportedly.errors import InputError, SettingsError
from reportedly.records import Article, Dossier, DossierClaim, DossierStory, Source, Statement, TimelineEntry
from sample_dossier import sample

GOLDEN = Path(__file__).parent / "golden"


# Formats that hold everything; the others leave out what they have no words for.
WHOLE = ("text", "json", "html", "markdown", "jsonl", "csv", "parquet", "sqlite")


def validate(text: str) -> None:
    jsonschema.Draft202012Validator(schema()).validate(json.loads(text))


@pytest.mark.parametrize("format", EXPORTERS)
def test_golden(format: str) -> None:
    golden = (GOLDEN / f"dossier.{format}").read_text("utf8")
    assert opened(sample(), format) == golden


@pytest.mark.parametrize("format", WHOLE)
def test_nothing_is_lost(format: str) -> None:
    """Every article, every claim, every input that was not read is in every format that holds all."""
    text = opened(sample(), format)
    for article in sample().articles:
        assert article.id in text
    for word in (
        "spillway",
        "sound",
        "gates",
        "900",
        "siren",
        "warned",
        "Lower Tess",
        "photo.jpg",
        "courier-again",
    ):
        assert word in text


@pytest.mark.parametrize("format", EXPORTERS)
def test_the_same_dossier_is_the_same_bytes(format: str) -> None:
    assert export_bytes(sample(), format) == export_bytes(copy.deepcopy(sample()), format)


@pytest.mark.parametrize("format", ["text", "html", "markdown", "json"])
def test_empty_dossier(format: str) -> None:
    text = export(Dossier(), format)
    assert text.endswith("\n")
    if format != "json":
        assert "No story was found" in text
    else:
        validate(text)


@pytest.mark.parametrize("format", [name for name in EXPORTERS if name != "text"])  # which breaks long names
def test_names_of_any_script_and_length_survive(format: str) -> None:
    told = opened(dossier_of(NAMES), format)
    for name in ("وكالة أنباء المرفأ", "N" * 200, "emoji 😀 and é", "+49 30 1234"):
        assert name in told


def test_what_a_format_is_not() -> None:
    for make in (export, export_bytes, export_files):
        with pytest.raises(SettingsError, match=r"no format 'pdf'; there are text, json, html, markdown"):
            make(Dossier(), "pdf")
    with pytest.raises(SettingsError, match="sqlite is no text"):
        export(Dossier(), "sqlite")
    with pytest.raises(SettingsError, match="html is one file"):
        export_files(Dossier(), "html")


def test_several_files_are_a_zip_archive_of_them() -> None:
    data = export_bytes(sample(), "csv")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        found = {name: archive.read(name) for name in archive.namelist()}
    assert found == export_files(sample(), "csv")


# ---------------------------------------------------------------- json
def test_schema_is_a_schema_and_strict() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    validate(export(sample(), "json"))
    for place in ("articles", "statements", "claims", "copies"):
        value = json.loads(export(sample(), "json"))
        value[place][0]["surprise"] = 1
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(value, schema())


def test_json_says_what_the_design_says() -> None:
    value = json.loads(export(sample(), "json"))
    assert value["dossier"] == 1
    assert value["copies"][0]["from"]["article"] == "courier"
    assert value["copies"][0]["to"]["article"] == "lifted"
    assert value["articles"][0]["credits"] == [{"agency": "MNA", "kind": "photo", "passage": "Picture: MNA"}]
    assert value["duplicates"] == [{"input": "pages/courier-again.html", "article": "courier"}]
    texts = {article["id"]: article["text"] for article in value["articles"]}
    for statement in value["statements"]:
        assert texts[statement["article"]][statement["start"] : statement["end"]] == statement["text"]


def published(dossier: Dossier) -> Dossier:
    """The dossier without what its JSON leaves out."""
    bare = {"key": "", "input": "", "parts": [], "rejected": None}
    articles = [dataclasses.replace(a, **bare) for a in dossier.articles]
    statements = [dataclasses.replace(s, proposition="", refers_back=False) for s in dossier.statements]
    return dataclasses.replace(dossier, articles=articles, statements=statements)


def test_round_trip() -> None:
    text = export(sample(), "json")
    assert from_json(text) == published(sample())
    assert export(from_json(text), "json") == text


@given(st.text(), st.lists(st.text(min_size=1)))
def test_round_trip_of_any_text(text: str, names: list[str]) -> None:
    dossier = Dossier(articles=[Article("a", "", "", title=text, text=text + "\ud800")])
    dossier.sources = [Source(name, "person", names, None) for name in names]
    out = export(dossier, "json")
    out.encode("utf8")
    validate(out)
    assert from_json(out) == dossier


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not a dossier"),
        ("[1]", "no object"),
        ('{"articles": []}', "no object with the key 'dossier'"),
        ('{"dossier": 2}', "version 2"),
        ('{"dossier": 1}', "no 'articles'"),
        ("[" * 100_000, "not a dossier"),
    ],
)
def test_what_is_no_dossier(text: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        from_json(text)


def test_the_place_of_a_wrong_value_is_named() -> None:
    value = json.loads(export(sample(), "json"))
    value["claims"][2]["independent"] = "many"
    with pytest.raises(InputError, match=r"dossier\.claims\[2\]\.independent is 'many', not int"):
        from_json(json.dumps(value))


# ---------------------------------------------------------------- text
@pytest.mark.parametrize("width", [40, 80, 200])
def test_text_fits_the_width(width: int) -> None:
    lines = export(sample(), "text", Display(width=width)).splitlines()
    assert max(map(cell_len, lines)) <= min(width, 100)


def test_text_without_colour_has_no_control_characters() -> None:
    text = export(sample(), "text")
    assert not {unicodedata.category(c) for c in text.replace("\n", "")} & {"Cc", "Cf"}


def test_colour_adds_colour_alone() -> None:
    colored = export(sample(), "text", Display(color=True))
    assert "\x1b[" in colored
    stripped = re.sub(r"\x1b\[[\d;]*m", "", colored)
    squeezed = [line.rstrip() for line in stripped.splitlines()]
    assert squeezed == export(sample(), "text").splitlines()


def many_claims(count: int) -> Dossier:
    statements = [
        Statement(f"s{n}", "a", 0, 1, "x", False, "affirms", ["Anna"], [], [], [[0, 1]]) for n in range(count)
    ]
    claims = [
        DossierClaim(
            f"c{n}",
            "s",
            f"Claim {n}.",
            [f"s{n}"],
            1,
            1,
            ["Anna"],
            1,
            ["Anna"],
            [],
            ["Bo"] if n == 20 else [],
            None,
        )
        for n in range(count)
    ]
    story = DossierStory("s", "Title", ["a"], [claim.id for claim in claims])
    return Dossier([Article("a", "", "", text="x")], [story], statements, claims)


def test_claims_beyond_a_number_are_counted() -> None:
    text = export(many_claims(30), "text", Display(claims=12))
    assert "Claim 11." in text
    assert "Claim 12." not in text
    assert "18 more claims, 1 of them disputed" in text
    assert "more claim" not in export(many_claims(12), "text", Display(claims=12))


def test_of_a_long_timeline_the_most_told_is_shown() -> None:
    dossier = many_claims(30)
    dossier.articles.append(Article("b", "", "", text="x"))
    dossier.statements.append(dataclasses.replace(dossier.statements[25], id="other", article="b"))
    dossier.timeline = [
        TimelineEntry(str(1980 + n), "year", f"Event {n}.", [f"s{n}"], articles=["a"]) for n in range(30)
    ]
    dossier.timeline[25].articles.append("b")
    text = export(dossier, "text")
    assert re.findall(r"Event \d+", text) == ["Event 25"]
    assert "29 more, told less widely" in text
    assert all(f"Event {n}." in export(dossier, "html") for n in range(30))


def test_every_claim_is_in_the_page() -> None:
    page = export(many_claims(30), "html")
    assert all(f"Claim {n}." in page for n in range(30))


def test_independence_is_never_said_to_be_a_fact() -> None:
    """The word stands in no format for people but to say that it is not established."""
    for format in ("text", "html", "markdown"):
        text = " ".join(export(sample(), format).split()).replace(COUNTING, "")
        for found in re.finditer(r"independen\w*", text):
            assert "not established" in text[found.start() : found.start() + 40]


# ---------------------------------------------------------------- html, markdown
class Tags(HTMLParser):
    """Collects the elements and attributes that a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.names.append(tag)
        self.attributes += attrs
        if tag not in ("meta", "br", "link"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def tags(html: str) -> Tags:
    parser = Tags()
    parser.feed(html)
    parser.close()
    return parser


def test_html_is_well_formed_and_runs_nothing() -> None:
    found = tags(export(sample(), "html"))
    assert found.open == []
    assert not {"script", "img", "iframe", "link", "i"} & set(found.names)
    assert not [name for name, _ in found.attributes if name.startswith("on")]
    links = [value or "" for name, value in found.attributes if name == "href"]
    assert all(link.startswith(("#", "https://")) for link in links)
    anchors = [value for name, value in found.attributes if name == "id"]
    assert len(anchors) == len(set(anchors))
    assert {link[1:] for link in links if link.startswith("#")} <= set(anchors)


@given(st.text())
def test_no_text_becomes_markup(text: str) -> None:
    dossier = sample()
    dossier.stories = [dataclasses.replace(dossier.stories[0], title=text + "<b title='\">")]
    dossier.sources = [Source(text + "</details><u>", "person", [text], text)]
    found = tags(export(dossier, "html"))
    assert found.open == []
    assert "u" not in found.names
    assert not [value for name, value in found.attributes if name == "title"]


def test_markdown_holds_no_html_and_only_its_own_structure() -> None:
    tokens = MarkdownIt("commonmark", {"html": True}).parse(export(sample(), "markdown"))
    inline = [child for token in tokens for child in token.children or []]
    assert not [
        t for t in [*tokens, *inline] if t.type in ("html_block", "html_inline", "link_open", "code_inline")
    ]
    headings = [tokens[n + 1].content for n, token in enumerate(tokens) if token.type == "heading_open"]
    assert headings[-1] == "The same article again"
    assert len(headings) == 17


@given(st.text(alphabet="ab \n#-+*_`~[]()<>!|\\&;=1.)", max_size=30))
def test_no_text_becomes_markdown(text: str) -> None:
    dossier = Dossier([Article("a", "", "", title="x" + text, text="x", published="2025")])
    line = next(line for line in export(dossier, "markdown").splitlines() if line.startswith("- "))
    tokens = MarkdownIt("commonmark").enable("strikethrough").parse(line)
    inline = [child.type for token in tokens for child in token.children or []]
    assert inline.count("strong_open") == 1
    assert {"em_open", "s_open", "code_inline", "link_open", "image", "html_inline"}.isdisjoint(inline)


if __name__ == "__main__":
    for name in EXPORTERS:
        (GOLDEN / f"dossier.{name}").write_text(opened(sample(), name), "utf8")
