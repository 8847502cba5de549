"""Step 7: stories and what stands behind their claims -> a dossier, and a dossier -> a format.

An exporter is one file with `export(dossier, display)`, which gives text, bytes or several files, and
one line in EXPORTERS.
"""

from __future__ import annotations

from reportedly.dossiers.as_json import from_json, schema
from reportedly.dossiers.assemble import assemble
from reportedly.dossiers.cutting import of_claims
from reportedly.dossiers.display import Display
from reportedly.dossiers.exporter import Exporter
from reportedly.dossiers.packing import packed
from reportedly.dossiers.phrases import remarks
from reportedly.errors import SettingsError
from reportedly.records import Dossier

EXPORTERS: dict[str, Exporter] = {
    "text": Exporter("as_text", "text/plain", ".txt"),
    "json": Exporter("as_json", "application/json", ".json"),
    "html": Exporter("as_html", "text/html", ".html"),
    "markdown": Exporter("as_markdown", "text/markdown", ".md"),
    "jsonl": Exporter("as_jsonl", "application/jsonl", ".jsonl"),
    "csv": Exporter("as_csv", "application/zip", ".csv.zip", "files"),
    "parquet": Exporter("as_parquet", "application/zip", ".parquet.zip", "files"),
    "sqlite": Exporter("as_sqlite", "application/vnd.sqlite3", ".sqlite", "binary"),
    "jsonld": Exporter("as_jsonld", "application/ld+json", ".jsonld"),
    "claimreview": Exporter("as_claimreview", "application/ld+json", ".jsonld"),
    "stix": Exporter("as_stix", "application/stix+json", ".json"),
    "prov": Exporter("as_prov", "application/ld+json", ".prov.jsonld"),
}


def export(dossier: Dossier, format: str = "text", display: Display | None = None) -> str:
    """Return a dossier as text of a format of EXPORTERS; `display` says what a terminal can show.

    Raises SettingsError for a format that is not in the table, and for one that is no text.
    """
    made = _exporter(format).make(dossier, display or Display())
    if not isinstance(made, str):
        raise SettingsError(f"{format} is no text: reportedly.dossiers.export_bytes() gives its bytes")
    return made


def export_bytes(dossier: Dossier, format: str, display: Display | None = None) -> bytes:
    """Return a dossier as a file of any format of EXPORTERS; several files are one zip archive.

    Raises SettingsError for a format that is not in the table.
    """
    made = _exporter(format).make(dossier, display or Display())
    if isinstance(made, str):
        return made.encode("utf8", "backslashreplace")
    return packed(made) if isinstance(made, dict) else made


def export_files(dossier: Dossier, format: str) -> dict[str, bytes]:
    """Return the files, by name, of a format of several: "csv" or "parquet".

    Raises SettingsError for any other.
    """
    made = _exporter(format).make(dossier, Display())
    if not isinstance(made, dict):
        raise SettingsError(f"{format} is one file: reportedly.dossiers.export_bytes() gives it")
    return made


def _exporter(format: str) -> Exporter:
    if format not in EXPORTERS:
        raise SettingsError(f"no format {format!r}; there are {', '.join(EXPORTERS)}")
    return EXPORTERS[format]


__all__ = [
    "EXPORTERS",
    "Display",
    "Exporter",
    "assemble",
    "export",
    "export_bytes",
    "export_files",
    "from_json",
    "of_claims",
    "packed",
    "remarks",
    "schema",
]
