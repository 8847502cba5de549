"""Documents (PDF, Markdown, MHTML) -> the pages that they hold: a step of its own.

What unpacks archives cannot be interrupted, and a parser may need to be: so `unpack_pages` hands
documents over as they are, and they are read in a process that has a deadline.
"""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Sequence

from reportedly.engine.stage import Stage
from reportedly.pages.draft import Draft, Limits, Options, UnreadableError
from reportedly.pages.formats import FORMATS
from reportedly.records import Page

VERSION = 1


def stage(limits: Limits | None = None) -> Stage:
    """Return the step that reads documents; other pages pass through it as they are."""
    return Stage("documents", VERSION, Page, Page, read_documents, limits or Limits())


def read_documents(pages: Sequence[Page], limits: Limits) -> list[Page]:
    """Return pages, each document among them as the page that it holds."""
    return [_read(page, limits) for page in pages]


def _read(page: Page, limits: Limits) -> Page:
    form = FORMATS.get(page.kind)
    if page.rejected or form is None or form.holds != "document":
        return page
    try:
        found = form.read(io.BytesIO(page.content), limits, Options())
        [draft] = [item for item in found if isinstance(item, Draft)]
    except UnreadableError as problem:
        return dataclasses.replace(page, kind="text", content=b"", rejected=str(problem))
    return dataclasses.replace(
        page,
        kind=draft.kind,
        content=draft.content,
        url=draft.url or page.url,
        outlet=draft.outlet,
        title=draft.title,
        byline=draft.byline,
        published=draft.published,
        fetched=draft.fetched or page.fetched,
    )
