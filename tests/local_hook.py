"""An address on this machine that alerts are sent to: it keeps what it gets."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

Got = tuple[dict[str, str], bytes]
"""Headers and body."""


class Desk(HTTPServer):
    """Takes what is posted to it; answers with the statuses given, then 204."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Taking)
        self.got: list[Got] = []
        self.statuses: list[int] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hook?desk=1"


class Taking(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        desk = self.server
        assert isinstance(desk, Desk)
        desk.got.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
        status = desk.statuses.pop(0) if desk.statuses else 204
        self.send_response(status)
        if status in (302, 307):
            self.send_header("Location", desk.url)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *about: object) -> None:
        """Say nothing."""


@contextmanager
def serve() -> Iterator[Desk]:
    """Give a desk that listens until the end of the block."""
    server = Desk()
    thread = threading.Thread(target=lambda: server.serve_forever(0.02), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
