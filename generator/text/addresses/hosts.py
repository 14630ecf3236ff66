"""Hosts of web addresses, as browsers read them.

A host that browsers refuse makes ``new URL()`` throw in a reader's page. The rules are those of the URL standard
(https://url.spec.whatwg.org/#host-parsing), which is based on UTS #46 (https://www.unicode.org/reports/tr46/); the idna
package has its tables. Browsers accept every host that is accepted here. They also accept host names with per cent
signs, empty labels and punctuation other than - and _; these are refused here, since they cannot be registered.
"""

from __future__ import annotations

import re
import unicodedata
from ipaddress import AddressValueError, IPv4Address, IPv6Address

# Nearly every host; it needs none of the tables.
_PLAIN = re.compile(r"(?:[a-z0-9_-]+\.)*[a-z0-9_-]+\.?")
_ASCII_LABEL = re.compile(r"[a-z0-9_-]+")
_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")
_JOINERS = "\u200c\u200d"
_BIDI_CLASSES = frozenset({"R", "AL", "AN"})


def parse_host(host: str) -> str:
    """The canonical form of a host: names in lower case, IPv4 addresses in four parts, IPv6 addresses in brackets.

    International names stay in Unicode, mapped as UTS #46 says. Raises ValueError for what a browser refuses.
    """
    if host.startswith("["):
        return _parse_ipv6(host)
    lower = host.lower() if host.isascii() else host
    last = lower.removesuffix(".").rpartition(".")[2]
    if _PLAIN.fullmatch(lower) and "xn--" not in lower and not _NUMBER.fullmatch(last):
        return lower
    return _parse_name(host)


def _parse_name(host: str) -> str:
    import idna  # its tables take longer to load than a thousand plain hosts to parse

    try:
        name = idna.uts46_remap(host, std3_rules=False, transitional=False)
    except idna.IDNAError:
        raise ValueError("a character that host names cannot have") from None
    labels = name.removesuffix(".").split(".")
    decoded = [_decode(label) for label in labels]
    # The rule for right-to-left labels holds for every label of a name that has one (RFC 5893, section 1.4).
    is_bidi = any(unicodedata.bidirectional(c) in _BIDI_CLASSES for label in decoded for c in label)
    for label in decoded:
        _check_label(label, is_bidi=is_bidi)
    return str(_parse_ipv4(labels)) if _NUMBER.fullmatch(labels[-1]) else name


def _decode(label: str) -> str:
    """The Unicode form of a label; most are their own."""
    if not label.startswith("xn--"):
        return label
    import idna

    try:
        decoded = label[4:].encode("ascii").decode("punycode")
        mapped = idna.uts46_remap(decoded, std3_rules=False, transitional=False)
    except (UnicodeError, idna.IDNAError):
        mapped = decoded = ""
    if decoded != mapped or decoded.isascii():
        raise ValueError(f"a part that is not valid Punycode ({label})")
    return decoded


def _check_label(label: str, *, is_bidi: bool) -> None:
    """Raise ValueError for a label that is not valid (UTS #46, section 4.1) or has forbidden ASCII characters."""
    if not label:
        raise ValueError("an empty part")
    if not _ASCII_LABEL.fullmatch("".join(c for c in label if c.isascii()) or "a"):
        raise ValueError("a character that host names cannot have")
    if unicodedata.category(label[0]).startswith("M"):
        raise ValueError("a part that begins with an accent")
    import idna

    try:
        if is_bidi:
            idna.check_bidi(label, check_ltr=True)
        joined = all(idna.valid_contextj(label, at) for at, c in enumerate(label) if c in _JOINERS)
    except (idna.IDNAError, ValueError):
        raise ValueError("letters of two writing directions in one part") from None
    if not joined:
        raise ValueError("an invisible joiner in a place where it has no meaning")


def _parse_ipv4(labels: list[str]) -> IPv4Address:
    """An IPv4 address from one to four numbers, of which the last one fills the remaining bytes."""
    numbers = [_parse_number(label) for label in labels]
    if len(numbers) > 4:
        raise ValueError("more than four numbers")
    *first, last = numbers
    if any(number > 255 for number in first) or last >= 256 ** (5 - len(numbers)):
        raise ValueError("a number that is too large for an IPv4 address")
    return IPv4Address(last + sum(number << 8 * (3 - place) for place, number in enumerate(first)))


def _parse_number(label: str) -> int:
    """A number in base 16 (0x…), 8 (0…) or 10."""
    if not _NUMBER.fullmatch(label):
        raise ValueError("a name that ends in a number")
    if len(label) > 40:  # Python refuses to read numbers of thousands of digits
        raise ValueError("a number that is too large for an IPv4 address")
    if label.startswith("0x"):
        return int(label[2:] or "0", 16)
    try:
        return int(label, 8 if label.startswith("0") else 10)
    except ValueError:
        raise ValueError("an octal number with a digit that is not octal") from None


def _parse_ipv6(host: str) -> str:
    try:
        return f"[{IPv6Address(host.removeprefix('[').removesuffix(']')).compressed}]"
    except AddressValueError:
        raise ValueError("an invalid IPv6 address") from None
