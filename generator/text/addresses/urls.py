"""Checks of the web addresses that a page may link to."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

from generator.errors import quote
from generator.text.addresses.hosts import parse_host

MAX_URL = 2048
_EXPECTED = "expected an address with http or https, as in https://example.org/paper.pdf"
# Browsers read a backslash as a slash, and the others end an attribute or a link where an address is printed.
# RFC 3986 allows none of them in an address; each can be written as %XX.
_FORBIDDEN = re.compile(r'[\s"<>\\^`{|}]')
_PLAIN = re.compile(r"[!#-;=?-\[\]_a-z~]*")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Cn", "Co"})
_AUTHORITY = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]*\]|[^\[\]:@%]*)(?::(?P<port>.*))?")


def check_url(url: str) -> str:
    """The address in its canonical form: scheme and host in lower case, Unicode text in NFC.

    Raises ValueError for addresses that are unsafe or that a browser cannot open: other schemes than http
    and https, user names, control, format and bidi characters, spaces, hosts that ``parse_host`` refuses, and more
    than 2,048 characters. The message's first line says what was found, the second what was expected.
    """
    url = unicodedata.normalize("NFC", url)
    if len(url) > MAX_URL:
        raise ValueError(f"an address of {len(url):,} characters\nexpected at most {MAX_URL:,}")
    for place, character in enumerate(url if not _PLAIN.fullmatch(url) else "", 1):
        if unicodedata.category(character) in _INVISIBLE or _FORBIDDEN.match(character):
            fix = f"write {_percent(character)} instead, or leave it out" if character != " " else "write %20 instead"
            raise ValueError(f"{quote(url)} contains {_describe(character)} (character {place})\n{fix}: {_EXPECTED}")
    scheme, separator, rest = url.partition("://")
    if scheme.lower() not in {"http", "https"} or not separator:
        raise ValueError(f"{quote(url)} is not a web address\n{_EXPECTED}")
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    return unicodedata.normalize(
        "NFC", f"{scheme.lower()}://{_check_authority(authority, url)}{rest[len(authority) :]}"
    )


def host_of(url: str) -> str:
    """The host of a checked address, without ``www.``."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _check_authority(authority: str, url: str) -> str:
    """Host and port in canonical form. Raises ValueError as ``check_url`` does."""
    if "@" in authority:
        raise ValueError(f"{quote(url)} contains a user name (before the @)\nleave it out: {_EXPECTED}")
    parts = _AUTHORITY.fullmatch(authority)
    if parts is None or not parts["host"]:
        raise ValueError(f"{quote(url)} has no valid host\n{_EXPECTED}")
    port = parts["port"] or ""
    if port and not (re.fullmatch(r"[0-9]{1,5}", port) and int(port) < 2**16):
        raise ValueError(f"{quote(url)} has an invalid port, {quote(port)}\nexpected a number up to 65535: {_EXPECTED}")
    try:
        host = parse_host(parts["host"])
    except ValueError as fault:
        raise ValueError(f"{quote(url)} has an invalid host: {fault}\n{_EXPECTED}") from None
    return f"{host}:{port}" if port else host


def _describe(character: str) -> str:
    if character.isspace():
        return "a space"
    code = f"U+{ord(character):04X}"
    return f"the character {character}" if character.isprintable() else f"an invisible character, {code}"


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode(errors="replace"))
