"""A web server on this machine whose pages tests write: it remembers what was asked, and when."""

from __future__ import annotations

import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from reportedly.fetching import Client, Limits, Settings
from reportedly.fetching.guard import Guard

Raw = Callable[[BaseHTTPRequestHandler], None]
"""Writes an answer as it likes, a bad one too."""

QUICK = Limits(delay=0, seconds=20, patience=2)


def html(text: str, title: str = "Ferry") -> bytes:
    """Return a page."""
    return (
        f"<!doctype html><html><head><title>{title}</title></head><body><p>{text}</p></body></html>".encode()
    )


def raw(*pieces: bytes, pause: float = 0.0) -> Raw:
    """Return an answer that is sent as it is, piece by piece."""

    def write(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        for piece in pieces:
            handler.wfile.write(piece)
            time.sleep(pause)

    return write


@dataclass
class Asked:
    """A request: what was asked of whom, when it came, and when its answer began."""

    host: str
    path: str
    headers: dict[str, str]
    start: float
    end: float = 0.0


@dataclass
class Site:
    """Answers by path: bytes, (status, headers, bytes), or what writes one. Under any name, on one port."""

    port: int
    answers: dict[str, bytes | tuple[int, dict[str, str], bytes] | Raw] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    slow: float = 0.0  # seconds that each answer takes

    def url(self, path: str, host: str = "courier.example") -> str:
        return f"http://{host}:{self.port}{path}"

    def client(self, limits: Limits = QUICK, **more: Any) -> Client:
        """Return a client for which every name leads here."""
        guard = Guard(allow_private=True, lookup=lambda host, port: ["127.0.0.1"])
        return Client(Settings(limits, allow_private=True), guard=guard, **more)

    def paths(self) -> list[str]:
        """Return what was asked, in order, but for robots.txt."""
        return [one.path for one in self.asked if one.path != "/robots.txt"]

    def count(self, path: str) -> int:
        return Counter(one.path for one in self.asked)[path]


@contextmanager
def serve(certificate: Path | None = None) -> Iterator[Site]:
    """Give a site that is up until the end of the block; with a certificate (and its key), a secure one."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = Asked(self.headers.get("Host", ""), self.path, dict(self.headers), time.monotonic())
            site.asked.append(asked)
            time.sleep(site.slow)
            asked.end = time.monotonic()
            # Whoever asked may have had enough.
            with suppress(ConnectionError, TimeoutError):
                self.answer(site.answers.get(self.path, (404, {}, b"nothing here")))

        def answer(self, answer: Any) -> None:
            if callable(answer):
                answer(self)
                return
            status, headers, body = (200, {}, answer) if isinstance(answer, bytes) else answer
            tag = headers.get("ETag")
            if status == 200 and tag and self.headers.get("If-None-Match") == tag:
                status, body = 304, b""
            self.send_response(status)
            for name, value in {"Content-Type": "text/html", **headers}.items():
                self.send_header(name, value)
            if "Content-Length" not in headers:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *about: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 64

        def handle_error(self, *about: object) -> None:
            """Say nothing of handshakes that the other side gave up."""

    server = Server(("127.0.0.1", 0), Handler)
    if certificate:
        secure = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        secure.load_cert_chain(certificate)
        server.socket = secure.wrap_socket(server.socket, server_side=True)
    site = Site(server.server_port)
    thread = threading.Thread(target=lambda: server.serve_forever(0.02), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
