"""Work on a second core: a function runs in a copy of this process, which has all its values, and returns one value.

A forked process shares memory until it is changed, and only the result is pickled. It ends with its parent. Where the
system cannot fork safely, the same work is done in a thread: the result is the same, later.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from multiprocessing.connection import Connection
from typing import TypeVar

from generator.errors import DigestifError
from generator.files.parent_process import end_with_parent

Result = TypeVar("Result")
Item = TypeVar("Item")
#: Work on fewer items is done before a second process has started.
_FEW = 200


@contextmanager
def run_in_child(work: Callable[[], Result]) -> Iterator[Callable[[], Result]]:
    """Start the work; the yielded function waits for its result, or raises as the work did.

    Leaving the block before the work is done ends it.
    """
    if sys.platform != "linux":
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(max_workers=1) as pool:
            yield pool.submit(work).result
        return
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    gc.freeze()  # the child's collector does not touch existing objects, so that their memory stays shared
    process = context.Process(target=_send_result, args=(work, sender, os.getpid()), daemon=True)
    process.start()
    gc.unfreeze()
    sender.close()
    try:
        yield lambda: _receive(receiver)
    finally:
        process.terminate()
        process.join()


def run_in_two_processes(work: Callable[[Sequence[Item]], Result], items: Sequence[Item]) -> list[Result]:
    """Return the results of ``work`` for every second item and for the others; one result where there are few items."""
    if len(items) < _FEW:
        return [work(items)]
    with run_in_child(partial(work, items[1::2])) as result_of_others:
        return [work(items[::2]), result_of_others()]


def _send_result(work: Callable[[], object], pipe: Connection, parent: int) -> None:
    end_with_parent(parent)
    try:
        pipe.send((work(), None))
    except DigestifError as error:
        pipe.send((None, (error.message, error.fix)))
    except OSError as error:  # a full disk is no bug: the command says which file
        pipe.send((None, error))
    except BaseException as error:
        pipe.send((None, (f"{type(error).__name__}: {error}", "")))
        raise


def _receive(pipe: Connection) -> Result:  # type: ignore[type-var]  # the pipe carries what its one sender sends
    try:
        result, failure = pipe.recv()
    except EOFError:
        raise DigestifError(
            "a second process of this build ended before it was done",
            fix="run the command again; if it happens again, the machine may lack memory",
        ) from None
    if isinstance(failure, OSError):
        raise failure
    if failure is not None:
        message, fix = failure
        raise DigestifError(message, fix=fix)
    return result  # type: ignore[no-any-return]  # see above
