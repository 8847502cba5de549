"""Lists of feeds: OPML as people write it, and as nobody should."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_server import QUICK, Site
from reportedly.errors import InputError
from reportedly.fetching import Refusal, find_feeds
from reportedly.fetching.opml import read_opml

OPML = (
    '<?xml version="1.0" encoding="utf-8"?><opml version="2.0"><head><title>Desk</title></head><body>'
    '<outline text="News"><outline type="rss" text="A" xmlUrl="https://a.example/feed?x=1&y=2"/></outline>'
    '<outline text="B" XMLURL=" feed:https://b.example/feed "/><outline xmlUrl="feed://c.example/"/>'
    '<outline text="A again" xmlUrl="https://a.example/feed?x=1&amp;y=2"/><outline text="none"/>'
    "</body></opml>"
)
LISTED = ["https://a.example/feed?x=1&y=2", "https://b.example/feed", "http://c.example/"]


def test_opml_from_files_and_addresses(here: Path, site: Site) -> None:
    Path("feeds.opml").write_text(OPML)
    site.answers["/list.opml"] = OPML.encode()
    client = site.client()
    assert find_feeds(["feeds.opml", "https://d.example/rss", LISTED[0]], client) == [
        *LISTED,
        "https://d.example/rss",
    ]
    assert find_feeds([site.url("/list.opml")], client) == LISTED


@pytest.mark.parametrize(
    ("source", "content", "reason"),
    [
        ("none.opml", None, "none.opml: No such file or directory"),
        ("feeds.opml", b"<rss/>", "feeds.opml: not a list of feeds (OPML)"),
        ("feeds.opml", b"", "feeds.opml: not a list of feeds (OPML)"),
        ("feeds.opml", b"<opml><body/></opml>", "feeds.opml: a list of feeds (OPML) without feeds"),
        ("feeds.opml", b" " * 20_001, "feeds.opml: larger than 0.02 MB"),
    ],
)
def test_what_is_no_list_is_said_to_be_none(
    here: Path, site: Site, source: str, content: bytes | None, reason: str
) -> None:
    if content is not None:
        Path(source).write_bytes(content)
    with pytest.raises(InputError) as refused:
        find_feeds([source], site.client(replace(QUICK, page=20_000)))
    assert str(refused.value) == reason


def test_a_hostile_list_expands_and_reads_nothing(here: Path) -> None:
    Path("secret.txt").write_text("the secret of this machine")
    laughs = '<!ENTITY l0 "lol">' + "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12))
    head = f'<!DOCTYPE opml [{laughs}<!ENTITY xxe SYSTEM "secret.txt">]>'
    body = '<opml><body><outline xmlUrl="http://a.example/&l11;"/><outline>&xxe;</outline></body></opml>'
    try:
        found = read_opml((head + body).encode())
    except Refusal:
        found = []
    assert all(len(feed) < 100 and "secret" not in feed for feed in found)
    deep = "<opml><body>" + "<outline>" * 100_000 + '<outline xmlUrl="http://a.example"/>'
    with pytest.raises(Refusal):
        read_opml(deep.encode())


def test_too_many_feeds_are_refused(here: Path, site: Site) -> None:
    with pytest.raises(InputError, match=r"3 feeds are more than are followed at once \(2\)"):
        find_feeds([f"http://{n}.example" for n in range(3)], site.client(replace(QUICK, feeds=2)))


@given(st.binary(max_size=200), st.integers(0, len(OPML)))
def test_any_bytes_are_a_list_or_refused(put: bytes, at: int) -> None:
    whole = OPML.encode()
    for content in (put, whole[:at] + put + whole[at:]):
        with contextlib.suppress(Refusal):
            assert all(isinstance(feed, str) and feed for feed in read_opml(content))
