"""When articles were published, comparable."""

from __future__ import annotations

from datetime import UTC, datetime


def moment(published: str | None) -> datetime | None:
    """Return an ISO 8601 date as a moment in UTC: the beginning of its day, month or year where it
    tells no more; None for what is no date."""
    text = published or ""
    full = text + "-01-01"[len(text) - 10 :] if len(text) in (4, 7) else text
    try:
        read = datetime.fromisoformat(full)
    except ValueError:
        return None
    return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)


def day(when: datetime | None) -> str:
    """Return the day of a moment, "" of none."""
    return when.date().isoformat() if when else ""
