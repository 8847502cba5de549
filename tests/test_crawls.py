"""Crawls (WARC) -> pages: records that are broken, passed over, fetched again, decoded, too large."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from make_files import PROSE, outcomes, packed, page, pdf, read, record, zipped
from reportedly.pages import FORMATS, Limits, Options

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
    assert found[-1][1] == "1,000 entries one after the other are no articles; the rest is not read"


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
