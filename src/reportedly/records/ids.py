"""Names for machines: hashes of content."""

from __future__ import annotations

import hashlib


def content_hash(*parts: object, size: int = 16) -> str:
    """Return `size` hex digits that depend on the parts' content and order alone."""
    digest = hashlib.blake2b(digest_size=size // 2)
    for part in parts:
        data = part if isinstance(part, bytes) else repr(part).encode("utf8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()
