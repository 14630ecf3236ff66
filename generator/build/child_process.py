"""Work on the second core: a function runs in a copy of this process, which has all its values, and gives back one.

A fork copies nothing until it is changed and needs nothing pickled but the answer. Where there is no fork, or where
one is not safe to use, the same work is done in a thread: later, not otherwise.
"""

from __future__ import annotations

import gc
import multiprocessing
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing.connection import Connection
from typing import TypeVar

from generator.errors import DigestifError

Answer = TypeVar("Answer")
Item = TypeVar("Item")
Name = TypeVar("Name")
#: Work of fewer items is done before a second process has begun.
_FEW = 200


@contextmanager
def run_in_child(work: Callable[[], Answer]) -> Iterator[Callable[[], Answer]]:
    """Begin the work; what is given waits for its answer, or raises as the work did. Leaving early ends it."""
    if sys.platform != "linux":
        with ThreadPoolExecutor(max_workers=1) as pool:
            yield pool.submit(work).result
        return
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    gc.freeze()  # what exists now is not looked at by the copy's collector, so that its pages stay shared
    process = context.Process(target=_answer, args=(work, theirs), daemon=True)
    process.start()
    gc.unfreeze()
    theirs.close()
    try:
        yield lambda: _received(ours)
    finally:
        process.terminate()
        process.join()


def shared(work: Callable[[Sequence[Item]], dict[Name, Answer]], items: Sequence[Item]) -> dict[Name, Answer]:
    """What ``work`` finds for all items, every second of which a second process takes; in no certain order."""
    if len(items) < _FEW:
        return work(items)
    with run_in_child(partial(work, items[1::2])) as others:
        return work(items[::2]) | others()


def _answer(work: Callable[[], object], pipe: Connection) -> None:
    try:
        pipe.send((work(), None))
    except DigestifError as error:
        pipe.send((None, (error.message, error.fix)))
    except BaseException as error:
        pipe.send((None, (f"{type(error).__name__}: {error}", "")))
        raise


def _received(pipe: Connection) -> Answer:  # type: ignore[type-var]  # the pipe carries what its one sender sends
    try:
        answer, refusal = pipe.recv()
    except EOFError:
        raise DigestifError("a process that worked beside this one ended without an answer") from None
    if refusal is not None:
        message, fix = refusal
        raise DigestifError(message, fix=fix)
    return answer  # type: ignore[no-any-return]  # see above
