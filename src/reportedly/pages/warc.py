"""WARC."""

from __future__ import annotations

import re

_START = re.compile(rb"\s*WARC/[01]\.\d+\r?\n")


def looks(head: bytes) -> bool:
    """Return whether a file begins with a record."""
    return bool(_START.match(head))
