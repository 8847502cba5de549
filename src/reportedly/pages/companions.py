"""The folders that browsers put beside a page they save whole, for its pictures, frames and scripts."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import PurePosixPath

# What the browsers of different languages call it: "page_files", "page-Dateien". The list is that of
# Windows, which moves a page and its folder together ("connected files"), and of Firefox.
_ENDING = re.compile(
    r"(?:\.files|[_-](?:files?|fichiers|archivos|arquivos|ficheiros|dateien|bestanden|filer|tiedostot|pliki"
    r"|soubory|súbory|elemei|dosyalar|datoteke|fitxers|fitxategiak|failid|fails|bylos|fajlovi|fișiere|fisiere"
    r"|αρχεία|файлы|файли|ملفات|קבצים|ファイル|파일))$",
    re.I,
)
_PAGES = (".html", ".htm", ".xhtml", ".HTML", ".HTM")


def is_companion(folder: str, beside: Collection[str]) -> bool:
    """Return whether a folder, by its name, goes with one of the pages that stand beside it."""
    stem, endings = _ENDING.subn("", folder)
    return bool(endings and stem) and any(stem + ending in beside for ending in _PAGES)


def in_companion(path: str, names: Collection[str]) -> bool:
    """Return whether a path within an archive leads through such a folder; `names` are all its paths."""
    folders = PurePosixPath(path).parents
    return any(
        _ENDING.search(folder.name)
        and any(f"{_ENDING.sub('', str(folder))}{ending}" in names for ending in _PAGES)
        for folder in folders
    )
