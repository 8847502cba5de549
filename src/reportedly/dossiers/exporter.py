"""What an exporter is: the line that a format has in EXPORTERS, and what is made of a dossier by it."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import Literal

from reportedly.dossiers.display import Display
from reportedly.records import Dossier

Made = str | bytes | dict[str, bytes]
"""What an `export` gives: text, a binary file, or several files by name."""


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format: the file in this package whose `export` makes it, and what to call the result.

    `gives` is "text", "binary" (one file) or "files" (several; `media_type` and `suffix` are those of
    the zip archive that they come in). The file is loaded when it is first asked for.
    """

    file: str
    media_type: str
    suffix: str
    gives: Literal["text", "binary", "files"] = "text"

    def make(self, dossier: Dossier, display: Display) -> Made:
        """Return what the exporter's file makes of a dossier."""
        made: Made = importlib.import_module(f"reportedly.dossiers.{self.file}").export(dossier, display)
        return made
