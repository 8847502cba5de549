"""The content of an answer, unpacked piece by piece and never beyond what is taken in."""

from __future__ import annotations

import zlib

from reportedly.fetching.refusal import Refusal

PACKINGS = ("", "identity", "gzip", "x-gzip")
"""What Content-Encoding may say: we ask for gzip, and unpack it with a bound, as few decoders can."""

_GZIP = 31  # zlib's word for: a gzip header, and the largest window


class Content:
    """Takes pieces of an answer as they come; raises Refusal at the first byte too many."""

    def __init__(self, packing: str, limit: int) -> None:
        if packing not in PACKINGS:
            raise Refusal(f"packed in a way that was not asked for ({packing[:20]})")
        self._limit, self._sent = limit, 0
        self._kept: list[bytes] = []
        self._size = 0
        self._packed = packing in PACKINGS[2:]
        self._member = zlib.decompressobj(_GZIP)
        self._within = False  # a member of the gzip stream

    def take(self, piece: bytes) -> None:
        """Take in the next piece."""
        self._sent += len(piece)
        if self._sent > self._limit:
            raise self._too_large()
        if not self._packed:
            self._keep(piece)
            return
        while piece:
            if self._member.eof:  # gzip may be several streams, one after the other
                self._member = zlib.decompressobj(_GZIP)
            try:
                out = self._member.decompress(piece, self._limit - self._size + 1)
            except zlib.error:
                if not self._size:
                    raise Refusal("broken: it says gzip, and is not", again=True) from None
                return  # what some servers put behind the end
            self._within = not self._member.eof
            self._keep(out)
            piece = self._member.unused_data or self._member.unconsumed_tail

    def whole(self) -> bytes:
        """Return all that came, unpacked; raise Refusal where it breaks off."""
        if self._packed and self._within:
            raise Refusal("it breaks off in the middle", again=True)
        return b"".join(self._kept)

    def _keep(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size > self._limit:
            raise self._too_large()
        self._kept.append(piece)

    def _too_large(self) -> Refusal:
        return Refusal(f"larger than {self._limit / 1e6:g} MB")
