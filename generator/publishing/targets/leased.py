"""Holds the lease on a remote target: takes it, renews it, notices when another publication takes over."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NamedTuple, Protocol

from generator.errors import DigestifError
from generator.fetching.client import Clock
from generator.publishing.lease import LEASE, Lease, is_held, is_lost, parse_lease
from generator.publishing.targets.target import Advance


class Stored(NamedTuple):
    """A file at the target and its version, with which ``replace`` finds out whether it is still the same."""

    content: bytes
    version: str


class LeaseStore(Protocol):
    """Where a lease is stored. A store that cannot compare versions replaces the file in any case."""

    def get(self, path: str) -> Stored | None:
        """Return the file and its version."""

    def replace(self, path: str, content: bytes, version: str) -> bool:
        """Write the file if it has that version, or does not exist for an empty one; returns whether it was written."""

    def discard(self, path: str) -> None:
        """Delete the file."""


@contextmanager
def hold_lease(store: LeaseStore, clock: Clock, *, shown: str, take_over: bool) -> Iterator[Advance]:
    """Hold the lease of a target. Yields what renews it, and raises DigestifError where another program has it."""
    began = clock.now()
    mine = Lease(id=secrets.token_hex(8), host=socket.gethostname(), process=os.getpid(), began=began, renewed=began)
    found = store.get(LEASE)
    other = parse_lease(found.content) if found else None
    if other and not (take_over or other.is_given_up(began) or _has_ended(other)):
        raise is_held(other, shown=shown)
    if not store.replace(LEASE, _dump(mine), found.version if found else ""):
        raise is_lost(shown=shown)
    _check(store, mine, shown)

    def renew() -> None:
        nonlocal mine
        now = clock.now()
        if mine.needs_renewal(now):
            version = _check(store, mine, shown)
            mine = mine.model_copy(update={"renewed": now})
            if not store.replace(LEASE, _dump(mine), version):
                raise is_lost(shown=shown)

    try:
        yield renew
    finally:
        # What failed may be the network: then the lease stays until it is given up.
        with suppress(DigestifError):
            _check(store, mine, shown)
            store.discard(LEASE)


def _check(store: LeaseStore, mine: Lease, shown: str) -> str:
    """Return the version of the lease. Raises DigestifError unless it is this program's."""
    found = store.get(LEASE)
    there = parse_lease(found.content) if found else None
    if found is None or there is None or there.id != mine.id:
        raise is_lost(shown=shown)
    return found.version


def _dump(lease: Lease) -> bytes:
    return lease.model_dump_json().encode()


def _has_ended(lease: Lease) -> bool:
    """Whether the holder was a process of this machine that no longer runs."""
    if lease.host != socket.gethostname() or lease.process <= 0:
        return False
    try:
        os.kill(lease.process, 0)
    except ProcessLookupError:
        return True
    except OSError:  # it runs as another user
        return False
    return False
