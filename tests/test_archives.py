"""Zip and tar files -> pages, and pages as browsers save them: with a folder, with pictures, as MHTML."""

from __future__ import annotations

import gzip
import tarfile
import zipfile
from pathlib import Path

import pytest

from make_files import PROSE, outcomes, packed, page, read, record, tarred, zipped
from reportedly.pages import Limits, find_inputs, read_pages


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


@pytest.mark.parametrize(
    ("comment", "url", "saved"),
    [
        ("saved from url=(0024)https://oster.example/a ", "https://oster.example/a", None),
        ("saved from url=(0014)about:internet ", None, None),
        (
            "\n Page saved with SingleFile \n url: https://oster.example/a?b=1 \n"
            " saved date: Tue May 06 2031 16:11:00 GMT+0200 (Central European Summer Time)\n",
            "https://oster.example/a?b=1",
            "2031-05-06",
        ),
        ("\n Page saved with SingleFile \n url: https://oster.example/a\n", "https://oster.example/a", None),
    ],
)
def test_a_saved_page_tells_where_it_was(
    here: Path, comment: str, url: str | None, saved: str | None
) -> None:
    [found] = read("a.html", f"<!DOCTYPE html>\n<!--{comment}-->\n".encode() + page("One"))
    assert (found.kind, found.url, found.fetched) == ("html", url, saved)


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
