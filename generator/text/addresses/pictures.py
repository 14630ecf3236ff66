"""Checks of the pictures that records name: files of content/images/, or public web addresses."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

from generator.errors import quote
from generator.text.addresses.urls import check_url

#: The value with which a record shows no picture, whatever its sources have.
NO_PICTURE = "none"
#: The folder below content/, as records write it.
PICTURES = "images/"
#: Names of pictures; on Windows and macOS, names that differ in upper and lower case are the same.
PICTURE_NAME = r"[a-z0-9][a-z0-9._-]{0,79}\.(?:gif|jpeg|jpg|png|webp)"
_FILE = re.compile(rf"{PICTURES}{PICTURE_NAME}")
_EXPECTED = (
    "expected a file of content/images/, as in images/figure.png, an address, as in https://example.org/figure.png, "
    "or none"
)
#: Names that only a private network resolves: RFC 6761, RFC 6762, RFC 8375, and the one that ICANN reserved in 2024.
_PRIVATE_NAMES = (".localhost", ".local", ".internal", ".lan", ".home.arpa", ".test", ".invalid")


def check_picture(value: str) -> str:
    """Return what a record says about its picture: ``none``, a path such as ``images/figure.png``, or an address.

    An address has https and a public host. Raises ValueError for everything else; the message's first line says what
    was found, the second what was expected.
    """
    if value == NO_PICTURE:
        return value
    if "://" not in value:
        if not _FILE.fullmatch(value):
            raise ValueError(f"{quote(value)} is not a picture\n{_EXPECTED}; names have no capitals and no spaces")
        return value
    url = check_url(value)
    if not url.startswith("https://"):
        raise ValueError(f"{quote(url)} is not encrypted\n{_EXPECTED}")
    if not is_public_host(urlsplit(url).hostname or ""):
        raise ValueError(f"{quote(url)} is not public\n{_EXPECTED}")
    if urlsplit(url).path.lower().endswith((".svg", ".svgz")):
        raise ValueError(f"{quote(url)} is an SVG drawing\nuse a picture in PNG, JPEG, WebP or GIF")
    return url


def is_public_host(host: str) -> bool:
    """Whether a host can be public, as far as its name tells: it is no private address and no private name."""
    try:
        return is_public_address(ip_address(host.strip("[]").partition("%")[0]))
    except ValueError:
        name = host.lower().rstrip(".")
        return "." in name and not name.endswith(_PRIVATE_NAMES)


def is_public_address(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address is public, also where it contains another one, as ``::ffff:127.0.0.1`` does."""
    if isinstance(address, IPv6Address):
        teredo = address.teredo[1] if address.teredo else None
        inner = address.ipv4_mapped or address.sixtofour or teredo or _translated(address)
        if inner is not None:
            return is_public_address(inner)
    return address.is_global and not address.is_multicast


def _translated(address: IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address that NAT64 translates an address to (RFC 6052, section 2.1)."""
    packed = address.packed
    return IPv4Address(packed[12:]) if packed[:12] == bytes.fromhex("0064ff9b") + bytes(8) else None
