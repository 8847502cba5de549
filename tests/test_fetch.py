"""Single addresses: what a server may do to whoever asks, and what becomes of it."""

from __future__ import annotations

import gzip
import shutil
import socket
import ssl
import subprocess
import time
import tracemalloc
import zlib
from collections.abc import Callable
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from local_server import QUICK, Site, html, raw, serve
from reportedly.fetching import Client, Refusal, Settings, Visit, fetch
from reportedly.fetching.guard import Guard
from reportedly.fetching.unpack import Content
from reportedly.records import Page

TEXT = "The ferry line to Orlava is suspended until spring, the port authority said."


def one(site: Site, path: str = "/a", **limits: float) -> Page:
    """Fetch one page, once."""
    client = site.client(replace(QUICK, tries=1, **limits))  # type: ignore[arg-type]
    [page] = fetch([site.url(path)], client=client)
    return page


# ---------------------------------------------------------------- what is had
def test_a_page_as_it_was_sent(site: Site) -> None:
    site.answers |= {"/old": (302, {"Location": "/a#top"}, b""), "/a": html(TEXT)}
    [page] = fetch([site.url("/old")], client=site.client(now=lambda: 1_700_000_000.5))
    assert (page.kind, page.content, page.rejected) == ("html", html(TEXT), None)
    assert (page.input, page.url, page.id) == (site.url("/old"), site.url("/a"), site.url("/a"))
    assert page.fetched == "2023-11-14T22:13:20+00:00"
    headers = site.asked[-1].headers
    assert headers["User-Agent"].startswith("reportedly/")
    assert headers["Accept-Encoding"] == "gzip"
    assert {"Cookie", "Authorization", "Referer"}.isdisjoint(headers)


def test_the_order_is_that_of_the_addresses_and_each_comes_once(site: Site) -> None:
    paths = [f"/{number}" for number in range(30)]
    site.answers |= {path: html(path) for path in paths}
    urls = [site.url(path, f"h{len(path)}{path[-1]}.example") for path in paths]
    found = list(fetch([*urls, *urls], client=site.client()))
    assert [page.input for page in found] == urls
    assert sorted(site.paths()) == sorted(paths)


def test_a_contact_is_told_and_cannot_break_the_header() -> None:
    agent = Settings(contact="desk@courier.example\r\nX-Odd: 1").agent
    assert "desk@courier.example" in agent
    assert "\n" not in agent


@pytest.mark.parametrize(
    ("charset", "text"),
    [("windows-1251", "Паром до Орлавы отменён"), ("utf-8", "Fähre"), ("nonsense", "Fahre")],
)
def test_a_charset_that_only_the_header_names(site: Site, charset: str, text: str) -> None:
    body = f"<!doctype html><html><body><p>{text}</p></body></html>"
    encoded = body.encode("utf-8" if charset == "nonsense" else charset)
    site.answers["/a"] = (200, {"Content-Type": f"text/html; charset={charset}"}, encoded)
    assert one(site).content.decode() == body


def test_feeds_documents_and_other_things(site: Site) -> None:
    item = f"<item><link>/1</link><description>{TEXT}</description></item>"
    feed = f"<rss><channel><title>C</title>{item}</channel></rss>"
    site.answers |= {
        "/feed": feed.encode(),
        "/pdf": (200, {"Content-Type": "application/pdf"}, b"%PDF-1.7 and so on"),
        "/zip": (200, {"Content-Type": "application/zip"}, b"PK\x03\x04" + bytes(100)),
        "/picture": (200, {"Content-Type": "image/png"}, b"\x89PNG"),
        "/empty": b"",
    }
    assert (one(site, "/feed").url, one(site, "/feed").incomplete) == (site.url("/1"), "summary only")
    assert (one(site, "/pdf").kind, one(site, "/pdf").rejected) == ("pdf", None)
    assert one(site, "/zip").rejected == "neither a page nor a feed"
    assert one(site, "/picture").rejected == "not a page but image/png"
    assert one(site, "/empty").rejected


# ---------------------------------------------------------------- what is refused
@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (401, "it asks for a login (HTTP 401)"),
        (403, "the server does not let us in (HTTP 403)"),
        (404, "not found (HTTP 404)"),
        (410, "no longer there (HTTP 410)"),
        (451, "withheld for legal reasons (HTTP 451)"),
        (500, "the server is in trouble (HTTP 500)"),
        (204, "no page (HTTP 204)"),
        (206, "no page (HTTP 206)"),
        (304, "no page (HTTP 304)"),
    ],
)
def test_an_answer_that_is_no_page_says_why(site: Site, status: int, reason: str) -> None:
    site.answers["/a"] = (status, {}, b"")
    assert one(site).rejected == reason


