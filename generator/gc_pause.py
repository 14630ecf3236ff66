"""Disable cyclic garbage collection while a site is read and built."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def pause_gc() -> Iterator[None]:
    """Disable the cyclic garbage collector in this block.

    A build makes millions of objects that stay; looking for cycles among them took a third of its time. Objects without
    cycles are freed as always.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
