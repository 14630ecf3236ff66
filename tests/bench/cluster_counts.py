"""Runs digestif and notes what a build sends to a cluster and gets back.

    python -m tests.bench.cluster_counts FILE -C site build --on dask

Each line of FILE is a message as JSON: the function that works on it, and the bytes of the shared value, of a job or of
its outcome. Processes that the build forks go on with the same file.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any

from generator.batches import Named
from generator.build.cluster import bridge


class _CountedConnection:
    """A connection that notes the bytes of all messages; the first one has the shared value."""

    def __init__(self, connection: Connection, note: Callable[..., None]) -> None:
        self._connection = connection
        self._note = note
        self._shared = 0
        self.work = ""

    def send_bytes(self, raw: bytes) -> None:
        if not self._shared:
            self._shared = len(raw)
        else:
            self._note(work=self.work, sent=len(raw), shared=self._shared)
        self._connection.send_bytes(raw)

    def recv_bytes(self) -> bytes:
        raw = self._connection.recv_bytes()
        self._note(work=self.work, received=len(raw))
        return raw

    def poll(self) -> bool:
        return self._connection.poll()


def _count(path: str) -> None:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    connect, send = vars(bridge)["Client"], bridge._send

    def note(**message: object) -> None:
        os.write(file, f"{json.dumps(message)}\n".encode())

    @contextmanager
    def counted(*arguments: Any, **named: Any) -> Iterator[_CountedConnection]:
        with connect(*arguments, **named) as connection:
            yield _CountedConnection(connection, note)

    def send_named(connection: Any, work: Callable[..., Any], batch: Sequence[Named[Any]]) -> None:
        connection.work = work.__name__
        send(connection, work, batch)

    vars(bridge).update(Client=counted, _send=send_named)


def main() -> None:
    _count(sys.argv.pop(1))
    from generator.cli.main import main as digestif

    digestif()


if __name__ == "__main__":
    main()
