"""What a worker of the tests loads when it starts: reading a record may fail there, or end the worker.

The folder of the environment's variable ORDERS has a file for each order, whose text is the name of a record: ``fail``,
``end`` for each worker that reads it, and ``end-once`` for the first one.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path

from generator.records.read import ReadRecord, read_record
from generator.store import load

ORDERS = "DIGESTIF_TEST_ORDERS"


def dask_setup(_: object) -> None:
    """Replace the function that reads a record."""
    load.read_record = _read  # type: ignore[attr-defined]


def _read(raw: bytes, *, file: str) -> ReadRecord:
    orders = Path(os.environ[ORDERS])
    if _is_about(orders / "fail", file):
        raise RuntimeError("out of paper")
    if _is_about(orders / "end", file):
        os.kill(os.getpid(), signal.SIGKILL)
    if _is_about(orders / "end-once", file):
        (orders / "end-once").rename(orders / "ended")
        os.kill(os.getpid(), signal.SIGKILL)
    return read_record(raw, file=file)


def _is_about(order: Path, file: str) -> bool:
    return order.exists() and order.read_text() in file
