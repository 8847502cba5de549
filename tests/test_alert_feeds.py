"""Alerts as feeds that others read: valid, harmless, and read back by our own reader of feeds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from make_news import Told, dossier
from reportedly.alerts import Alert, Proof, atom, changes, json_feed, line
from reportedly.articles.step import read_articles
from reportedly.pages import unpack_pages

ATOM = "{http://www.w3.org/2005/Atom}"
NOON = "2031-03-05T12:00:00Z"
HOME = "https://desk.example/alerts"

TIME = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$"  # RFC 3339

# What the specifications ask for (jsonfeed.org/version/1.1, RFC 4287), and no more than we write.
JSON_FEED: dict[str, Any] = {
    "type": "object",
    "required": ["version", "title", "items"],
    "additionalProperties": False,
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": {"type": "string", "minLength": 1},
        "feed_url": {"type": "string", "pattern": "^https?://"},
        "language": {"type": "string", "pattern": "^[a-z]{2}(-[A-Z]{2})?$"},
        "authors": {"type": "array", "items": {"type": "object", "required": ["name"]}, "minItems": 1},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id"],
                "anyOf": [{"required": ["content_html"]}, {"required": ["content_text"]}],
                "additionalProperties": False,
                "properties": {
                    "id": {"type": "string", "minLength": 1},
                    "external_url": {"type": "string", "pattern": "^https?://"},
                    "title": {"type": "string"},
                    "content_html": {"type": "string"},
                    "content_text": {"type": "string"},
                    "summary": {"type": "string"},
                    "date_published": {"type": "string", "pattern": TIME},
                    "tags": {"type": "array", "items": {"type": "string"}},
                    "_reportedly": {"type": "object"},
                },
            },
        },
    },
}  # fmt: skip


def check_atom(text: str) -> etree._Element:
    """Hold a feed to what RFC 4287 asks for; return its root."""
    root = etree.fromstring(text.encode())
    assert root.tag == f"{ATOM}feed"
    assert [len(root.findall(f"{ATOM}{name}")) for name in ("id", "title", "updated")] == [1, 1, 1]
    entries = root.findall(f"{ATOM}entry")
    assert root.findall(f"{ATOM}author/{ATOM}name") or all(e.findall(f"{ATOM}author") for e in entries)
    for element in (root, *entries):
        [id] = element.findall(f"{ATOM}id")
        assert (id.text or "").startswith(("urn:uuid:", "https://"))
        [updated] = element.findall(f"{ATOM}updated")
        assert (updated.text or "").endswith("Z")
        assert len(element.findall(f"{ATOM}title")) == 1
    for entry in entries:
        assert len(entry.findall(f"{ATOM}content")) == 1
        assert len(entry.findall(f"{ATOM}summary")) <= 1
    assert len({e.findtext(f"{ATOM}id") for e in entries}) == len(entries)
    return root


@pytest.fixture
def alerts() -> list[Alert]:
    before = Told("courier", [("sank", "Ida Berg", "The ferry Maren sank off Orrin on Tuesday.")])
    after = Told(
        "herald", [("sank", "Tomas Belik", "The Maren has gone down."), ("sank", "-Port", "It has not.")]
    )
    return changes(dossier(before), dossier(before, after), when=NOON)


@pytest.mark.parametrize("home", [None, HOME])
def test_feeds_are_what_their_specifications_ask_for(alerts: list[Alert], home: str | None) -> None:
    feed = json.loads(json_feed(alerts, home))
    jsonschema.validate(feed, JSON_FEED)
    root = check_atom(atom(alerts, home))
    entries = root.findall(f"{ATOM}entry")
    assert [item["title"] for item in feed["items"]] == [e.findtext(f"{ATOM}title") for e in entries]
    assert [item["id"] for item in feed["items"]] == [e.findtext(f"{ATOM}id") for e in entries]
    assert feed["items"][0]["_reportedly"] == {
        "kind": "origin",
        "story": alerts[0].story,
        "claim": alerts[0].claim,
    }
    assert feed.get("feed_url") == home


def test_a_feed_without_alerts_is_one() -> None:
    jsonschema.validate(json.loads(json_feed([])), JSON_FEED)
    check_atom(atom([]))


@pytest.mark.parametrize(("write", "name"), [(json_feed, "alerts.json"), (atom, "alerts.xml")])
def test_our_own_reader_of_feeds_reads_them(
    alerts: list[Alert], write: Any, name: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(write(alerts, HOME), "utf8")
    found = read_articles(list(unpack_pages([str(tmp_path / name)])))
    assert [article.rejected for article in found] == [None, None]
    assert [article.title for article in found] == [alert.title for alert in alerts]
    assert all(alert.text in article.text for alert, article in zip(alerts, found, strict=True))
    assert {article.published for article in found} == {NOON.replace("Z", "+00:00")}


HOSTILE = st.text(max_size=30) | st.sampled_from(
    [
        "<script>alert(1)</script>",
        "]]>&amp;<!--",
        "\x00\x1b[31m\ud800",
        "\uffff\ufffe",
        "javascript:alert(1)",
        "\u202e",
    ]
)


@given(
    HOSTILE,
    HOSTILE,
    HOSTILE,
    st.sampled_from(["https://a.example/<b>", "javascript:x", "https://[::", "https://a.example/x"]),
)
def test_whatever_articles_hold_feeds_are_valid_and_hold_no_markup_of_it(
    a: str, b: str, c: str, url: str
) -> None:
    alert = Alert("id", "denial", NOON, "story", a, "claim", b, c, [Proof("x", a, url, b, 0, 1)])
    feed = json.loads(json_feed([alert]).encode())
    jsonschema.validate(feed, JSON_FEED)
    root = check_atom(atom([alert]))
    for markup in (feed["items"][0]["content_html"], root.findtext(f"{ATOM}entry/{ATOM}content") or ""):
        assert "<script" not in markup
        assert "javascript:" not in markup.partition("href=")[2].partition(">")[0]
    assert line(alert).isprintable() or "\x1b" not in line(alert)
    assert "\n" not in line(alert)
