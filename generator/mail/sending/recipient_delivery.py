"""Delivery by SMTP: one message for each recipient, each entered in the ledger before it is sent."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from generator.errors import DigestifError
from generator.fetching.client import Clock
from generator.mail.ledger import Delivery
from generator.mail.message import Mail
from generator.mail.sending.smtp import PASSWORD, Outcome
from generator.text.addresses.mailboxes import Mailbox

#: Seconds before recipients are tried again that the server asked to try later.
_WAITS = (30.0, 120.0)


class Server(Protocol):
    """Sends a message to a recipient, and says what became of it, with the server's code."""

    def send(self, recipient: Mailbox, message: bytes) -> tuple[Outcome, int]:
        """Send one message. Raises DigestifError where the server cannot be used at all."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """How many recipients a digest reached, and notes on the others, which name them by their place in the list."""

    sent: int = 0
    refused: tuple[str, ...] = ()
    deferred: tuple[str, ...] = ()
    unconfirmed: int = 0


@dataclass
class _Run:
    """The state of one delivery, which changes with every message."""

    delivery: Delivery
    sent: int = 0
    refused: dict[int, int] = field(default_factory=dict)
    deferred: dict[int, int] = field(default_factory=dict)

    def claim(self, hashes: Sequence[str]) -> None:
        known = self.delivery
        self.delivery = replace(
            known,
            recipients=tuple(sorted({*known.recipients, *hashes})),
            unconfirmed=tuple(sorted({*known.unconfirmed, *hashes})),
        )

    def settle(self, hashed: str, *, reached: bool) -> None:
        """Enter a result: the recipient needs no further attempt, or is as if nothing had been tried."""
        known = self.delivery
        self.delivery = replace(
            known,
            recipients=known.recipients if reached else tuple(each for each in known.recipients if each != hashed),
            unconfirmed=tuple(each for each in known.unconfirmed if each != hashed),
        )


def deliver(
    mail: Mail,
    recipients: Sequence[Mailbox],
    server: Server,
    *,
    delivery: Delivery,
    secret: str,
    save: Callable[[Delivery], None],
    batch: int,
    clock: Clock,
) -> Result:
    """Send a digest to all recipients who do not have it, and keep in the ledger who does.

    ``delivery`` is what the ledger has so far, and ``save`` keeps what changed. The secret is the key of the hashes.
    Raises DigestifError where the server cannot be used, and where the key changed since a part was sent.
    """
    key = _hash(secret, "")[:8]
    if delivery.recipients and delivery.key != key:
        raise DigestifError(
            f"a part of the recipients has this digest, and {PASSWORD} changed since, so they cannot be recognised",
            fix="the digest is not sent to the others; later digests are",
        )
    run = _Run(replace(delivery, key=key))
    places = {_hash(secret, mailbox.address.casefold()): place for place, mailbox in enumerate(recipients)}
    pending = [each for each in places if each not in run.delivery.recipients]
    for wait in (*_WAITS, None):
        for hashes in _batches(pending, batch):
            run.claim(hashes)
            save(run.delivery)
            _send_batch(mail, recipients, server, run, hashes, places, save, clock)
        pending = [each for each in pending if places[each] in run.deferred]
        if not pending or wait is None:
            break
        save(run.delivery)
        clock.sleep(wait)
    if run.refused and len(run.refused) == len(run.delivery.recipients):
        _take_back(run, [each for each, place in places.items() if place in run.refused], save)
        raise DigestifError(
            f"the server refused every recipient, such as {_notes(run.refused)[0]}",
            fix="check from and smtp in mkdocs.yml, and the list of recipients; the next run tries again",
        )
    unconfirmed = len(run.delivery.unconfirmed)
    save(run.delivery if run.deferred else Delivery(complete=True))
    return Result(
        sent=run.sent,
        refused=_notes(run.refused),
        deferred=_notes(run.deferred),
        unconfirmed=unconfirmed,
    )


def _send_batch(
    mail: Mail,
    recipients: Sequence[Mailbox],
    server: Server,
    run: _Run,
    hashes: Sequence[str],
    places: dict[str, int],
    save: Callable[[Delivery], None],
    clock: Clock,
) -> None:
    """Send to recipients that are entered in the ledger; those not reached by an error are taken out again."""
    waiting = list(hashes)
    try:
        while waiting:
            hashed = waiting[0]
            place = places[hashed]
            message = mail.for_recipient(recipients[place], sent=clock.now()).as_bytes()
            outcome, code = server.send(recipients[place], message)
            waiting.pop(0)
            run.deferred.pop(place, None)
            if outcome == "sent":
                run.sent += 1
            elif outcome == "refused":
                run.refused[place] = code
            elif outcome == "deferred":
                run.deferred[place] = code
            if outcome != "unknown":
                run.settle(hashed, reached=outcome != "deferred")
    except DigestifError:
        # The server raises before it takes a message.
        _take_back(run, waiting, save)
        raise


def _take_back(run: _Run, hashes: Sequence[str], save: Callable[[Delivery], None]) -> None:
    for hashed in hashes:
        run.settle(hashed, reached=False)
    save(run.delivery)


def _batches(hashes: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for start in range(0, len(hashes), size):
        yield hashes[start : start + size]


def _notes(codes: dict[int, int]) -> tuple[str, ...]:
    return tuple(f"recipient {place + 1} ({code or 'no answer'})" for place, code in sorted(codes.items()))


def _hash(secret: str, text: str) -> str:
    """Return a keyed hash: without the secret, nobody can try addresses against the ledger."""
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()[:32]
