"""What is given as an address is read in one way, or refused: no spelling of one leads into this network."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.fetching import Refusal, fetch
from reportedly.fetching.address import parse
from wire import Wire, client


def spellings(address: ipaddress.IPv4Address) -> list[str]:
    """Return the ways in which some programs read an IPv4 address, of which only the first is common."""
    number, (a, b, c, d) = int(address), address.packed
    return [
        str(address),
        f"{number}",
        f"0x{number:x}",
        f"0{number:o}",
        f"0x{a:x}.0x{b:x}.0x{c:x}.0x{d:x}",
        f"0{a:o}.0{b:o}.0{c:o}.0{d:o}",
        f"{a}.{b}.{c * 256 + d}",
        f"{a}.{b * 65536 + c * 256 + d}",
        f"0x{a:x}.{b}.{c}.{d}",
        f"{address}.",
        f"[::ffff:{address}]",
        f"[::{address}]",
        f"[64:ff9b::{address}]",
        "".join(chr(0xFEE0 + ord(sign)) if sign.isdigit() else "。" for sign in str(address)),
        "".join(f"%{ord(sign):02x}" for sign in str(address)),
        f"courier.example@{address}",
        f"{address}%2f@{address}",
        f"{address}\\@courier.example",
        f"{address}\t",
        f"[fe80::{d}%25eth0]",
    ]


@settings(max_examples=30)
@given(
    st.sampled_from(["127.0.0.0/8", "10.0.0.0/8", "192.168.0.0/16", "169.254.169.254/32"]).flatmap(
        lambda network: st.ip_addresses(network=network)
    )
)
def test_no_spelling_of_a_closed_address_is_connected_to_or_looked_up(address: ipaddress.IPv4Address) -> None:
    wire = Wire()
    for host in spellings(address):
        for scheme in ("http", "https"):
            [page] = fetch([f"{scheme}://{host}/latest/meta-data/"], client=client(wire))
            assert page.rejected
            assert page.content == b""
    assert wire.connected == []


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("file:///etc/passwd", "file: only http and https are fetched"),
        ("gopher://courier.example/", "gopher: only http and https are fetched"),
        ("courier.example/a", "no scheme: only http and https are fetched"),
        ("http://ann:secret@courier.example/", "a name or password stands in it: give the address without"),
        ("http://courier.example:22/", "port 22 is another service's"),
        ("http://courier.example:6667/", "port 6667 is another service's"),
        ("http:///a", "no host in it"),
        ("http://a..b/", "not a host's name"),
        ("http://-a.example/", "not a host's name"),
        ("http://courier.example/\r\nHost: x", "signs in it that no address has"),
        ("http://[::1", "not an address that can be read"),
        ("http://0x7f000001/", "a number in place of its host's name"),
        ("http://courier.example/" + "a" * 4000, "longer than 4000 signs, which no address is"),
    ],
)
def test_what_is_no_address_is_refused_with_its_reason(url: str, reason: str) -> None:
    wire = Wire()
    [page] = fetch([url], client=client(wire))
    assert (page.rejected, page.input, wire.connected) == (reason, url, [])


def test_names_are_read_in_one_way() -> None:
    assert (
        str(parse(" HTTP://Bücher.Example.:80/a b?q=ü#part "))
        == "http://xn--bcher-kva.example/a%20b?q=%C3%BC"
    )
    assert str(parse("https://[2606:4700:4700:0:0:0:0:1111]/")) == "https://[2606:4700:4700::1111]/"


@settings(max_examples=200)
@given(st.text(max_size=40), st.sampled_from(["", "http://", "https://", "http://[", "http://a@"]))
def test_any_text_is_an_address_or_refused(text: str, before: str) -> None:
    try:
        url = parse(before + text)
    except Refusal:
        return
    assert str(parse(str(url))) == str(url)
    assert url.scheme in ("http", "https")
    assert not url.userinfo