def test_redirects_end(site: Site) -> None:
    site.answers |= {"/a": (301, {"Location": "/b"}, b""), "/b": (307, {"Location": "/a"}, b"")}
    assert one(site).rejected == "it leads on to other addresses more than 5 times"
    assert len(site.paths()) == 6


def test_bombs_are_not_unpacked(site: Site) -> None:
    bomb = gzip.compress(bytes(50_000_000), 1)
    site.answers["/a"] = (200, {"Content-Encoding": "gzip"}, bomb)
    tracemalloc.start()
    page = one(site, page=1_000_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert page.rejected == "larger than 1 MB"
    assert peak < 10_000_000


def test_size_is_bounded_whatever_is_said_of_it(site: Site) -> None:
    large = b"<p>" + b"a" * 200_000
    chunks = [b"10000\r\n" + b"a" * 65536 + b"\r\n"] * 3
    site.answers |= {
        "/said": (200, {"Content-Length": "999999999999"}, b"x"),
        "/unsaid": raw(b"HTTP/1.1 200 OK\r\n\r\n", large),
        "/chunked": raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", *chunks),
        "/headers": raw(b"HTTP/1.1 200 OK\r\n", *[b"X-A: " + b"a" * 10_000 + b"\r\n"] * 20),
    }  # fmt: skip
    for path in ("/said", "/unsaid", "/chunked"):
        assert one(site, path, page=100_000).rejected == "larger than 0.1 MB"
    assert one(site, "/headers").rejected == "the server broke off, or does not speak HTTP"


def test_packings_that_were_not_asked_for(site: Site) -> None:
    site.answers |= {
        "/br": (200, {"Content-Encoding": "br"}, b"\x00"),
        "/lie": (200, {"Content-Encoding": "gzip"}, html(TEXT)),
        "/cut": (200, {"Content-Encoding": "gzip"}, gzip.compress(html(TEXT))[:-20]),
        "/good": (200, {"Content-Encoding": "gzip"}, gzip.compress(html(TEXT))),
    }
    assert one(site, "/br").rejected == "packed in a way that was not asked for (br)"
    assert one(site, "/lie").rejected == "broken: it says gzip, and is not"
    assert one(site, "/cut").rejected == "it breaks off in the middle"
    assert one(site, "/good").content == html(TEXT)


@settings(max_examples=60)
@given(st.lists(st.binary(max_size=300), min_size=1, max_size=4), st.integers(1, 50), st.binary(max_size=9))
def test_content_is_the_same_however_it_is_cut(parts: list[bytes], cut: int, behind: bytes) -> None:
    packed = b"".join(map(gzip.compress, parts))
    content = Content("gzip", 2000)
    for start in range(0, len(packed), cut):
        content.take(packed[start : start + cut])
    assert content.whole() == b"".join(parts)
    with pytest.raises(Refusal):
        Content("gzip", len(packed) - 1).take(packed)
    assert zlib.decompress(packed, 31) == parts[0]


def test_a_server_that_drips_is_left(site: Site) -> None:
    drip = raw(b"HTTP/1.1 200 OK\r\n", *[b"X-A: b\r\n"] * 100, pause=0.1)
    body = raw(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", *[b"a"] * 100, pause=0.1)
    for answer in (drip, body):
        site.answers["/a"] = answer
        start = time.monotonic()
        assert one(site, seconds=0.5).rejected == "not all there after 0.5 seconds"
        assert time.monotonic() - start < 5


def test_a_server_that_says_nothing_is_left() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        client = Client(Settings(replace(QUICK, seconds=0.4, tries=1), allow_private=True))
        [page] = fetch([f"http://127.0.0.1:{silent.getsockname()[1]}/"], client=client)
        assert page.rejected == "not all there after 0.4 seconds"


@pytest.mark.parametrize(
    "answer",
    [
        raw(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this"),
        raw(b""),
        raw(b"SSH-2.0-OpenSSH\r\n"),
        raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
    ],
)
def test_a_server_that_breaks_off(site: Site, answer: Callable[[BaseHTTPRequestHandler], None]) -> None:
    site.answers["/a"] = answer
    assert one(site).rejected == "the server broke off, or does not speak HTTP"


def test_no_server_no_name_no_secure_connection(site: Site) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    client = site.client(replace(QUICK, tries=1))
    asked = [f"http://down.example:{port}/", f"https://courier.example:{site.port}/"]
    assert [page.rejected for page in fetch(asked, client=client)] == [
        "the server takes no connections",
        "no secure connection (TLS) came about",
    ]


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate of courier.example that nobody vouches for, with its key."""
    if not shutil.which("openssl"):
        pytest.skip("no openssl to make a certificate with")
    file = tmp_path / "own.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=courier"]
    names = [
        "-addext",
        "subjectAltName=DNS:courier.example",
        "-keyout",
        str(file),
        "-out",
        str(tmp_path / "c"),
    ]
    subprocess.run([*made, *names], check=True, capture_output=True)
    file.write_bytes(file.read_bytes() + (tmp_path / "c").read_bytes())
    return file


def test_a_secure_server_must_prove_its_name(
    site: Site, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serve(certificate) as secure:
        secure.answers["/a"] = html(TEXT)
        courier, other = (f"https://{name}.example:{secure.port}/a" for name in ("courier", "ledger"))
        client = secure.client(replace(QUICK, tries=1))
        [page] = fetch([courier], client=client)
        assert str(page.rejected).startswith("its certificate is not valid (self-signed certificate")
        trusting = ssl.create_default_context(cafile=str(certificate))
        monkeypatch.setattr("reportedly.fetching.client._secure", lambda: trusting)
        named, misnamed = fetch([courier, other], client=client)
        assert named.content == html(TEXT)
        assert "certificate is not valid for 'ledger.example'" in str(misnamed.rejected)
        site.answers["/to"] = (302, {"Location": courier}, b"")
        [page] = fetch([site.url("/to")], client=site.client())
        assert (page.content, page.url) == (html(TEXT), courier)


def test_a_name_that_nobody_knows() -> None:
    def lookup(host: str, port: int) -> list[str]:
        raise OSError("no such host")

    client = Client(Settings(replace(QUICK, tries=1)), guard=Guard(lookup=lookup))
    [page] = fetch(["http://no-such-host.invalid/"], client=client)
    assert page.rejected == "no host named no-such-host.invalid is known"


# ---------------------------------------------------------------- asked again
def test_only_what_changed_comes_again(site: Site) -> None:
    visits: dict[str, Visit] = {}
    tagged = {"ETag": '"1"', "Last-Modified": "Fri, 05 Jan 2024 04:11:00 GMT"}
    site.answers |= {"/a": (200, tagged, html(TEXT)), "/plain": html("x"), "/never": (404, {}, b"")}
    urls = [site.url(path) for path in site.answers]
    client = site.client()
    assert [p.rejected for p in fetch(urls, client=client, visits=visits)] == [
        None,
        None,
        "not found (HTTP 404)",
    ]
    assert [p.input for p in fetch(urls, client=client, visits=visits)] == [site.url("/never")]
    again = [asked for asked in site.asked if asked.path == "/a"][-1]
    assert again.headers["If-None-Match"] == '"1"'
    assert again.headers["If-Modified-Since"] == tagged["Last-Modified"]
    site.answers |= {"/a": (200, {"ETag": '"2"'}, html("edited")), "/plain": (410, {}, b"")}
    edited, gone, _ = fetch(urls, client=client, visits=visits)
    assert edited.content == html("edited")
    assert (gone.rejected, gone.url) == ("gone: no longer there (HTTP 410)", site.url("/plain"))
    assert len(list(fetch(urls, client=client, visits=visits))) == 1  # told once
    site.answers["/plain"] = html("x")
    assert [p.content for p in fetch(urls[1:2], client=client, visits=visits)] == [html("x")]  # it is back


def test_a_tag_is_told_only_to_the_address_that_gave_it(site: Site) -> None:
    visits: dict[str, Visit] = {}
    site.answers |= {"/old": (302, {"Location": "/a"}, b""), "/a": (200, {"ETag": '"1"'}, html(TEXT))}
    client = site.client()
    assert [len(list(fetch([site.url("/old")], client=client, visits=visits))) for _ in range(2)] == [1, 0]
    told = [(asked.path, asked.headers.get("If-None-Match")) for asked in site.asked[1:]]
    assert told == [("/old", None), ("/a", None), ("/old", None), ("/a", '"1"')]
