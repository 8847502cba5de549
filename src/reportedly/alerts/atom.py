"""Alerts as an Atom feed (RFC 4287)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from lxml import etree

from reportedly.alerts.entry import FEED_TITLE, SPACE, address, markup, name, shown
from reportedly.alerts.record import Alert

_ATOM = "http://www.w3.org/2005/Atom"
_BEGINNING = "1970-01-01T00:00:00Z"  # when a feed without alerts was last changed


def atom(alerts: Sequence[Alert], home: str | None = None) -> str:
    """Return a feed of alerts, in the order given; `home` is the address at which it will stand."""
    feed = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})
    feed.set("{http://www.w3.org/XML/1998/namespace}lang", "en")
    _add(feed, "title", FEED_TITLE)
    _add(feed, "id", home or uuid.uuid5(SPACE, "alerts").urn)
    _add(feed, "updated", max((alert.time for alert in alerts), default=_BEGINNING))
    if home:
        _add(feed, "link", rel="self", href=home, type="application/atom+xml")
    _add(_add(feed, "author"), "name", "reportedly")
    for alert in alerts:
        _entry(feed, alert)
    return str(etree.tostring(feed, encoding="unicode", pretty_print=True))


def _entry(feed: etree._Element, alert: Alert) -> None:
    entry = _add(feed, "entry")
    _add(entry, "title", shown(alert.title))
    _add(entry, "id", name(alert))
    _add(entry, "updated", alert.time)
    _add(entry, "published", alert.time)
    _add(entry, "category", term=alert.kind)
    if url := address(alert):
        _add(entry, "link", rel="related", href=url)
    _add(entry, "summary", shown(alert.text))
    _add(entry, "content", markup(alert), type="html")


def _add(parent: etree._Element, tag: str, text: str | None = None, **attributes: str) -> etree._Element:
    child = etree.SubElement(parent, f"{{{_ATOM}}}{tag}", attributes)
    child.text = text
    return child
