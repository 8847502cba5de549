"""What a file is, told by its content; and files that mean harm."""

from __future__ import annotations

import bz2
import io
import lzma
from pathlib import Path

import pytest
from benchmarks.fuzz import broken_file, crashes_of

from make_files import PROSE, packed, page, pdf, read, record, tarred, zipped
from reportedly.pages import FORMATS
from reportedly.pages.draft import prose_like


# ---------------------------------------------------------------- the kind is found by content
@pytest.mark.parametrize(
    ("name", "content", "kinds"),
    [
        ("crawl.txt", record(1), ["html"]),
        ("crawl", packed([record(1)]), ["html"]),
        ("page.pdf", page("One"), ["html"]),
        ("release.html", pdf([[(50, 700, 11, "The ferry will not sail.")]]), ["text"]),
        ("archive", zipped({"a.html": page("One"), "b.txt": PROSE}), ["html", "text"]),
        ("archive.html", tarred({"a.html": page("One")}), ["html"]),
        ("list.txt", b'{"text": "One."}\n{"text": "Two."}\n', ["article", "article"]),
        ("pretty", b'{\n "text": "One."\n}\n', ["article"]),
        ("prose.log", PROSE, ["text"]),
        ("prose", PROSE.decode().encode("utf-16"), ["text"]),
        ("page.html", page("One").decode().encode("utf-16"), ["html"]),
        ("page", page("One").decode().encode("utf-16"), ["html"]),
        ("page.php", b"<p>The ferry will not sail.</p>\n<p>Islanders were not asked.</p>", ["html"]),
        ("page.html.bz2", bz2.compress(page("One")), ["html"]),
        ("page.html.xz", lzma.compress(page("One")), ["html"]),
    ],
)
def test_the_kind_is_found_by_content(here: Path, name: str, content: bytes, kinds: list[str]) -> None:
    found = read(name, content)
    assert [page.rejected for page in found] == [None] * len(kinds)
    assert [page.kind for page in found] == kinds


@pytest.mark.parametrize(
    "content",
    [
        b"import os\n\n\ndef main(path):\n    return os.stat(path).st_size  # in bytes\n" * 9,
        b"body { margin: 0; color: #333; } .menu > a { padding: 4px; }\n" * 9,
        b"2031-02-03 04:05:06 INFO 200 GET /index 12ms\n" * 9,
        b"name,count\nOrrin,12\nTess,3\n" * 9,
        bytes(range(256)) * 9,
    ],
)
def test_code_and_data_are_no_prose(content: bytes) -> None:
    assert not prose_like(content)


@pytest.mark.parametrize(
    "text",
    [
        "Паром на остров не выйдет до весны, сообщила во вторник портовая служба. Жителей не спросили.",
        "港务局星期二说,渡轮在春天之前不会开航。岛上居民说没有人问过他们的意见。这条渡轮的发动机必须拆下来修理。",
        "항만청은 화요일 여객선이 봄까지 운항하지 않을 것이라고 밝혔다. 주민들은 묻지 않았다고 말했다.",
    ],
)
def test_prose_of_any_script_is_prose(text: str) -> None:
    assert prose_like(text.encode())
    assert prose_like(text.encode("utf-16"))


# ---------------------------------------------------------------- hostile files
@pytest.mark.parametrize(
    "start", ["<!--a-->", "<!--a-->\n", "<?a?>", "<!DOCTYPE a [x]>", "<!DOCTYPE a [", " "]
)
@pytest.mark.parametrize("end", ["<div>", "<!--"])
def test_no_beginning_takes_long_to_look_at(start: str, end: str) -> None:
    for form in FORMATS.values():
        assert not form.looks((start * 60 + end).encode())


def test_a_feed_of_doctypes_is_read(here: Path) -> None:
    feed = "<rss><channel><item><title>One</title>" + "<!DOCTYPE[" * 50_000 + "</item></channel></rss>"
    assert [page.kind for page in read("a.xml", feed.encode())] == ["text"]


def test_broken_files_come_to_no_harm() -> None:
    assert crashes_of(range(400)) == []


def test_the_same_broken_files_every_time() -> None:
    assert broken_file(7) == broken_file(7)
    assert io.BytesIO(broken_file(7)[1]).read() != io.BytesIO(broken_file(8)[1]).read()
