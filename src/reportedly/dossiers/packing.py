"""Several files as one: a zip archive whose bytes depend on the files alone."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

# The first moment that a zip archive can name: the clock has no part in an export.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return files, by name, as the bytes of a zip archive; the same files are the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return out.getvalue()
