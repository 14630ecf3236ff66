"""E-mail addresses, alone or with a name: text in, checked parts out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.text.addresses.hosts import parse_host

#: RFC 5321, section 4.5.3.1: the local part, and a path without its angle brackets.
_MAX_LOCAL, _MAX_ADDRESS = 64, 254
_EXPECTED = 'expected an address, as in ada@example.org or "Ada Lovelace <ada@example.org>"'
#: RFC 5322, section 3.2.3, without quoted local parts, which hardly any server accepts.
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_NAMED = re.compile(r"(?P<name>[^<>]*)<(?P<address>[^<>]*)>")


@dataclass(frozen=True, kw_only=True, slots=True)
class Mailbox:
    """An e-mail address in ASCII, and a name, which may be empty."""

    address: str
    name: str = ""

    @property
    def domain(self) -> str:
        """The part after the @."""
        return self.address.rpartition("@")[2]


def parse_mailbox(text: str) -> Mailbox:
    """Read ``ada@example.org`` or ``Ada Lovelace <ada@example.org>``. International domains become Punycode.

    Raises ValueError, whose first line says what is wrong, without the address, and whose second line says what was
    expected.
    """
    text = text.strip()
    named = _NAMED.fullmatch(text)
    name, address = (named["name"].strip().strip('"').strip(), named["address"].strip()) if named else ("", text)
    local, at, domain = address.rpartition("@")
    if not at:
        raise ValueError(f"is not an e-mail address: it has no @\n{_EXPECTED}")
    if not _LOCAL.fullmatch(local) or len(local) > _MAX_LOCAL:
        raise ValueError(f"is not an e-mail address: the part before the @ is not valid\n{_EXPECTED}")
    if not name.isprintable():
        raise ValueError(f"has an invisible character in its name\n{_EXPECTED}")
    try:
        domain = _ascii_domain(domain)
    except ValueError:
        raise ValueError(f"is not an e-mail address: the part after the @ is not valid\n{_EXPECTED}") from None
    if len(local) + 1 + len(domain) > _MAX_ADDRESS:
        raise ValueError(f"is longer than {_MAX_ADDRESS} characters\n{_EXPECTED}")
    return Mailbox(name=" ".join(name.split()), address=f"{local}@{domain}")


def _ascii_domain(domain: str) -> str:
    host = parse_host(domain)
    if host.isascii():
        return host
    import idna  # only international names need its tables

    return idna.encode(host).decode("ascii")
