"""What formats that link things have in common: addresses, and names that hold everywhere."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

_IN_URLS = "%/:?#[]@!$&'()*+,;=~-._"

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
    """Return an address of the web as a valid IRI; None for anything else."""
    return quote(url, safe=_IN_URLS, errors="surrogatepass") if url and is_web(url) else None


def present(node: Node) -> Node:
    """Return a node without what is not known."""
    return {name: value for name, value in node.items() if value not in (None, "", [])}
