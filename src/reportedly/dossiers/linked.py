"""What formats that link things have in common: addresses, and names that hold everywhere."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

# Signs that may stand as they are in an address (RFC 3986).
_IN_HOSTS = "%!$&'()*+,;=~-._"
_IN_PATHS = _IN_HOSTS + "/:?@"
_STRAY = re.compile(r"%(?![0-9A-Fa-f]{2})")

Node = dict[str, Any]


def is_web(url: str) -> bool:
    """Whether a browser should follow an address."""
    return url.lower().startswith(("http://", "https://"))


def urn(kind: str, name: str) -> str:
    """Return the name, as an IRI, of an article, a claim, a source ..., by its id or name."""
    return f"urn:reportedly:{kind}:{quote(name, safe='', errors='surrogatepass')}"


def ref(kind: str, name: str) -> Node:
    """Return a reference to a node of the graph."""
    return {"@id": urn(kind, name)}


def address(url: str | None) -> str | None:
    """Return a web address as a URI valid to the letter, without user and password; None for any other."""
    try:
        parts = urlsplit(url or "")
        host, port = parts.hostname or "", parts.port
    except ValueError:  # a broken host or port
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    place = f"[{host}]" if ":" in host else _written(host, _IN_HOSTS)
    rest = (_written(part, _IN_PATHS) for part in parts[2:])
    return urlunsplit((parts.scheme, place if port is None else f"{place}:{port}", *rest))


def _written(part: str, allowed: str) -> str:
    return _STRAY.sub("%25", quote(part, safe=allowed, errors="surrogatepass"))


def present(node: Node) -> Node:
    """Return a node without what is not known."""
    return {name: value for name, value in node.items() if value not in (None, "", [])}
