"""Files -> pages: every format, every way for a file to be unreadable, ids, keys and bounds.

After a change that is meant, `python tests/test_pages.py` writes the golden files anew.
"""

from __future__ import annotations

import dataclasses
import gzip
import io
import json
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.pages import FORMATS, Limits, Options, find_inputs, read_pages
from reportedly.records import Page

GOLDEN = Path(__file__).parent / "golden" / "pages"


def pages(*paths: Path | str, **options: Any) -> list[Page]:
    return list(read_pages([str(path) for path in paths], **options))


def reasons(*paths: Path | str, **options: Any) -> list[str | None]:
    return [page.rejected for page in pages(*paths, **options)]


def shown(page: Page) -> dict[str, Any]:
    """A page as the golden files hold it: content as text."""
    fields = dataclasses.asdict(page)
    return fields | {"content": page.content.decode()}


# ---------------------------------------------------------------- formats
@pytest.mark.parametrize("name", FORMATS)
def test_each_format_reads_its_golden_file(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(GOLDEN)  # the key of what is refused is made of its path
    file = f"{name}{FORMATS[name].endings[0]}"
    expected = json.loads((GOLDEN / f"{name}.expected").read_text("utf8"))
    assert [shown(page) for page in pages(file)] == expected


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_reads_the_same_packed(name: str, tmp_path: Path) -> None:
    for ending in FORMATS[name].endings:
        plain = GOLDEN / f"{name}{FORMATS[name].endings[0]}"
        packed = tmp_path / f"{name}{ending}.gz"
        packed.write_bytes(gzip.compress(plain.read_bytes()))
        as_plain = [(page.id, page.kind, page.content, page.rejected) for page in pages(plain)]
        assert [(page.id, page.kind, page.content, page.rejected) for page in pages(packed)] == as_plain


def test_the_content_decides_where_the_name_lies(here: Path) -> None:
    Path("page.txt").write_text("<html><body><p>The mill closed.</p></body></html>")
    Path("text.html").write_text("The mill closed on Tuesday, its owner said; 3 < 4.")
    Path("lines.json").write_text('{"text": "One."}\n{"text": "Two."}\n')
    Path("plain.txt.gz").write_text("Not packed at all.")
    assert [page.kind for page in pages("page.txt", "text.html")] == ["html", "text"]
    assert [page.content for page in pages("lines.json", "plain.txt.gz")] == [
        b"One.",
        b"Two.",
        b"Not packed at all.",
    ]


def test_clean_reads_articles_as_pages(here: Path) -> None:
    Path("a.jsonl").write_text(
        '{"text": "The mill closed."}\n{"text": "<html><p>The mill closed.</p></html>"}\n'
    )
    assert [page.kind for page in pages("a.jsonl")] == ["article", "article"]
    assert [page.kind for page in pages("a.jsonl", options=Options(clean=True))] == ["text", "html"]


def test_text_of_an_article_is_kept_to_the_letter(here: Path) -> None:
    text = " \u00a0The e\u0301t\u200be\r\n\r\nended \U0001f600 "
    Path("a.json").write_text(json.dumps({"id": " x  y ", "text": text}))
    [page] = pages("a.json")
    assert (page.id, page.content.decode()) == (" x  y ", text)


def test_half_a_surrogate_keeps_offsets(here: Path) -> None:
    Path("a.json").write_text('{"id": "a\\ud800", "text": "ab\\ud83dcd"}')
    [page] = pages("a.json")
    assert (page.id, page.content.decode()) == ("a\ufffd", "ab\ufffdcd")


def test_stdin_is_read_by_its_content(monkeypatch: pytest.MonkeyPatch) -> None:
    for content, kind in [
        (b'{"text": "One."}\n', "article"),
        (b'[{"text": "One."}]', "article"),
        (b"<!doctype html><p>One.", "html"),
        (gzip.compress(b"Plain text."), "text"),
    ]:
        stdin = io.TextIOWrapper(io.BytesIO(content))
        monkeypatch.setattr(sys, "stdin", stdin)
        [page] = pages("-")
        assert (page.kind, page.rejected) == (kind, None)
        assert page.id.startswith("stdin")


# ---------------------------------------------------------------- what cannot be read
@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.txt", b"", "empty"),
        ("spaces.txt", b"\xef\xbb\xbf \r\n\t", "empty"),
        ("none.jsonl", b"\n\n", "empty"),
        ("nuls.txt", bytes(1000), "binary, not text"),
        ("picture.html", b"\x89PNG\r\n\x1a\n....", "binary, not text"),
        ("picture.png", b"\x89PNG", "not a kind of file that is read here"),
        ("noending", b"text", "not a kind of file that is read here"),
        ("broken.json", b'{"text": ', "not valid JSON at line 1"),
        ("deep.json", b"[" * 300_000, "JSON nested too deeply"),
        ("deep.jsonl", b'{"text":' * 300_000, "JSON nested too deeply"),
        ("digits.json", b'{"text": ' + b"1" * 10_000 + b"}", "not valid JSON"),
        ("latin.json", b'{"text": "\xe9"}', "not valid JSON"),
        ("torn.txt.gz", gzip.compress(b"The mill closed. " * 999)[:-9], "broken gzip file"),
        ("false.txt.gz", b"\x1f\x8b\x08 nothing packed", "broken gzip file"),
        ("number.json", b'{"text": 5}', "not an article: neither `text` nor `page`"),
        ("list.json", b"[[]]", "not an article: no JSON object"),
        ("nul.json", b'{"text": "a\\u0000b"}', "binary, not text"),
    ],
)
def test_unreadable_content_is_rejected_with_its_reason(
    here: Path, name: str, content: bytes, reason: str
) -> None:
    Path(name).write_bytes(content)
    [found] = reasons(name)
    assert found is not None
    assert found.startswith(reason)


