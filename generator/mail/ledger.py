"""The ledger of sent digests: which digest went out in which way, and while it is going out, to whom.

An address stands there as a keyed hash only, and only until all recipients have the digest. A recipient is entered
before the e-mail is sent, so that a crash can lose an e-mail but never repeat one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.errors import DigestifError

_HASH = re.compile(r"[0-9a-f]{8,64}")
_NAME = re.compile(r"[0-9A-Za-z-]{1,100}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivery:
    """A digest sent in one way. ``key`` identifies the key of the hashes.

    ``recipients`` need no further attempt. ``unconfirmed`` are those of them for whom an attempt began and whose result
    is not known.
    """

    complete: bool = False
    key: str = ""
    recipients: tuple[str, ...] = ()
    unconfirmed: tuple[str, ...] = ()


#: Deliveries by the id of the digest and the name of the way.
Ledger = Mapping[tuple[str, str], Delivery]


def parse_ledger(raw: bytes, *, file: str) -> Ledger:
    """Read a ledger. Raises DigestifError for a damaged one: an empty ledger would send everything again."""
    try:
        return {
            (_name(digest), _name(way)): _delivery(plain)
            for digest, ways in json.loads(raw).items()
            for way, plain in ways.items()
        }
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        raise DigestifError(
            f"{file}: is not a list of sent digests",
            fix="restore it from Git; without it, digests could be sent twice",
        ) from None


def dump_ledger(ledger: Ledger) -> bytes:
    """Return the file: one line for each digest, oldest first."""
    digests = sorted({digest for digest, _ in ledger})
    lines = []
    for digest in digests:
        ways = {way: _plain(delivery) for (name, way), delivery in sorted(ledger.items()) if name == digest}
        lines.append(f" {json.dumps(digest)}: {json.dumps(ways)}")
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def _name(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError("not a name")
    return name


def _delivery(plain: Any) -> Delivery:
    if plain["state"] not in ("complete", "partial"):
        raise ValueError("not a state")
    return Delivery(
        complete=plain["state"] == "complete",
        key=_hashes([plain["key"]])[0] if "key" in plain else "",
        recipients=_hashes(plain.get("recipients", [])),
        unconfirmed=_hashes(plain.get("unconfirmed", [])),
    )


def _hashes(found: Any) -> tuple[str, ...]:
    if not isinstance(found, list) or not all(isinstance(each, str) and _HASH.fullmatch(each) for each in found):
        raise ValueError("not hashes")
    return tuple(found)


def _plain(delivery: Delivery) -> dict[str, object]:
    plain: dict[str, object] = {"state": "complete" if delivery.complete else "partial"}
    fields = {"key": delivery.key, "recipients": delivery.recipients, "unconfirmed": delivery.unconfirmed}
    return plain | {name: value for name, value in fields.items() if value}
