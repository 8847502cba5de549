"""Tables of articles, made for tests: a row as each tool writes it, and how tables are read."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from reportedly.pages import FORMATS, Limits, Options, read_pages
from reportedly.pages.draft import Draft
from reportedly.records import Page

TEXT = "The ferry line to Orlava is suspended until spring, the port authority said."
URL = "https://courier.example/ferry"

# What each tool writes of one article, and what is read of it: id, url, outlet, title, byline, published.
WHOLE = ("7", URL, "Varn Courier", "Ferry", ["Ann Roe", "Bo Lind"], "2024-01-05T04:11:00+00:00")
DAY = "2024-01-05"
TOOLS: dict[str, tuple[dict[str, Any], tuple[Any, ...]]] = {
    "news-please": (
        {
            "maintext": TEXT,
            "source_domain": "courier.example",
            "url": URL,
            "title": "Ferry",
            "authors": ["Ann Roe", "Bo Lind"],
            "date_publish": "2024-01-05 04:11:00",
            "description": "x",
            "title_rss": None,
        },
        (None, URL, None, "Ferry", ["Ann Roe", "Bo Lind"], "2024-01-05T04:11:00"),
    ),
    "fundus": (
        {
            "title": "Ferry",
            "plaintext": TEXT,
            "authors": ["Ann Roe"],
            "publishing_date": "2024-01-05 04:11:00+01:00",
            "publisher": "Varn Courier",
            "html": {"responded_url": URL, "content": "<html>...</html>"},
        },
        (None, URL, "Varn Courier", "Ferry", ["Ann Roe"], "2024-01-05T04:11:00+01:00"),
    ),
    "fundus, body in parts": (
        {
            "title": "Ferry",
            "publishing_date": "2024-01-05",
            "authors": [],
            "body": {"summary": [], "sections": [{"headline": [], "paragraphs": [TEXT]}]},
        },
        (None, None, None, "Ferry", [], DAY),
    ),
    "trafilatura": (
        {
            "title": "Ferry",
            "author": "Ann Roe; Bo Lind",
            "hostname": "courier.example",
            "date": DAY,
            "text": TEXT,
            "source": URL,
            "source-hostname": "Varn Courier",
            "excerpt": "x",
            "raw_text": "y",
            "id": None,
        },
        (None, URL, "Varn Courier", "Ferry", ["Ann Roe", "Bo Lind"], DAY),
    ),
    "newspaper4k": (
        {
            "url": "https://amp.example/1",
            "canonical_link": URL,
            "title": "Ferry",
            "text": TEXT,
            "top_image": "x",
            "authors": ["Ann Roe"],
            "publish_date": "2024-01-05T04:11:00",
            "meta_lang": "en",
            "meta_site_name": "Varn Courier",
            "summary": "",
        },
        (None, URL, "Varn Courier", "Ferry", ["Ann Roe"], "2024-01-05T04:11:00"),
    ),
    "Media Cloud": (
        {
            "stories_id": 7,
            "media_name": "Varn Courier",
            "media_url": "https://courier.example",
            "url": URL,
            "title": "Ferry",
            "publish_date": "2024-01-05 04:11:00.000000",
            "story_text": TEXT,
            "guid": "g",
        },
        ("7", URL, "Varn Courier", "Ferry", [], "2024-01-05T04:11:00"),
    ),
    "Event Registry": (
        {
            "uri": "7",
            "url": URL,
            "title": "Ferry",
            "body": TEXT,
            "source": {"uri": "c.example", "title": "Varn Courier"},
            "authors": [{"name": "Ann Roe", "type": "author"}, {"name": "Bo Lind"}],
            "dateTime": "2024-01-05T05:00:00Z",
            "dateTimePub": "2024-01-05T04:11:00Z",
            "date": DAY,
        },
        WHOLE,
    ),
    "The Guardian, Open Platform": (
        {
            "id": "7",
            "webUrl": URL,
            "webTitle": "x",
            "webPublicationDate": "2024-01-05T04:11:00Z",
            "fields": {
                "headline": "Ferry",
                "bodyText": TEXT,
                "byline": "Ann Roe | Bo Lind",
                "publication": "Varn Courier",
            },
        },
        WHOLE,
    ),
    "Common Crawl News by Stanford": (
        {
            "plain_text": TEXT,
            "published_date": DAY,
            "requested_url": URL,
            "sitename": "Varn Courier",
            "title": "Ferry",
            "author": "Ann Roe",
        },
        (None, URL, "Varn Courier", "Ferry", ["Ann Roe"], DAY),
    ),
    "RealNews": (
        {
            "url": URL,
            "url_used": URL,
            "title": "Ferry",
            "text": TEXT,
            "authors": ["Ann Roe"],
            "domain": "courier.example",
            "publish_date": "01-05-2024",
            "summary": "x",
        },
        (None, URL, None, "Ferry", ["Ann Roe"], DAY),
    ),
    "cc_news at Hugging Face": (
        {
            "title": "Ferry",
            "text": TEXT,
            "domain": "courier.example",
            "date": "2024-01-05 04:11:00",
            "url": URL,
            "description": "x",
            "image_url": "y",
        },
        (None, URL, None, "Ferry", [], "2024-01-05T04:11:00"),
    ),
    "any": (
        {
            "UUID": "7",
            "Headline": "Ferry",
            "Body Text": TEXT,
            "Author": "Ann Roe; Bo Lind",
            "Publication": "Varn Courier",
            "Link": URL,
            "Pub. date": "Fri, 05 Jan 2024 04:11:00 GMT",
        },
        WHOLE,
    ),
}


def pages(content: str | bytes, name: str, columns: dict[str, str] | None = None) -> list[Page]:
    """Write a table here, and read it; `columns` are those the user names."""
    Path(name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read_pages([name], options=Options(columns=tuple((columns or {}).items()))))


def drafts(content: bytes, form: str, limits: Limits | None = None) -> list[Draft]:
    """Return what the reader of a format makes of a table, notes left out."""
    found = list(FORMATS[form].read(io.BytesIO(content), limits or Limits(), Options()))
    return [draft for draft in found if isinstance(draft, Draft)]
