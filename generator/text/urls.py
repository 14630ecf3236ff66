"""Which addresses a page may link to."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import SplitResult, urlsplit, urlunsplit

MAX_URL = 2048
_EXPECTED = "expected an address with http or https, as in https://example.org/paper.pdf"
# Browsers read a backslash as a slash, and the others end an attribute or a link where a URL is printed;
# RFC 3986 has none of them, and every server that means them takes them as %XX.
_FORBIDDEN = re.compile(r'[\s"<>\\^`{|}]')
_HOST = re.compile(r"(?:[\w-]+\.)*[\w-]+\.?|[0-9a-f.]*:[0-9a-f:.]+")


def check_url(url: str) -> str:
    """The address in its canonical form (scheme and host in lower case, NFC).

    Raises ValueError for what a reader must not be sent to: other schemes than http and https, user info,
    control, format and bidi characters, blanks, more than 2,048 characters. Its first line says what came,
    its second what was expected.
    """
    url = unicodedata.normalize("NFC", url)
    if len(url) > MAX_URL:
        raise ValueError(f"an address of {len(url)} characters\nexpected at most {MAX_URL}")
    for place, character in enumerate(url, 1):
        if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Cn", "Co"} or _FORBIDDEN.match(character):
            raise ValueError(
                f"{url!a} has {_named(character)} at character {place}\nwrite it as %XX, or leave it out: {_EXPECTED}"
            )
    parts = _split(url)
    if not _HOST.fullmatch(parts.hostname or ""):
        raise ValueError(f"{url!r} names no host\n{_EXPECTED}")
    canonical = parts._replace(scheme=parts.scheme.lower(), netloc=parts.netloc.lower())
    return unicodedata.normalize("NFC", urlunsplit(canonical))


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port  # read for its check: it raises when it is no number
    except ValueError as error:
        raise ValueError(f"{url!r} is not an address: {error}\n{_EXPECTED}") from error
    if parts.scheme not in {"http", "https"} or not url[len(parts.scheme) :].startswith("://"):
        raise ValueError(f"{url!r} is not a web address\n{_EXPECTED}")
    if "@" in parts.netloc:
        raise ValueError(f"{url!r} carries user info before the @\n{_EXPECTED}")
    return parts


def _named(character: str) -> str:
    """A character as a person finds it: itself when it can be seen, else its code point."""
    return repr(character) if character.isprintable() and character != " " else f"U+{ord(character):04X}"
