"""The recipients of e-mails: text in, addresses out. No message contains an address."""

from __future__ import annotations

import re

from generator.errors import DigestifError
from generator.text.addresses.mailboxes import Mailbox, parse_mailbox

MAX_RECIPIENTS = 2000
_COMMENT = re.compile(r"(?:^|\s)#.*")


def parse_recipients(text: str, *, source: str) -> tuple[Mailbox, ...]:
    """Return the addresses in a text, each once: one per line, or separated by commas where they have no names.

    ``#`` begins a comment. ``source`` is the file or the variable, for messages. Raises DigestifError with the line of
    an entry that is no address, for a text without any, and for more than ``MAX_RECIPIENTS``.
    """
    found: dict[str, Mailbox] = {}
    for number, line in enumerate(text.splitlines(), 1):
        line = _COMMENT.sub("", line)
        # A name may contain commas.
        for entry in [line] if "<" in line else line.split(","):
            if not entry.strip():
                continue
            try:
                mailbox = parse_mailbox(entry)
            except ValueError as error:
                problem, _, fix = str(error).partition("\n")
                raise DigestifError(f"{source}:{number}: an entry {problem}", fix=fix) from None
            found.setdefault(mailbox.address.casefold(), mailbox)
    if not found:
        raise DigestifError(f"{source}: has no addresses", fix="write one address per line, as in ada@example.org")
    if len(found) > MAX_RECIPIENTS:
        raise DigestifError(
            f"{source}: has {len(found):,} addresses, and Digestif sends to at most {MAX_RECIPIENTS:,}",
            fix="use a newsletter service, such as Buttondown or Listmonk",
        )
    return tuple(found.values())
