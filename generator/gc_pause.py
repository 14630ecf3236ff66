"""Python's search for garbage in cycles, held off while a site is read and made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def pause_gc() -> Iterator[None]:
    """Millions of objects that stay, hardly any of them garbage: looking for cycles among them again and again takes a
    third of the time. What is no longer used is freed all the same, unless it refers to itself."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()
