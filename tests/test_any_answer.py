"""Whatever a server answers, it is a page or a refusal."""

from __future__ import annotations

import gzip

from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.fetching import Visit, fetch, follow
from wire import Wire, client

LINES = [
    *(b"HTTP/1.1 200 OK", b"HTTP/1.1 301 \xff", b"HTTP/1.0 200", b"HTTP/1.1 100 Continue"),
    *(b"HTTP/1.1 101 Switch", b"", b"5", b"0", b"hello", b"%PDF-1.7", gzip.compress(b"<p>x")),
    *(b"Location: //[", b"Location: \xff\xfe", b"Location: http://courier.example:x/", b"Location: /a"),
    *(b"Content-Type: text/html; charset=\xff", b"Content-Type: text/html; charset=base64"),
    *(b"Content-Type: =?utf-8?b?/w==?=; charset*=x''%ff", b"Content-Length: -1", b"Content-Length: 5"),
    *(b"Content-Length: " + b"9" * 5000, b"Transfer-Encoding: chunked", b"Transfer-Encoding: x"),
    *(b"Content-Encoding: gzip", b"ETag: " + b"\xe9" * 20, b"Last-Modified: never", b"Retry-After: 1e999"),
    b"<rss><channel><item><link>//[</link><description>A b.</description></item></channel></rss>",
]


@settings(max_examples=120)
@given(st.lists(st.one_of(st.sampled_from(LINES), st.binary(max_size=40)), max_size=9), st.booleans())
def test_no_answer_whatever_it_is_raises_anything(lines: list[bytes], begins_well: bool) -> None:
    answer = b"\r\n".join([LINES[0]] * begins_well + lines)
    wire = Wire({"courier.example": answer})
    asked = client(wire, {"courier.example": ["8.8.8.8"]})
    for visit in (None, Visit("http://courier.example/", '"1"', "Fri, 05 Jan 2024 04:11:00 GMT", "d")):
        visits = {"http://courier.example/": visit} if visit else {}
        for page in fetch(["http://courier.example/"], client=asked, visits=visits):
            assert page.rejected or page.content
    assert follow("http://courier.example/", None, asked, 0.0).state.checked == 0.0
