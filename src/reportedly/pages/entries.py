"""What all archives have in common: names that lead out of them, and files that are nobody's pages."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

_DRIVE = re.compile(r"[A-Za-z]:")


def refusal(path: str, kind: str | None = None) -> str | None:
    """Return why a file of this name in an archive is not read, None where it may be.

    Nothing is ever written to disk, so such names can do no harm; but an archive with them was made to.
    `kind` names what is no file ("a link").
    """
    if kind:
        return f"not a file but {kind}"
    parts = path.replace("\\", "/").split("/")
    if not parts[0] or _DRIVE.match(path):
        return "an absolute path in an archive"
    return "a path that leads out of the archive" if ".." in parts else None


def hidden(path: str) -> bool:
    """Return whether a file is hidden, or a system's own, as in folders: ".DS_Store", "__MACOSX/x"."""
    parts = PurePosixPath(path).parts
    return any(part.startswith(".") and part.strip(".") for part in parts) or "__MACOSX" in parts
