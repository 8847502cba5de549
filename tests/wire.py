"""Instead of the network: a wire that notes who is connected to, and plays the servers."""

from __future__ import annotations

import ssl
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import httpcore

from reportedly.fetching import Client, Limits, Settings
from reportedly.fetching.guard import Guard


@dataclass
class Wire(httpcore.NetworkBackend):
    """Instead of the network: notes who is connected to; answers each host from a list, once it is named."""

    answers: dict[str, bytes] = field(default_factory=dict)
    connected: list[str] = field(default_factory=list)
    named: list[str | None] = field(default_factory=list)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        self.connected.append(host)
        return _Stream(self)


class _Stream(httpcore.NetworkStream):
    def __init__(self, wire: Wire) -> None:
        self.wire, self.left = wire, b""

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if not buffer:
            return
        host = buffer.partition(b"Host: ")[2].partition(b"\r\n")[0].decode()
        none = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        self.left = none if b" /robots.txt " in buffer else self.wire.answers.get(host, none)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        piece, self.left = self.left[:max_bytes], self.left[max_bytes:]
        return piece

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        self.wire.named.append(server_hostname)
        return self

    def close(self) -> None:
        self.left = b""


def ok(body: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)


def to(url: str) -> bytes:
    return b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + url.encode() + b"\r\n\r\n"


def client(wire: Wire, names: dict[str, list[str]] | None = None) -> Client:
    def lookup(host: str, port: int) -> Sequence[str]:
        if names is None:
            raise AssertionError(f"{host} was looked up")
        if host not in names:
            raise OSError("no such host")
        return names[host]

    return Client(Settings(Limits(delay=0, tries=1)), guard=Guard(lookup=lookup), backend=wire)
