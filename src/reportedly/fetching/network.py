"""One request over one connection: to an address that the guard checked, and to no other.

httpcore opens connections through a backend; ours asks the guard for the addresses of the host, and
hands these on, not the name. TLS still proves the name, and the Host header carries it. No proxy, no
cookie, no credential from the environment comes near it.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import httpcore
import httpx

from reportedly.fetching.deadline import Deadline
from reportedly.fetching.guard import Guard
from reportedly.fetching.refusal import Refusal

_CONNECT = 10.0  # seconds for one address of a host


@contextmanager
def sent(
    url: httpx.URL,
    headers: dict[str, str],
    guard: Guard,
    deadline: Deadline,
    secure: ssl.SSLContext,
    backend: httpcore.NetworkBackend | None = None,
    content: bytes | None = None,
) -> Iterator[httpx.Response]:
    """Give the answer to a GET request, or to a POST of content, its own unread; raise Refusal.

    Redirects are not followed.
    """
    method = "GET" if content is None else "POST"
    pinned = _Pinned(guard, deadline, backend or httpcore.SyncBackend())
    try:
        with (
            httpx.Client(transport=_Transport(pinned, secure), trust_env=False) as client,
            client.stream(method, url, headers=headers, content=content, follow_redirects=False) as response,
        ):
            yield response
    except httpcore.ConnectTimeout as error:
        raise Refusal("the server does not answer", again=True) from error
    except (httpcore.ProtocolError, httpx.ProtocolError) as error:
        raise Refusal("the server broke off, or does not speak HTTP", again=True) from error
    except (httpcore.NetworkError, httpcore.TimeoutException) as error:
        raise Refusal(_network(error), again=True) from error
    except (httpx.HTTPError, httpx.InvalidURL, httpcore.UnsupportedProtocol) as error:
        raise Refusal("its answer cannot be read", again=True) from error


def _network(error: Exception) -> str:
    """Return what is wrong with a connection, in words for people."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"its certificate is not valid ({cause.verify_message})"
        if isinstance(cause, ssl.SSLError):
            return "no secure connection (TLS) came about"
        if isinstance(cause, ConnectionRefusedError):
            return "the server takes no connections"
        cause = cause.__cause__ or cause.__context__
    return "the connection broke"


class _Transport(httpx.BaseTransport):
    """httpx's way to the network, over a pool whose backend is ours (httpx's own takes none)."""

    def __init__(self, backend: httpcore.NetworkBackend, secure: ssl.SSLContext) -> None:
        self._pool = httpcore.ConnectionPool(ssl_context=secure, max_connections=1, network_backend=backend)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        answer = self._pool.handle_request(
            httpcore.Request(
                request.method,
                httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                content=request.read(),
                extensions=request.extensions,
            )
        )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer))

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


class _Pinned(httpcore.NetworkBackend):
    """Connects to the addresses that the guard gives for a host, one after the other."""

    def __init__(self, guard: Guard, deadline: Deadline, inner: httpcore.NetworkBackend) -> None:
        self._guard, self._deadline, self._inner = guard, deadline, inner

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        failed: Exception | None = None
        for address in self._guard.addresses(host.strip("[]"), port, self._deadline):
            try:
                seconds = min(_CONNECT, self._deadline.left())
                return _Timed(self._inner.connect_tcp(address, port, seconds), self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
        raise failed or httpcore.ConnectError("no address")


class _Timed(httpcore.NetworkStream):
    """A connection whose every read and write ends with the request's deadline."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner, self._deadline = inner, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        while True:
            try:
                return self._inner.read(max_bytes, self._deadline.step())
            except httpcore.ReadTimeout:
                continue  # the deadline ends it

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.left())

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        inner = self._inner.start_tls(ssl_context, server_hostname, min(_CONNECT, self._deadline.left()))
        return _Timed(inner, self._deadline)

    def close(self) -> None:
        self._inner.close()

    def get_extra_info(self, info: str) -> object:
        return self._inner.get_extra_info(info)
