"""Lists of recipients and the ledger: what people write into them, and what is said without an address."""

from __future__ import annotations

import pytest

from generator.errors import DigestifError
from generator.mail.ledger import Delivery, dump_ledger, parse_ledger
from generator.mail.recipients import MAX_RECIPIENTS, parse_recipients
from generator.text.addresses.mailboxes import Mailbox


def test_addresses_stand_on_lines_or_between_commas_and_count_once() -> None:
    text = """\
# Readers
ada@example.com  # since May
"Hopper, Grace" <grace@Example.com>

Lin Wei <lin@bücher.example>
bo@example.com, ADA@example.com,cy@example.com
"""
    assert parse_recipients(text, source="recipients.txt") == (
        Mailbox(address="ada@example.com"),
        Mailbox(name="Hopper, Grace", address="grace@example.com"),
        Mailbox(name="Lin Wei", address="lin@xn--bcher-kva.example"),
        Mailbox(address="bo@example.com"),
        Mailbox(address="cy@example.com"),
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ada@example.com\nsecret.person", "LIST:2: an entry is not an e-mail address: it has no @"),
        ("secret person@example.com", "LIST:1: an entry is not an e-mail address: the part before the @ is not valid"),
        ("secret@exa mple.com", "LIST:1: an entry is not an e-mail address: the part after the @ is not valid"),
        ("sécret@example.com", "the part before the @ is not valid"),
        (f"secret@{'x' * 250}.example", "LIST:1: an entry is longer than 254 characters"),
        ("# nobody\n", "LIST: has no addresses"),
        ("\n".join(f"a{n}@example.com" for n in range(MAX_RECIPIENTS + 1)), "LIST: has 2,001 addresses"),
    ],
)
def test_a_wrong_entry_is_named_by_its_line_and_not_shown(text: str, message: str) -> None:
    with pytest.raises(DigestifError) as caught:
        parse_recipients(text, source="LIST")
    assert message in str(caught.value)
    assert "ecret" not in str(caught.value)


def test_a_ledger_has_a_line_for_each_digest_and_is_read_back() -> None:
    ledger = {
        ("2025-W31", "github"): Delivery(complete=True),
        ("2025-07-31", "smtp"): Delivery(key="01" * 4, recipients=("ab" * 16,)),
        ("2025-07-31", "buttondown"): Delivery(complete=True),
    }
    raw = dump_ledger(ledger)
    assert parse_ledger(raw, file="sent.json") == ledger
    assert raw.decode().splitlines()[1].startswith(' "2025-07-31": {"buttondown": {"state": "complete"}, "smtp": {')


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"{",
        b'{"2025-07-31": []}',
        b'{"2025-07-31": {"smtp": {}}}',
        b'{"a b": {"smtp": {"state": "complete"}}}',
        b'{"2025-07-31": {"smtp": {"state": "partial", "recipients": ["ada@example.com"]}}}',
        b"[" * 100_000,
    ],
)
def test_a_damaged_ledger_sends_nothing(raw: bytes) -> None:
    with pytest.raises(DigestifError, match=r"sent.json: is not a list of sent digests\n  restore it from Git"):
        parse_ledger(raw, file="sent.json")
