"""Whom we never connect to: this machine, its network, and whatever is not the public internet.

A name is looked up once for each connection, all its addresses are checked, and one of exactly these
is connected to (`network`), so that no second look-up can lead elsewhere (DNS rebinding). One address
that is not public refuses the name as a whole.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reportedly.fetching.address import literal
from reportedly.fetching.deadline import Deadline
from reportedly.fetching.refusal import ClosedRefusal, Refusal

Lookup = Callable[[str, int], Sequence[str]]
"""Host and port -> the IP addresses that the host's name stands for; raises OSError where there are none."""

_ATTEMPTS = 4  # addresses of one name that are tried

# From IANA's registries of special-purpose addresses. What is in none of them must be global unicast, too.
_CLOSED = [
    (ipaddress.ip_network(network), what)
    for network, what in [
        ("0.0.0.0/8", "an unspecified address"),
        ("10.0.0.0/8", "a private address"),
        ("100.64.0.0/10", "a provider's internal address"),
        ("127.0.0.0/8", "this machine itself"),
        ("169.254.0.0/16", "a link-local address"),
        ("172.16.0.0/12", "a private address"),
        ("192.0.0.0/24", "a reserved address"),
        ("192.0.2.0/24", "an address for documentation"),
        ("192.88.99.0/24", "a 6to4 address"),
        ("192.168.0.0/16", "a private address"),
        ("198.18.0.0/15", "an address for tests of networks"),
        ("198.51.100.0/24", "an address for documentation"),
        ("203.0.113.0/24", "an address for documentation"),
        ("224.0.0.0/4", "a multicast address"),
        ("240.0.0.0/4", "a reserved address"),
        ("::/128", "an unspecified address"),
        ("::1/128", "this machine itself"),
        ("::ffff:0:0/96", "an IPv4 address in the clothes of IPv6"),
        ("64:ff9b::/96", "a translated (NAT64) address"),
        ("64:ff9b:1::/48", "a translated (NAT64) address"),
        ("2001::/32", "a Teredo address"),
        ("2001::/23", "a reserved address"),
        ("2001:db8::/32", "an address for documentation"),
        ("2002::/16", "a 6to4 address"),
        ("3fff::/20", "an address for documentation"),
        ("fc00::/7", "a private address"),
        ("fe80::/10", "a link-local address"),
        ("fec0::/10", "a site-local address"),
        ("ff00::/8", "a multicast address"),
    ]
]
_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")  # all of IPv6 that was ever given out
_ISATAP = (0x00005EFE, 0x02005EFE)  # the last half of such an address begins so, and holds one of IPv4


def why_closed(address: str) -> str | None:
    """Return what an IP address is that we do not connect to ("a private address"), None for a public one."""
    found = literal(address)
    if found is None or getattr(found, "scope_id", None):
        return "no plain IP address"
    for network, what in _CLOSED:
        if found.version == network.version and found in network:
            return what
    if isinstance(found, ipaddress.IPv6Address):
        if found not in _GLOBAL_UNICAST:
            return "a reserved address"
        if int(found) >> 32 & 0xFFFFFFFF in _ISATAP:
            return "a tunnel's (ISATAP) address"
    return None if found.is_global and not found.is_multicast else "not a public address"


def system_lookup(host: str, port: int) -> list[str]:
    """Return the addresses that the system knows for a name."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True)
class Guard:
    """Tells to which addresses a host may be connected to."""

    allow_private: bool = False
    lookup: Lookup = system_lookup

    def addresses(self, host: str, port: int, deadline: Deadline) -> list[str]:
        """Return the addresses of a host; raise ClosedRefusal where one is closed, Refusal for no address."""
        own = literal(host)
        found = [str(own)] if own else self._looked_up(host, port, deadline)
        for address in () if self.allow_private else found:
            if what := why_closed(address):
                leads = "it is" if own else f"its name leads to {address},"
                raise ClosedRefusal(
                    f"{leads} {what}: only the public internet is fetched from (--allow-private)"
                )
        return found[:_ATTEMPTS]

    def _looked_up(self, host: str, port: int, deadline: Deadline) -> list[str]:
        """Return what the look-up says, given up at the deadline: the system's own has no limit."""
        found: list[str] = []
        ended = threading.Event()

        def look() -> None:
            try:
                found.extend(self.lookup(host, port))
            except (OSError, UnicodeError):
                pass
            finally:
                ended.set()

        threading.Thread(target=look, name=f"looks up {host}", daemon=True).start()
        while not ended.wait(deadline.step()):
            pass
        if not found:
            raise Refusal(f"no host named {host} is known", again=True)
        return found
