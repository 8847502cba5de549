"""Bad input, as users have it: each a clear outcome, nothing lost, no traceback, memory bounded."""

from __future__ import annotations

import gzip
import json
import os
import re
import resource
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import reportedly
from reportedly import Settings
from reportedly.cli import cli
from reportedly.pages import read_pages
from reportedly.records import Article, Dossier
from run_commands import TEXT, run

PAGE = "<html><head><title>Fire in Marn</title>{head}</head><body>{body}</body></html>"
PARAGRAPHS = "".join(f"<p>{p} {p}</p>" for p in TEXT.split("\n\n"))
LATIN = (
    "<p>"
    + "The café’s owner, José Muñoz, said that the fire began at noon on Monday. ".replace("’", "'") * 6
    + "</p>"
)
KOREAN = "경찰은 월요일 창고 화재로 두 명이 숨졌다고 밝혔다. 소방 당국은 원인을 조사하고 있다고 말했다. " * 4
ESCAPE = "\x1b[31mred\x1b[0m\x07\x9b5m"
MEMORY = 1_500_000_000
"""Bytes of address space beyond what a run starts with that none of these inputs may take."""


@dataclass(frozen=True)
class Case:
    """A file, the reason for which it is refused (None: read), and words that stand in what is read."""

    name: str
    content: str | bytes
    reason: str | None = None
    holds: str = ""

    @property
    def data(self) -> bytes:
        return (
            self.content if isinstance(self.content, bytes) else self.content.encode("utf8", "surrogatepass")
        )


