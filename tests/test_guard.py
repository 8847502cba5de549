"""No connection is ever opened to an address that was not checked, and to none that is not public."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from local_server import QUICK, html, serve
from reportedly.fetching import Client, Limits, Refusal, Settings, fetch
from reportedly.fetching.guard import Guard, why_closed
from wire import Wire, client, ok, to

PUBLIC = ["8.8.8.8", "93.184.216.34", "1.1.1.1", "2606:4700:4700::1111", "2a00:1450:4001:81b::200e"]


# ---------------------------------------------------------------- which addresses are closed
def oracle(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Return whether the standard library knows that an address is not an ordinary public one."""
    inner = [getattr(address, name, None) for name in ("ipv4_mapped", "sixtofour", "teredo")]
    return (
        not address.is_global
        or address.is_private
        or address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_reserved
        or address.is_unspecified
        or any(inner)
    )


@settings(max_examples=300)
@given(st.ip_addresses())
def test_what_the_standard_library_calls_special_is_closed(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    if oracle(address):
        assert why_closed(str(address))


@given(
    st.sampled_from(
        [
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
            "192.0.0.0/24", "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4",
        ]
    ).flatmap(lambda network: st.ip_addresses(network=network))
)  # fmt: skip
def test_a_closed_address_stays_closed_in_every_dress_of_ipv6(address: ipaddress.IPv4Address) -> None:
    number = int(address)
    dressed = [
        number,  # IPv4-compatible
        0xFFFF << 32 | number,  # IPv4-mapped
        0x0064FF9B << 96 | number,  # NAT64
        0x0064FF9B0001 << 80 | number,
        0x2002 << 112 | number << 80,  # 6to4
        0x20010000 << 96 | (number ^ 0xFFFFFFFF),  # Teredo
        0x2A001450 << 96 | 0x5EFE << 32 | number,  # ISATAP
    ]
    assert why_closed(str(address))
    assert all(why_closed(str(ipaddress.IPv6Address(dress))) for dress in dressed)


def test_public_addresses_are_open_and_zones_are_not() -> None:
    assert [why_closed(address) for address in PUBLIC] == [None] * len(PUBLIC)
    assert why_closed("fe80::1%eth0")
    assert why_closed("2606:4700:4700::1111%eth0")
    assert why_closed("localhost")


# ---------------------------------------------------------------- names that lead to closed addresses
ADDRESSES = st.one_of(st.sampled_from(PUBLIC), st.ip_addresses().map(str))
ANSWERS = st.lists(ADDRESSES, min_size=1, max_size=3)


@settings(max_examples=50)
@given(st.lists(ANSWERS, min_size=1, max_size=8), st.booleans())
def test_only_checked_addresses_are_connected_to_whatever_names_lead_to(
    answers: list[list[str]], secure: bool
) -> None:
    """Each look-up gives the next answer (DNS rebinding), and the site redirects to itself for ever."""
    scheme = "https" if secure else "http"
    left, seen = list(answers), list[list[str]]()

    def lookup(host: str, port: int) -> Sequence[str]:
        seen.append(left.pop(0) if left else PUBLIC[:1])
        return seen[-1]

    wire = Wire({"courier.example": to(f"{scheme}://courier.example/")})
    asked = Client(Settings(Limits(delay=0, tries=1)), guard=Guard(lookup=lookup), backend=wire)
    with pytest.raises(Refusal):
        asked.get(f"{scheme}://courier.example/")
    assert not any(oracle(ipaddress.ip_address(address)) for address in wire.connected)
    # One connection a look-up, to an address of that very look-up; none where any of them is closed.
    open_ones = [found for found in seen if not any(map(why_closed, found))]
    assert len(wire.connected) == len(open_ones)
    assert all(one in found for one, found in zip(wire.connected, open_ones, strict=True))
    assert len(seen) - len(open_ones) == (0 if len(seen) == 7 else 1)  # robots.txt and six pages, or refused
    assert set(wire.named) <= {"courier.example"}


@pytest.mark.parametrize(
    "closed", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fd00::1", "100.64.0.1"]
)
def test_one_closed_address_among_public_ones_refuses_the_name(closed: str) -> None:
    wire = Wire({"mixed.example": ok(html("x"))})
    names = {"mixed.example": ["8.8.8.8", closed]}
    [page] = fetch(["http://mixed.example/"], client=client(wire, names))
    assert str(page.rejected).startswith(f"its name leads to {closed}, ")
    assert wire.connected == []


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1/", "http://[::1]/", "http://2130706433/", "//inner.example/", "http://localhost/",
        "file:///etc/passwd", "http://ann:secret@courier.example/", "http://courier.example:25/", "http://[",
        "https://inner.example./", "http://[::ffff:10.0.0.1]/",
    ],
)  # fmt: skip
def test_redirects_are_checked_as_first_addresses_are(target: str) -> None:
    wire = Wire({"courier.example": to(target)})
    names = {"courier.example": ["8.8.8.8"], "inner.example": ["192.168.0.7"], "localhost": ["127.0.0.1"]}
    [page] = fetch(["http://courier.example/"], client=client(wire, names))
    assert page.rejected
    assert set(wire.connected) == {"8.8.8.8"}


def test_the_checked_address_is_connected_to_under_the_name_of_its_host() -> None:
    wire = Wire({"courier.example": ok(html("The ferry is suspended."))})
    names = {"courier.example": ["93.184.216.34", "8.8.8.8"]}
    [page] = fetch(["https://courier.example/a"], client=client(wire, names))
    assert (page.rejected, page.url) == (None, "https://courier.example/a")
    assert wire.connected == ["93.184.216.34"] * 2  # robots.txt, and the page
    assert wire.named == ["courier.example"] * 2


def test_an_address_in_place_of_a_name_needs_no_look_up() -> None:
    wire = Wire({"[2606:4700:4700::1111]": ok(html("x")), "8.8.8.8": ok(html("y"))})
    urls = ["http://[2606:4700:4700:0:0:0:0:1111]/a", "http://8.8.8.8/a"]
    assert [page.content for page in fetch(urls, client=client(wire))] == [html("x"), html("y")]
    assert set(wire.connected) == {"2606:4700:4700::1111", "8.8.8.8"}


def test_no_proxy_and_no_password_file_of_the_environment_is_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    with serve() as site, socket.create_server(("127.0.0.1", 0)) as proxy:
        proxy.settimeout(0.05)
        (tmp_path / "netrc").write_text("default login ann password secret")  # type: ignore[operator]
        monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))  # type: ignore[operator]
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.getsockname()[1]}")
        site.answers["/a"] = html("x")
        [page] = fetch([f"http://127.0.0.1:{site.port}/a"], Settings(QUICK, allow_private=True))
        assert page.rejected is None
        assert "Authorization" not in site.asked[-1].headers
        with pytest.raises(TimeoutError):
            proxy.accept()


def test_this_machine_is_closed_unless_allowed() -> None:
    with serve() as site:
        site.answers["/a"] = html("x")
        for host in ("127.0.0.1", "localhost"):
            [page] = fetch([site.url("/a", host)], Settings(QUICK))
            assert "this machine itself" in str(page.rejected)
        assert site.asked == []
        [page] = fetch([site.url("/a", "127.0.0.1")], Settings(QUICK, allow_private=True))
        assert page.rejected is None