def test_utf16_is_text(here: Path) -> None:
    Path("a.txt").write_bytes("The mill closed.".encode("utf-16"))
    assert reasons("a.txt") == [None]


def test_paths_that_are_no_files(here: Path) -> None:
    Path("folder.html").mkdir()
    Path("dangling.txt").symlink_to("nowhere.txt")
    Path("round.txt").symlink_to("trip.txt")
    Path("trip.txt").symlink_to("round.txt")
    os.mkfifo("pipe.txt")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket.txt")
        found = {
            page.input: page.rejected
            for page in pages(".", "missing.txt", "x*.txt", "/dev/zero", "nul\0.txt")
        }
    assert found == {
        "dangling.txt": "no such file or folder",
        "pipe.txt": "not a file but a named pipe",
        "round.txt": "links that lead in a circle",
        "socket.txt": "not a file but a socket",
        "trip.txt": "links that lead in a circle",
        "missing.txt": "no such file or folder",
        "x*.txt": "no file matches this pattern",
        "/dev/zero": "not a file but a device",
        "nul\0.txt": "cannot be read (embedded null byte)",
    }


def test_a_refusal_of_the_system_is_told(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("a.txt").write_text("The mill closed.")
    Path("b.txt").write_text("The mill closed again.")
    true_open = Path.open

    def refuse(self: Path, *args: Any, **options: Any) -> Any:
        if self.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return true_open(self, *args, **options)

    monkeypatch.setattr(Path, "open", refuse)
    assert reasons(".") == ["no permission to read it", None]


def test_a_bad_row_does_not_end_the_file(here: Path) -> None:
    lines = [b'{"text": "One."}', b"{", b'{"text": "' + b"x" * 5000 + b'"}', b'{"text": "Two."}']
    Path("a.jsonl").write_bytes(b"\n".join(lines))
    found = pages("a.jsonl", limits=Limits(page=1000))
    assert [page.rejected for page in found] == [None, "not valid JSON", "line longer than 0.001 MB", None]
    assert [page.input for page in found] == [f"a.jsonl:{row}" for row in (1, 2, 3, 4)]


# ---------------------------------------------------------------- bounds
class Counted(io.BytesIO):
    """Counts what is read of it."""

    taken = 0

    def read(self, size: int | None = -1) -> bytes:
        out = super().read(size)
        self.taken += len(out)
        return out


def test_a_bomb_is_not_unpacked_beyond_the_limit(here: Path) -> None:
    packed = gzip.compress(bytes([32]) * 50_000_000)
    Path("bomb.html.gz").write_bytes(packed)
    assert reasons("bomb.html.gz", limits=Limits(page=1_000_000)) == ["larger than 1 MB"]
    stream = Counted(gzip.decompress(packed))
    with pytest.raises(Exception, match="larger than 1 MB"):
        list(FORMATS["html"].read(stream, Limits(page=1_000_000), Options()))
    assert stream.taken <= 1_000_001


def test_a_page_of_30_mb_is_refused(here: Path) -> None:
    Path("big.html").write_bytes(b"<p>The mill closed.</p>" * 1_400_000)
    assert reasons("big.html") == ["larger than 20 MB"]


def test_pages_come_one_at_a_time(here: Path) -> None:
    Path("a.txt").write_text("The mill closed.")
    Path("b.jsonl").write_bytes(b'{"text": "One."}\n' * 3)
    stream = read_pages(["a.txt", "b.jsonl", "c.txt"])
    assert isinstance(stream, Iterator)
    assert next(stream).id == "a"
    Path("c.txt").write_text("Written after the first page was read.")
    assert [page.id for page in stream] == ["b-1", "b-2", "b-3", "c"]


# ---------------------------------------------------------------- what is found
def test_folders_are_searched_in_order_and_hidden_files_passed_over(here: Path) -> None:
    for name in ("b/2.txt", "b/1.txt", "a.txt", "b/.hidden.txt", ".git/x.txt", "c/d/e.txt"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(name)
    assert [found.path for found in find_inputs(["."])] == ["a.txt", "b/1.txt", "b/2.txt", "c/d/e.txt"]
    assert [found.path for found in find_inputs(["**/?.txt"])] == ["a.txt", "b/1.txt", "b/2.txt", "c/d/e.txt"]


def test_no_file_is_read_twice(here: Path) -> None:
    Path("in").mkdir()
    Path("in/a.txt").write_text("The mill closed.")
    Path("in/b.txt").symlink_to("a.txt")
    Path("in/c.txt").hardlink_to("in/a.txt")
    Path("again").symlink_to("in")
    assert [page.input for page in pages("in", "again", "in/a.txt", "in/*.txt")] == ["in/a.txt"]


def test_a_folder_in_itself_is_told_and_left(here: Path) -> None:
    Path("in/deep").mkdir(parents=True)
    Path("in/deep/up").symlink_to("..")
    Path("in/z.txt").write_text("The mill closed.")
    found = {page.input: page.rejected for page in pages("in")}
    assert found == {"in/deep/up": "a link back to a folder that it lies in", "in/z.txt": None}


def test_a_name_with_glob_signs_is_a_name_first(here: Path) -> None:
    Path("a[1].txt").write_text("The mill closed.")
    assert reasons("a[1].txt") == [None]


# ---------------------------------------------------------------- ids and keys
def test_same_id_other_content(here: Path) -> None:
    for folder, text in [("a", "One."), ("b", "Two."), ("c", "One."), ("d", "Three.")]:
        Path(folder).mkdir()
        Path(folder, "page.html.gz").write_bytes(gzip.compress(text.encode()))
    warnings: list[str] = []
    found = pages(".", warn=warnings.append)
    assert [page.id for page in found] == [
        "page",
        f"page~{found[1].key[:6]}",
        "page",
        f"page~{found[3].key[:6]}",
    ]
    assert found[0].key == found[2].key
    assert len(warnings) == 2
    assert all(page.id in warning for page, warning in zip(found[1::2], warnings, strict=True))


def test_identical_files_share_a_key_and_metadata_part_them(here: Path) -> None:
    Path("a.txt").write_text("The mill closed.")
    Path("b.txt").write_text("The mill closed.")
    Path("c.jsonl").write_text(
        '{"text": "x"}\n{"text": "x", "published": "2031-05-06"}\n{"id": "other", "text": "x"}\n'
    )
    a, b, plain, dated, other = pages(".")
    assert a.key == b.key
    assert a.id != b.id
    assert plain.key == other.key != dated.key


@given(st.lists(st.tuples(st.sampled_from("ab~"), st.sampled_from(["x", "y", "z"])), max_size=12))
def test_an_id_never_means_two_contents(rows: list[tuple[str, str]]) -> None:
    lines = "".join(json.dumps({"id": id, "text": text}) + "\n" for id, text in rows) or " "
    stdin = io.TextIOWrapper(io.BytesIO(lines.encode()))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", stdin)
        found = [page for page in read_pages(["-"]) if not page.rejected]
    assert len({(page.id, page.key) for page in found}) == len({page.id for page in found})
    assert [page.content.decode() for page in found] == [text for _, text in rows]


if __name__ == "__main__":
    os.chdir(GOLDEN)
    for name, form in FORMATS.items():
        golden = [shown(page) for page in pages(f"{name}{form.endings[0]}")]
        Path(GOLDEN, f"{name}.expected").write_text(
            json.dumps(golden, indent=1, ensure_ascii=False) + "\n", "utf8"
        )
