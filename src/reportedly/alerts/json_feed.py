"""Alerts as JSON Feed 1.1 (jsonfeed.org)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from reportedly.alerts.entry import FEED_TITLE, address, body, markup, name, shown
from reportedly.alerts.record import Alert


def json_feed(alerts: Sequence[Alert], home: str | None = None) -> str:
    """Return a feed of alerts, in the order given; `home` is the address at which it will stand."""
    feed: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": FEED_TITLE,
        "language": "en",
        "authors": [{"name": "reportedly"}],
    }
    if home:
        feed["feed_url"] = home
    return (
        json.dumps(feed | {"items": [_item(alert) for alert in alerts]}, ensure_ascii=False, indent=1) + "\n"
    )


def _item(alert: Alert) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": name(alert),
        "title": shown(alert.title),
        "content_html": markup(alert),
        "content_text": body(alert),
        "summary": shown(alert.text),
        "date_published": alert.time,
        "tags": [alert.kind, shown(alert.story_title)],
    }
    if url := address(alert):
        item["external_url"] = url
    return item | {"_reportedly": {"kind": alert.kind, "story": alert.story, "claim": alert.claim}}
