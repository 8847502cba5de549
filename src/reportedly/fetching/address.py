"""What the user, a feed or a redirect gives as an address -> one that is asked, or why it is not.

The same parsed address is checked and connected to, so that no two readings of one text can differ.
"""

from __future__ import annotations

import ipaddress
import re

import httpx

from reportedly.fetching.refusal import Refusal

_LENGTH = 4000
_LABEL = "[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_NAME = re.compile(rf"(?=.{{1,253}}\Z){_LABEL}(?:\.{_LABEL})*")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_ODD = re.compile(r"[\x00-\x1f\x7f-\x9f\\]")

# Below 1024 each port is some other service's; of those above, these are (Fetch Standard, "bad ports").
_PORTS = {80, 443}
_OTHERS = {
    1719,
    1720,
    1723,
    2049,
    3659,
    4045,
    4190,
    5060,
    5061,
    6000,
    6566,
    *range(6665, 6670),
    6679,
    6697,
    10080,
}


def parse(text: str) -> httpx.URL:
    """Return an address as it will be asked, without its fragment; raise Refusal for what is none.

    http and https alone; no user name or password; a host that is a name or an address as it is
    commonly written; the ports 80 and 443, and those from 1024 that are no other service's.
    """
    text = text.strip()
    if len(text) > _LENGTH:
        raise Refusal(f"longer than {_LENGTH} signs, which no address is")
    if _ODD.search(text):
        raise Refusal("signs in it that no address has")
    try:
        url = httpx.URL(text).copy_with(fragment=None)
        host, port = url.raw_host.decode("ascii").lower(), url.port
    except (httpx.InvalidURL, UnicodeError, ValueError):
        raise Refusal("not an address that can be read") from None
    if url.scheme not in ("http", "https"):
        raise Refusal(f"{url.scheme or 'no scheme'}: only http and https are fetched")
    if url.userinfo:
        raise Refusal("a name or password stands in it: give the address without")
    host = _host(host)
    port = port or (443 if url.scheme == "https" else 80)
    if port not in _PORTS and (port < 1024 or port > 65535 or port in _OTHERS):
        raise Refusal(f"port {port} is another service's")
    return url.copy_with(host=host)


def host_of(url: httpx.URL) -> str:
    """Return the host that an address names, in ASCII, without the brackets of IPv6."""
    return url.raw_host.decode("ascii").strip("[]")


def port_of(url: httpx.URL) -> int:
    """Return the port that an address names or its scheme implies."""
    return url.port or (443 if url.scheme == "https" else 80)


def literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return the IP address that a host is, None where it is a name."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _host(host: str) -> str:
    """Return a host in its one form; raise Refusal for one that is written to be read in two ways."""
    bare = host.strip("[]").removesuffix(".")
    if not bare:
        raise Refusal("no host in it")
    if "%" in bare:
        raise Refusal("a percent sign in its host")
    if found := literal(bare):
        return str(found)
    if _NUMBER.fullmatch(bare.rpartition(".")[2]):
        raise Refusal("a number in place of its host's name")
    if not _NAME.fullmatch(bare):
        raise Refusal("not a host's name")
    return bare
