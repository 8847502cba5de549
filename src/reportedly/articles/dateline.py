"""Datelines: "SEOUL, Jan 5 (Reuters) - ..."."""

from __future__ import annotations

import re

from reportedly.articles.credits import Credits, agencies_in
from reportedly.articles.expressions import line_matches

_MONTH_DAY = r"[A-Za-z]{3,9}\.?\s\d{1,2}"
_DATELINE = re.compile(
    rf"^(?P<place>[^\W\d_][^\d:(—–―/]{{1,50}}?)?(?:,\s*|\s+|^)(?:{_MONTH_DAY}(?:,? \d{{4}})?\.?\s*)?"
    r"(?:\((?P<agency>[^()]{2,40})\)|/(?P<slash>[^/]{2,30})/\.?)\s*(?:[-—–―:]+\s*|(?=[A-Z]))"
)
_PLACE_ONLY = re.compile(
    rf"^(?P<place>[A-Z][A-Z.'’ -]{{2,30}}[A-Z](?:, [A-Z][\w.]+(?: [A-Z][\w.]+)?)?)"
    rf"(?:,\s*{_MONTH_DAY})?\s*(?::|\s[-—–―]+|[—–―])\s+(?=[\"“‘A-Z])"
)
_DATE_AGENCY = re.compile(rf"^{_MONTH_DAY}(?:,? \d{{4}})?\s*\((?P<agency>[^()]{{2,40}})\)\s*[-—–―:]+\s")
_ABBREVIATION = re.compile(r"^[A-Z]{2,7}$")
_AGENCY_FIRST = re.compile(r"^\((?P<agency>[^()]{2,40})\)\s*[-—–:]*\s")


def read_dateline(text: str, into: Credits) -> str | None:
    """Return the place that a text begins with ("SEOUL, Jan 5 (Reuters) - ..."); credit the agency there."""
    head = text.partition("\n\n")[0][:110]
    if match := _DATE_AGENCY.match(head) or _DATELINE.match(head):
        names = match.groupdict()
        agencies, only = agencies_in(names["agency"] or names.get("slash") or "")
        if not agencies and _ABBREVIATION.match(names["agency"] or names.get("slash") or ""):
            # An agency that no table knows: this is where it puts its name.
            agencies, only = [names["agency"] or names["slash"]], True
        if agencies and only:
            into.add(agencies, "text", match[0].strip(" -—–―:"))
            return _place(names.get("place"))
    if match := _AGENCY_FIRST.match(head):
        agencies, only = agencies_in(match["agency"])
        if agencies and only:
            into.add(agencies, "text", match[0].strip(" -—–―:"))
            return None
    match = _PLACE_ONLY.match(head)
    return _place(match["place"]) if match and not line_matches("not_place", head) else None


def _place(place: str | None) -> str | None:
    """Return a dateline's place in the usual case: SEOUL -> Seoul."""
    place = re.sub(rf",?\s*{_MONTH_DAY}$", "", (place or "").strip(" ,-—–―"))
    return (
        " ".join(w.capitalize() if w.isupper() and len(w) > 2 and "." not in w else w for w in place.split())
        or None
    )