CASES = [
    Case("nuls.txt", b"\0" * 100_000, "binary, not text"),
    Case("nothing.txt", "", "empty"),
    Case("spaces.html", " \n\t\n ", "empty"),
    Case("picture.png", b"\x89PNG\r\n", "not a kind of file that is read here ("),
    Case("broken.txt.gz", gzip.compress(os.urandom(5000))[:-2000], "broken gzip file"),
    Case("garbage.html.gz", b"\x1f\x8b" + bytes(range(200)), "broken gzip file"),
    Case("bomb.txt.gz", gzip.compress(b"0" * 40_000_000, 9), "larger than 20 MB"),
    Case("lines.txt", "Police said so.\n" * 25_000, "more than 20,000 lines: not one article"),
    Case(
        "million-words.txt", "word " * 1_000_000, "a line of more than 1,000,000 characters: not one article"
    ),
    Case("marks.txt", '"' * 5000, "no article found on the page"),
    Case("word.txt", "Hello", "no article found on the page"),
    Case("broken.json", '{"text": "Two', "not valid JSON at line 1"),
    Case("nested.json", "[" * 200_000, "JSON nested too deeply"),
    Case("not-packed.txt.gz", TEXT, None, "police said"),
    Case("one-line.txt", "Two people died in a fire in Marn on Monday, police said.", None, "police said"),
    Case("deep.html", PAGE.format(head="", body="<div>" * 200_000 + PARAGRAPHS), None, "police said"),
    Case("open-tags.html", PAGE.format(head="", body="<b>" * 50_000 + PARAGRAPHS), None, "police said"),
    Case("latin.html", PAGE.format(head='<meta charset="utf-8">', body=LATIN).encode("cp1252"), None, "José"),
    Case("korean.html", PAGE.format(head="", body=f"<p>{KOREAN}</p>").encode("cp949"), None, "경찰은"),
    Case("capitals.txt", TEXT.upper(), None, "POLICE SAID"),
    Case("right-to-left.txt", "\u202e" + TEXT.replace(" a ", " \u200f😀 "), None, "police said"),
    Case(
        "surrogate.txt",
        TEXT + "\n\nPolice said \ud800 that two people had died on Monday.",
        None,
        "loud bang",
    ),
    Case("escapes.txt", TEXT.replace("Ana Lopez", f"Ana {ESCAPE} Lopez"), None, "loud bang"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of all cases, and of things that are no files."""
    folder = tmp_path_factory.mktemp("bad")
    for case in CASES:
        (folder / case.name).write_bytes(case.data)
    (folder / "good.txt").write_text(TEXT + "\n\nGood.", "utf8")
    (folder / "loop").symlink_to(".")
    (folder / "circle.txt").symlink_to("circle.txt")
    (folder / "dangling.txt").symlink_to("nowhere")
    os.mkfifo(folder / "pipe.txt")
    (folder / f"{ESCAPE}\nname.txt").write_bytes(b"\0")
    Path(os.fsdecode(os.fsencode(folder) + b"/bytes-\xff.txt")).write_bytes(b"\0")
    return folder


@pytest.fixture(scope="module")
def articles(folder: Path) -> dict[str, Article]:
    found = reportedly.read(folder, Settings(workers=1))
    return {str(Path(a.input).relative_to(folder)): a for a in found}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_has_its_outcome(case: Case, articles: dict[str, Article]) -> None:
    article = articles[case.name]
    assert (article.rejected or "").startswith(case.reason or "")
    assert bool(article.rejected) == bool(case.reason), article.rejected
    assert case.holds in article.text


def test_what_is_no_file_is_told_so(articles: dict[str, Article]) -> None:
    assert articles["loop"].rejected == "a link back to a folder that it lies in"
    assert articles["circle.txt"].rejected == "links that lead in a circle"
    assert articles["dangling.txt"].rejected == "no such file or folder"
    assert articles["pipe.txt"].rejected == "not a file but a named pipe"
    assert articles["bytes-\\xff.txt"].rejected == "binary, not text"
    assert len(articles) == len(CASES) + 7


# ---------------------------------------------------------------- whole runs, as a user starts them
def bounded() -> None:
    """Bound the memory of the process about to start."""
    used = 3_000_000_000  # libraries map much that they never touch
    resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, used + MEMORY))


def test_a_run_over_all_of_it(folder: Path, articles: dict[str, Article]) -> None:
    code, out, err = run("trace", str(folder), "--workers", "1", preexec_fn=bounded)
    assert code == 1
    lines = err.splitlines()
    bad = [a for a in articles.values() if a.rejected]
    assert len([line for line in lines if line.startswith("rejected: ")]) == len(bad) + 1  # and the Korean
    assert (
        lines[-1] == f"{len(articles)} inputs: {len(articles) - len(bad) - 1} read, {len(bad) + 1} rejected"
    )
    assert "\\x1b[31mred" in err
    for text in (out, err):
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)


@pytest.mark.parametrize("command", ["read", "quotes", "dates", "group"])
@pytest.mark.parametrize("form", ["text", "jsonl"])
def test_no_escape_reaches_a_terminal(command: str, form: str, tmp_path: Path) -> None:
    page = {"id": ESCAPE, "title": f"Fire {ESCAPE}", "outlet": ESCAPE, "text": TEXT.replace("Marn", ESCAPE)}
    (tmp_path / f"{ESCAPE}.json").write_text(json.dumps(page), "utf8")
    (tmp_path / f"{ESCAPE}.txt").write_bytes(b"\0")
    result = CliRunner().invoke(cli, [command, str(tmp_path), "--format", form])
    assert result.exit_code == 1
    assert result.stdout
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", result.output)


def test_a_page_of_30_mb_and_a_line_of_30_mb(tmp_path: Path) -> None:
    with (tmp_path / "page.html").open("w") as stream:
        stream.write("<html><body>" + "<p>Two people died in Marn on Monday, police said.</p>\n" * 600_000)
    rows = [{"id": "long", "text": "word " * 6_000_000}, {"id": "good", "text": TEXT}]
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf8")
    code, out, _ = run("read", str(tmp_path), "--format", "jsonl", preexec_fn=bounded)
    found = {row["id"]: row.get("rejected") for row in map(json.loads, out.splitlines())}
    assert code == 1
    assert found == {"page": "larger than 20 MB", "rows-1": "line longer than 20 MB", "good": None}


def test_many_copies_of_one_file(tmp_path: Path) -> None:
    for n in range(1500):
        (tmp_path / f"{n:04}.txt").write_text(TEXT, "utf8")
    began = time.monotonic()
    dossier = reportedly.trace(tmp_path)
    assert time.monotonic() - began < 10
    assert (len(dossier.articles), len(dossier.duplicates), len(dossier.rejected)) == (1, 1499, 0)


def test_rows_of_wrong_types_among_good_ones(tmp_path: Path) -> None:
    rows: list[Any] = [
        {"id": "good", "text": TEXT},
        5,
        None,
        {"id": 3, "text": 4},
        {"id": ["x"], "text": TEXT, "published": {"a": 1}, "title": [1], "url": False, "byline": {"b": 2}},
        {"id": "when", "text": TEXT, "published": "the day before yesterday"},
        {"id": "half", "text": "Police said \ud800 that two people had died on Monday."},
        {"id": "last", "text": TEXT, "more": [{}]},
    ]
    lines = [*map(json.dumps, rows[:2]), '{"id": broken', *map(json.dumps, rows[2:])]
    (tmp_path / "rows.jsonl").write_text("\n".join(lines), "utf8")
    found = reportedly.read(tmp_path)
    no_object, no_text = "not an article: no JSON object", "not an article: neither `text` nor `page`"
    assert [(a.id, a.rejected) for a in found] == [
        ("good", None),
        ("rows-2", no_object),
        ("rows-3", "not valid JSON"),
        ("rows-4", no_object),
        ("3", no_text),
        ("rows-6", None),
        ("when", None),
        ("half", None),
        ("last", None),
    ]
    assert found[6].published is None
    assert "\N{REPLACEMENT CHARACTER}" in found[7].text


def test_no_date_leaves_relative_times_open(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"text": TEXT}), "utf8")
    dossier: Dossier = reportedly.trace(tmp_path)
    assert dossier.articles[0].published is None
    assert not [s for s in dossier.statements if s.when and s.when.value[:1].isdigit()]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can lend out another user's rights")
def test_an_unreadable_file(tmp_path: Path) -> None:
    (tmp_path / "good.json").write_text(json.dumps({"text": TEXT}), "utf8")
    (tmp_path / "secret.txt").write_text(TEXT, "utf8")
    (tmp_path / "secret.txt").chmod(0)
    for folder in (tmp_path, *tmp_path.parents):
        if "pytest-of" in str(folder):
            folder.chmod(0o755)
    os.seteuid(65534)
    try:
        found = list(read_pages([str(tmp_path / "good.json"), str(tmp_path / "secret.txt")]))
    finally:
        os.seteuid(0)
    assert [page.rejected for page in found] == [None, "no permission to read it"]


@pytest.mark.parametrize("name", ["empty.xml", "empty.csv", "empty.jsonl"])
def test_a_flood_of_empty_entries_ends(tmp_path: Path, name: str) -> None:
    text = {
        "empty.xml": '<rss version="2.0"><channel>'
        + "<item><title>x</title></item>" * 1500
        + "</channel></rss>",
        "empty.csv": "title,text\n" + "x,\n" * 1500,
        "empty.jsonl": '{"title": "x", "text": ""}\n' * 1500,
    }[name]
    (tmp_path / name).write_text(text, "utf8")
    found = list(read_pages([str(tmp_path)]))
    assert len(found) == 1001
    assert found[-1].rejected == "1,000 entries one after the other are no articles; the rest is not read"
