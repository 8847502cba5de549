"""The time as the store writes it down. Nothing is ordered by it: clocks jump."""

from __future__ import annotations

import datetime


def now() -> str:
    """Return the time in UTC, ISO 8601, to the second."""
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
