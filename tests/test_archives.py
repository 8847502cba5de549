"""Files that hold pages: crawls, archives, MHTML, PDF, saved folders; and any kind by its content."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest
from benchmarks.fuzz import broken_file, crashes_of

from make_files import packed, page, pdf, record, tarred, zipped
from reportedly.pages import FORMATS, Limits, Options, find_inputs, read_pages
from reportedly.pages.draft import prose_like
from reportedly.records import Page

PROSE = (
    b"The ferry to Orrin will not sail before spring, the harbour office said on Tuesday. "
    b"Islanders said that they had not been asked.\n"
)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def read(name: str, content: bytes, **options: Any) -> list[Page]:
    """Write a file, and read it."""
    Path(name).write_bytes(content)
    return list(read_pages([name], **options))


def outcomes(name: str, content: bytes, **options: Any) -> list[tuple[str, str | None]]:
    return [(page.input, page.rejected) for page in read(name, content, **options)]


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


# ---------------------------------------------------------------- WARC
RECORDS = [record(number) for number in range(4)]
CUT = "a record that is cut off"


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        (RECORDS[1][:300], CUT),
        (RECORDS[1][:100], "a record whose header is cut off or tells no length"),
        (RECORDS[1].replace(b"Content-Length", b"Content-Long"), "a record whose header"),
        (RECORDS[1].replace(b"Length: ", b"Length: 99"), CUT),
        (RECORDS[1].replace(b"Length: ", b"Length: 9999999999"), CUT),
        (re.sub(rb"(Length: )\d", rb"\1", RECORDS[1]), CUT),
        (b"garbage \0\xff" * 20, "bytes that belong to no record"),
        (record(1, headers="WARC-Truncated: time\r\n"), "cut off when it was fetched (WARC-Truncated: time)"),
        (record(1, kind="revisit", body=b""), "the same as a page fetched earlier, which is not at hand"),
        (record(1, body=page("x") * 100_000), "larger than 20 MB"),
    ],
)
def test_a_broken_record_is_refused_by_itself(here: Path, second: bytes, reason: str) -> None:
    for name, join in [("a.warc", b"".join), ("a.warc.gz", packed)]:
        found = outcomes(name, join([RECORDS[0], second, *RECORDS[2:]]))
        assert [place for place, _ in found] == [f"{name}:{row}" for row in (1, 2, 3, 4)]
        assert [problem is None for _, problem in found] == [True, False, True, True]
        assert str(found[1][1]).startswith(reason)


def test_a_file_of_broken_records_is_left(here: Path) -> None:
    found = outcomes("a.warc", RECORDS[0] + b"WARC/1.0\r\nContent-Length: 19999999\r\n\r\n" * 5000)
    assert len(found) == 1002
    assert found[-1][1] == "1,000 broken records one after the other; what follows is not read"


def test_a_broken_gzip_member_is_stepped_over(here: Path) -> None:
    members = [gzip.compress(one, mtime=0) for one in RECORDS]
    for second in (
        members[1][:-30],
        members[1][:60] + bytes(20) + members[1][80:],
        b"\x1f\x8b\x08" + bytes(50),
    ):
        found = outcomes("a.warc.gz", b"".join([members[0], second, *members[2:]]))
        assert [problem is None for _, problem in found] == [True, False, True, True]
    found = outcomes("a.warc.gz", b"".join(members)[:-40])
    assert [problem is None for _, problem in found] == [True, True, True, False]


def test_what_is_no_page_is_counted_and_passed_over(here: Path) -> None:
    notes: list[str] = []
    records = [
        record(0, kind="request", body=b""),
        record(1),
        record(2, status="404 Not Found"),
        record(3, status="301 Moved Permanently"),
        record(4, b"\x89PNG", media="image/png"),
        record(5, b"User-agent: *\nDisallow: /\n", media="text/plain"),
        record(6, b'{"text": "Not an article, but data for a script."}', media="text/html"),
        record(7, zipped({"a.html": page("One")}), media="application/octet-stream"),
        record(8, PROSE, media="text/plain", kind="resource"),
        record(9, pdf([[(50, 700, 11, "The ferry will not sail.")]]), media="application/pdf"),
    ]
    found = read("a.warc", b"".join(records), warn=notes.append)
    assert [(page.id, page.kind, page.rejected) for page in found] == [
        ("a-2", "html", None),
        ("a-9", "text", None),
        ("a-10", "text", None),
    ]
    assert notes == ["a.warc: records passed over: 4 that are no pages, 2 with an HTTP status other than 2xx"]
    [(_, reason)] = outcomes("none.warc", b"".join(records[2:5]))
    assert reason == "no page among its 3 records"


def test_a_feed_in_a_crawl_is_read(here: Path) -> None:
    feed = (
        b'<?xml version="1.0"?><rss version="2.0"><channel><title>Orrin Post</title>'
        b"<item><title>No ferry</title><description>The ferry will not sail.</description></item>"
        b"<item><title>Not asked</title><description>Islanders were not asked.</description></item>"
        b"</channel></rss>"
    )
    found = read("a.warc", record(1, feed, media="application/rss+xml"))
    assert [(page.input, page.rejected, page.fetched) for page in found] == [
        ("a.warc:1:1", None, "2031-02-02T04:05:06Z"),
        ("a.warc:1:2", None, "2031-02-02T04:05:06Z"),
    ]


@pytest.mark.parametrize(
    "pointer",
    [
        f"WARC-Refers-To: <urn:uuid:{1:032x}>\r\n",
        "WARC-Refers-To-Target-URI: https://orrin.example/1\r\nWARC-Refers-To-Date: 2031-02-02T04:05:06Z\r\n",
        "WARC-Payload-Digest: sha1:MADEUP\r\n",
    ],
)
def test_a_revisit_is_the_page_that_it_points_to(here: Path, pointer: str) -> None:
    first = record(1, headers="WARC-Payload-Digest: sha1:MADEUP\r\n")
    found = read("a.warc", first + record(2, b"", kind="revisit", headers=pointer))
    assert [one.content for one in found] == [page("Ferry 1"), page("Ferry 1")]
    assert [(one.url, one.fetched) for one in found] == [
        ("https://orrin.example/1", "2031-02-02T04:05:06Z"),
        ("https://orrin.example/2", "2031-02-03T04:05:06Z"),
    ]


@pytest.mark.parametrize(
    ("http", "body"),
    [
        ("Content-Encoding: gzip\r\n", gzip.compress(page("One"))),
        ("Content-Encoding: gzip\r\n", page("One")),  # it was decoded when it was kept
        ("Transfer-Encoding: chunked\r\n", b"%x\r\n%s\r\n0\r\n\r\n" % (len(page("One")), page("One"))),
        ("Transfer-Encoding: chunked\r\n", page("One")),
    ],
)
def test_what_was_fetched_is_decoded(here: Path, http: str, body: bytes) -> None:
    [found] = read("a.warc", record(1, body, http=http))
    assert found.content == page("One")


def test_a_payload_that_swells_is_refused(here: Path) -> None:
    bomb = record(1, gzip.compress(b"<p>" + bytes([32]) * 30_000_000), http="Content-Encoding: gzip\r\n")
    [found] = read("a.warc", bomb)
    assert found.rejected == "larger than 20 MB"


def test_the_charset_of_the_server_counts(here: Path) -> None:
    body = page("Fähre").decode().encode("latin-1")
    [found] = read("a.warc", record(1, body, media="text/html; charset=ISO-8859-1"))
    assert found.content.decode() == page("Fähre").decode()


def test_a_crawl_is_read_one_record_at_a_time(here: Path) -> None:
    Path("a.warc").write_bytes(b"".join(record(number % 9, page("x") * 100) for number in range(300)))
    with Path("a.warc").open("rb") as file:
        records = FORMATS["warc"].read(file, Limits(), Options())
        next(records)
        assert file.tell() < 400_000 < Path("a.warc").stat().st_size
        assert sum(1 for _ in records) == 299


# ---------------------------------------------------------------- zip and tar
def test_archives_within_an_archive(here: Path) -> None:
    inner = zipped({"page.html": page("Two"), "deeper.zip": zipped({"page.html": page("Three")})})
    crawl = packed([record(1), record(2)])
    for name, make in [("a.zip", zipped), ("a.tar", tarred)]:
        assert outcomes(name, make({"in/b.html": page("One"), "c.zip": inner, "d.warc.gz": crawl})) == [
            (f"{name}!/in/b.html", None),
            (f"{name}!/c.zip!/page.html", None),
            (f"{name}!/c.zip!/deeper.zip", "an archive in an archive in an archive"),
            (f"{name}!/d.warc.gz:1", None),
            (f"{name}!/d.warc.gz:2", None),
        ]


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_tars_are_unpacked_on_the_way(here: Path, mode: str) -> None:
    content = tarred({"b.html": page("One"), "c.jsonl": b'{"text": "One."}\n{"text": "Two."}\n'}, mode=mode)
    for name in ("a.tar", "a.tgz", "a"):
        assert [page.id for page in read(name, content)] == ["b", "c-1", "c-2"]


def test_names_that_lead_out_of_an_archive_are_refused(here: Path) -> None:
    files = {
        "../b.html": page("b"),
        "/c.html": page("c"),
        "C:/d.html": page("d"),
        "e/../../f.html": page("f"),
    }
    out, absolute = "a path that leads out of the archive", "an absolute path in an archive"
    for name, make in [("a.zip", zipped), ("a.tar", tarred)]:
        found = [reason for _, reason in outcomes(name, make({**files, "good.html": page("One")}))]
        assert found == [out, absolute, absolute, out, None]
    assert [path.name for path in Path().iterdir() if path.suffix == ".html"] == []


def test_links_and_devices_in_archives_are_refused(here: Path) -> None:
    members = []
    for name, kind in [("soft", tarfile.SYMTYPE), ("hard", tarfile.LNKTYPE), ("pipe", tarfile.FIFOTYPE)]:
        member = tarfile.TarInfo(f"{name}.html")
        member.type, member.linkname = kind, "/etc/passwd"
        members.append(member)
    found = outcomes("a.tar", tarred({"good.html": page("One")}, *members))
    assert [reason for _, reason in found] == [
        None,
        "not a file but a link",
        "not a file but a link",
        "not a file but a named pipe",
    ]
    link = zipfile.ZipInfo("link.html")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    with zipfile.ZipFile("a.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert [page.rejected for page in read_pages(["a.zip"])] == ["not a file but a link"]


def test_an_encrypted_entry_is_refused_by_itself(here: Path) -> None:
    content = bytearray(zipped({"secret.html": page("One"), "open.html": page("Two")}))
    content[6] |= 1  # the flag in the entry's own header, and in the directory
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert outcomes("a.zip", bytes(content)) == [
        ("a.zip!/secret.html", "encrypted"),
        ("a.zip!/open.html", None),
    ]


def test_a_broken_entry_is_refused_by_itself(here: Path) -> None:
    content = bytearray(zipped({"b.html": page("One"), "c.html": page("Two")}))
    content[60:70] = bytes(10)
    found = outcomes("a.zip", bytes(content))
    assert [place for place, _ in found] == ["a.zip!/b.html", "a.zip!/c.html"]
    assert found[0][1] is not None
    assert found[1][1] is None


@pytest.mark.parametrize("cut", [200, 700, 1500])
def test_a_cut_archive_gives_what_stands_before_the_cut(here: Path, cut: int) -> None:
    content = tarred({"b.html": page("One"), "c.html": page("Two")})
    found = outcomes("a.tar", content[:cut])
    assert found[-1][1] is not None
    [(place, reason)] = outcomes("a.zip", zipped({"b.html": page("One")})[:-30])
    assert (place, reason) == ("a.zip", "broken zip file")


def test_bombs_stop_at_the_limit(here: Path) -> None:
    big = {f"{number}.txt": bytes([32]) * 1_000_000 for number in range(50)}
    limits = Limits(page=2_000_000, unpacked=5_000_000)
    far = "unpacks to far more than its size; what follows is not read"
    for name, content in [
        ("a.zip", zipped(big)),
        ("a.tar.gz", gzip.compress(tarred(big))),
        ("b.zip", zipped({"c.zip": zipped(big)})),
    ]:
        found = outcomes(name, content, limits=limits)
        assert found[-1] == (name, far)
        assert len(found) < 10
    many = zipped({f"{number}.txt": PROSE for number in range(50)}, zipfile.ZIP_STORED)
    found = outcomes("d.zip", many, limits=Limits(entries=10))
    assert [reason for _, reason in found[:-1]] == [None] * 10
    assert found[-1][1] == "more files in it than are read at once; what follows is not read"


def test_an_archive_with_nothing_in_it_says_so(here: Path) -> None:
    for name, content in [
        ("a.zip", zipped({})),
        ("b.zip", zipped({".hidden": b"x"})),
        ("a.tar", tarred({".x": b""})),
    ]:
        assert outcomes(name, content) == [(name, "empty")]


def test_a_wacz_is_its_crawls(here: Path) -> None:
    files = {
        "datapackage.json": b"{}",
        "archive/data.warc.gz": packed([record(1), record(2)]),
        "pages/pages.jsonl": b'{"url": "https://orrin.example/1"}\n',
        "indexes/index.cdx": b"x",
    }
    for name in ("a.wacz", "a.zip"):
        assert [page.id for page in read(name, zipped(files, zipfile.ZIP_STORED))] == ["data-1", "data-2"]


# ---------------------------------------------------------------- saved pages
@pytest.mark.parametrize("folder", ["page_files", "page-Dateien", "page_fichiers", "page.files"])
def test_the_folder_of_a_saved_page_is_passed_over(here: Path, folder: str) -> None:
    files = {
        f"in/{folder}/frame.html": page("Frame"),
        "in/page.html": page("One"),
        "in/other_files/b.html": page("b"),
    }
    for name, content in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(content)
    assert [found.path for found in find_inputs(["in"])] == ["in/other_files/b.html", "in/page.html"]
    for name, make in [("a.zip", zipped), ("a.tar", tarred)]:
        assert [place for place, _ in outcomes(name, make(files))] == [
            f"{name}!/in/page.html",
            f"{name}!/in/other_files/b.html",
        ]


def test_pictures_within_a_page_do_not_count(here: Path) -> None:
    picture = b'<img alt="The ferry" src="data:image/png;base64,' + b"iVBORw0KGgo" * 3_000_000 + b'">'
    [found] = read("a.html", page("One").replace(b"<p>", picture + b"<p>"))
    assert found.rejected is None
    assert found.content == page("One").replace(
        b"<p>", b'<img alt="The ferry" src="data:image/png;base64,"><p>'
    )
    [found] = read("b.html", page("One") + picture, limits=Limits(document=10_000_000))
    assert found.rejected == "larger than 10 MB"


def test_pictures_are_left_out_wherever_pieces_are_cut(here: Path) -> None:
    for shift in range(0, 60, 7):
        head = b"<html><body>" + b"<p>The ferry.</p>" * 61_000
        head = head[: (1 << 20) - shift]
        [found] = read("a.html", head + b'<img src="data:image/gif;base64,R0lGOD" alt="x"><p>End.</p>')
        assert found.content == head + b'<img src="data:image/gif;base64," alt="x"><p>End.</p>'


# ---------------------------------------------------------------- MHTML
def mhtml(body: bytes, *headers: str) -> bytes:
    head = "\r\n".join(["MIME-Version: 1.0", 'Content-Type: multipart/related; boundary="B"', *headers])
    return head.encode() + b"\r\n\r\n--B\r\n" + body + b"\r\n--B--\r\n"


def test_the_page_of_an_mhtml_file_is_its_start(here: Path) -> None:
    frame = b"Content-Type: text/html\r\nContent-ID: <f>\r\n\r\n<p>A frame.</p>\r\n--B\r\n"
    root = (
        b"Content-Type: text/html\r\nContent-ID: <r>\r\nContent-Location: https://orrin.example/a\r\n\r\n"
        + page("One")
    )
    content = mhtml(frame + root).replace(b"boundary=", b'start="<r>"; boundary=', 1)
    [found] = read("a.mht", content)
    assert (found.content, found.url, found.rejected) == (page("One"), "https://orrin.example/a", None)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (mhtml(b"Content-Type: image/png\r\n\r\nx"), "an MHTML file without a page"),
        (mhtml(b"\r\n--B\r\n" * 20_001), "an MHTML file of more than 20,000 parts"),
        (b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nx", "not an MHTML file"),
    ],
)
def test_an_mhtml_file_without_a_page(here: Path, content: bytes, reason: str) -> None:
    [found] = read("a.mhtml", content)
    assert found.rejected == reason


# ---------------------------------------------------------------- PDF
def lines(x: float, y: float, *texts: str, size: float = 11) -> list[tuple[float, float, float, str]]:
    return [(x, y - 14 * number, size, text) for number, text in enumerate(texts)]


LEFT = lines(
    50,
    700,
    "The ferry to Orrin will not sail before",
    "spring, the harbour office said on Tues-",
    "day. Its engine had to be taken out, and",
    "no yard has room for it.",
)
RIGHT = lines(
    310,
    700,
    "Islanders said that they had not been",
    "asked. Mette Lund, the mayor, called it a",
    "well-kept secret that everybody knew of",
    "and nobody told.",
)


def test_columns_of_a_pdf_are_read_one_after_the_other(here: Path) -> None:
    rows = [line for pair in zip(LEFT, RIGHT, strict=True) for line in pair]
    across = lines(
        50,
        600,
        "The harbour office did not answer questions of the islanders, nor of this newspaper, on Tuesday.",
    )
    lower = [(x, y - 140, size, text) for x, y, size, text in rows]
    [found] = read(
        "a.pdf", pdf([[*lines(50, 740, "No ferry before spring", size=22), *rows, *across, *lower]])
    )
    left = (
        "The ferry to Orrin will not sail before spring, the harbour office said on Tuesday. "
        "Its engine had to be taken out, and no yard has room for it."
    )
    right = (
        "Islanders said that they had not been asked. Mette Lund, the mayor, called it a well-kept "
        "secret that everybody knew of and nobody told."
    )
    assert found.content.decode().strip().split("\n\n") == [
        "No ferry before spring",
        left,
        right,
        across[0][3],
        left,
        right,
    ]


def test_running_heads_and_page_numbers_are_left_out(here: Path) -> None:
    def sheet(number: int) -> list[tuple[float, float, float, str]]:
        head, foot = lines(50, 800, "HARBOUR OFFICE", size=8), lines(280, 40, f"- {number} -", size=8)
        return [
            *head,
            *lines(50, 700, f"Words of sheet {'abc'[number]}.", "They come again", "on every sheet."),
            *foot,
        ]

    [found] = read("a.pdf", pdf([sheet(number) for number in range(3)]))
    assert found.content.decode().strip().split("\n\n") == [
        f"Words of sheet {letter}. They come again on every sheet." for letter in "abc"
    ]


def test_metadata_of_a_pdf_are_believed_where_the_text_bears_them_out(here: Path) -> None:
    text = [lines(50, 700, "No ferry before spring", "By Ida Holm", "Orrin, 3 February 2031")]
    [found] = read(
        "a.pdf", pdf(text, "/Title(No ferry before spring)/Author(Ida Holm)/CreationDate(D:20310203040506Z)")
    )
    assert (found.title, found.byline, found.published) == (
        "No ferry before spring",
        ["Ida Holm"],
        "2031-02-03",
    )
    [found] = read(
        "b.pdf",
        pdf(text, "/Title(Microsoft Word - ferry.doc)/Author(jholm2)/CreationDate(D:20350203040506Z)"),
    )
    assert (found.title, found.byline, found.published) == (None, [], None)
    assert found.fetched == "2035-02-03T04:05:06Z"
    [found] = read("c.pdf", pdf(text, "/CreationDate(D:20319903040506Z)"))
    assert (found.published, found.fetched) == (None, None)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (pdf([[]]), "a PDF without a text layer: pictures of pages"),
        (pdf([[(50, 700, 11, "The ferry.")]] * 301), "a PDF of more than 300 pages: not one article"),
        (
            pdf([[(50, 10 * row, 8, "letters " * 200) for row in range(80)]]),
            "a PDF with a page of more than 100,000 letters: not one article",
        ),
        (b"%PDF-1.7\n" + bytes(range(256)) * 9, "broken PDF"),
        (
            pdf([[(50, 700, 11, "The ferry.")]]).replace(
                b"trailer\n<<",
                b"trailer\n<</ID[(a)(a)]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O(%s)/U(%s)>>"
                % (b"o" * 32, b"u" * 32),
            ),
            "encrypted PDF",
        ),
    ],
)
def test_a_pdf_that_cannot_be_read_says_why(here: Path, content: bytes, reason: str) -> None:
    [found] = read("a.pdf", content)
    assert found.rejected == reason


# ---------------------------------------------------------------- hostile files
def test_broken_files_come_to_no_harm() -> None:
    assert crashes_of(range(400)) == []


def test_the_same_broken_files_every_time() -> None:
    assert broken_file(7) == broken_file(7)
    assert io.BytesIO(broken_file(7)[1]).read() != io.BytesIO(broken_file(8)[1]).read()
