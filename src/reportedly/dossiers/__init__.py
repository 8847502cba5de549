"""Step 7: stories and what stands behind their claims -> a dossier, and a dossier -> text of a format.

An exporter is one file with `export(dossier, display) -> str`, and one line in EXPORTERS.
"""

from __future__ import annotations

from collections.abc import Callable

from reportedly.dossiers import as_html, as_json, as_markdown, as_text
from reportedly.dossiers.as_json import from_json, schema
from reportedly.dossiers.assemble import assemble
from reportedly.dossiers.display import Display
from reportedly.dossiers.phrases import remarks
from reportedly.errors import SettingsError
from reportedly.records import Dossier

EXPORTERS: dict[str, Callable[[Dossier, Display], str]] = {
    "text": as_text.export,
    "json": as_json.export,
    "html": as_html.export,
    "markdown": as_markdown.export,
}


def export(dossier: Dossier, format: str = "text", display: Display | None = None) -> str:
    """Return a dossier as text of a format of EXPORTERS; `display` says what a terminal can show.

    Raises SettingsError for a format that is not in the table.
    """
    if format not in EXPORTERS:
        raise SettingsError(f"no format {format!r}; there are {', '.join(EXPORTERS)}")
    return EXPORTERS[format](dossier, display or Display())


__all__ = ["EXPORTERS", "Display", "assemble", "export", "from_json", "remarks", "schema"]
