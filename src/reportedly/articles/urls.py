"""The one address that the many addresses of an article lead to."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

# How a visitor came, and in which dress the page is shown; neither tells what is on it.
_VISIT = re.compile(
    r"(?:utm|mtm|pk|at|ns|guce|mc)_\w+|\w*clid|gclsrc|[wg]braid|_g[al]|igshid|dicbo|ncid|cmp|cmpid|ocid|smid|smtyp|xtor"
    r"|ftag|partner|ref|ref_src|ref_url|referrer|source|src|share\w*|sh|feature|traffic_source|__twitter_impression"
)
_DRESS = re.compile(r"amp|print|printable|printer|view|outputtype|output|mode|format|layout|mobile|m")
_DRESSES = {"", "1", "true", "yes", "y", "amp", "print", "printable", "mobile", "all"}
_HOST = re.compile(r"^(?:(?:www\d?|m|mobile|amp|edition)\.(?=[^.]+\.))+")
_PATH = re.compile(
    r"^(?:/(?:amp|print|mobile|m))+(?=/.)|(?:[./](?:amp|print|printable))+(?=/*$|\.html?$)", re.I
)


def canonical(url: str | None) -> str | None:
    """Return an address without what changes from visit to visit: tracking, AMP, print and mobile views.

    None for what is no web address. The result tells addresses apart; it need not lead anywhere.
    """
    try:
        parts = urlsplit((url or "").strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or "." not in host:
        return None
    host = _HOST.sub("", host) + (f":{port}" if port not in (None, 80, 443) else "")
    path = _PATH.sub("", re.sub(r"/{2,}", "/", parts.path)).rstrip("/")
    query = sorted((k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _visit(k, v))
    return f"https://{host}{path}" + (f"?{urlencode(query)}" if query else "")


def _visit(name: str, value: str) -> bool:
    """Tell whether a query's field speaks of the visit and not of the page."""
    name = name.lower()
    return bool(_VISIT.fullmatch(name)) or (bool(_DRESS.fullmatch(name)) and value.lower() in _DRESSES)


def site(url: str | None) -> str | None:
    """Return the part of an address's host that a site's other hosts share: example.org, example.co.uk."""
    try:
        host = (urlsplit(url or "").hostname or "").rstrip(".").split(".")
    except ValueError:
        return None
    own = 3 if len(host) > 2 and len(host[-1]) == 2 and len(host[-2]) <= 3 else 2
    return ".".join(host[-own:]) if len(host) > 1 else None
