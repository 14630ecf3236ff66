"""The process that talks to Dask, so that a build has no threads and can copy itself: jobs in, outcomes out.

It reads its settings from standard input, writes one line with its address, and ends when standard input does. Each
connection is one call of the build's runner: first the bytes of the shared value, then jobs, then an empty message.
For each job it answers in their order, with one byte for what happened and the bytes of the outcome or a message.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import ExitStack, suppress
from multiprocessing import AuthenticationError
from multiprocessing.connection import Connection, Listener
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any, TextIO
from uuid import uuid4

from generator.build.cluster.worker import keep_shared, run_job
from generator.files.hashing import hash_bytes

if TYPE_CHECKING:
    from distributed import Client, Future

#: What happened to a job: it has an outcome, it ended each worker that tried it, or the cluster failed.
DONE, ENDED_WORKERS, FAILED = b"D", b"W", b"F"
#: Seconds to wait for an answer at a time.
_SECONDS = 30
#: How many times a job is waited for as long as that while there is no worker. Queues of a cluster take their time.
_MOST_IDLE_WAITS = 20


def main() -> None:
    """Connect, listen, and wait for the end of standard input."""
    settings: dict[str, Any] = json.loads(sys.stdin.readline())
    answer = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what Dask and its workers print is no answer
    with ExitStack() as stack:
        try:
            client = _connect(settings, stack)
        except Exception as error:  # Dask has many, and the build reports all of them alike
            _say(answer, error=f"{type(error).__name__}: {error}".strip(": "))
            return
        listener = stack.enter_context(Listener(backlog=16, authkey=bytes.fromhex(settings["key"])))
        Thread(target=_accept, args=(listener, client), daemon=True).start()
        _say(answer, address=str(listener.address))
        sys.stdin.read()


def _say(answer: TextIO, **said: str) -> None:
    answer.write(f"{json.dumps(said)}\n")
    answer.flush()


def _connect(settings: dict[str, Any], stack: ExitStack) -> Client:
    """Return a client of the scheduler that the settings name, or of one on this machine for as long as the stack."""
    import dask
    from distributed import Client, LocalCluster

    dask.config.set(
        {"distributed.admin.large-graph-warning-threshold": "1GiB", "temporary-directory": settings["folder"]}
    )
    address = settings["scheduler"]
    if not address:
        # Whoever reaches a scheduler can run code, so nothing but this machine does.
        cluster = LocalCluster(
            n_workers=settings["workers"], threads_per_worker=1, host="127.0.0.1", dashboard_address=None
        )
        address = stack.enter_context(cluster)
    client = Client(address, name="digestif")
    stack.enter_context(client)
    return client


def _accept(listener: Listener, client: Client) -> None:
    while True:
        try:
            connection = listener.accept()
        except AuthenticationError:
            continue
        except OSError:  # the build has ended
            return
        Thread(target=_serve, args=(connection, client), daemon=True).start()


def _serve(connection: Connection, client: Client) -> None:
    """Submit the jobs of a connection, while another thread answers: neither side ever waits for the other to read."""
    futures: SimpleQueue[Future[bytes] | None] = SimpleQueue()
    answers = Thread(target=_answer, args=(connection, client, futures), daemon=True)
    answers.start()
    with suppress(EOFError, OSError):
        raw = connection.recv_bytes()
        shared = client.submit(keep_shared, raw, key=f"digestif-shared-{hash_bytes(raw)}")
        while job := connection.recv_bytes():
            futures.put(client.submit(run_job, job, shared, key=f"digestif-job-{uuid4().hex}"))
    futures.put(None)
    answers.join()
    connection.close()


def _answer(connection: Connection, client: Client, futures: SimpleQueue[Future[bytes] | None]) -> None:
    with suppress(OSError):  # the build has ended
        while (future := futures.get()) is not None:
            connection.send_bytes(_result(client, future))


def _result(client: Client, future: Future[bytes]) -> bytes:
    from distributed.scheduler import KilledWorker

    try:
        return DONE + _wait(client, future)
    except KilledWorker:
        return ENDED_WORKERS
    except Exception as error:  # see main
        return FAILED + f"{type(error).__name__}: {error}".encode(errors="replace")


def _wait(client: Client, future: Future[bytes]) -> bytes:
    """Return the result of a job. Raises RuntimeError where no worker has come for a long time."""
    idle = 0
    while idle < _MOST_IDLE_WAITS:
        try:
            return bytes(future.result(timeout=_SECONDS))
        except TimeoutError:
            idle = 0 if client.nthreads() else idle + 1
    raise RuntimeError(f"there has been no worker for {_SECONDS * _MOST_IDLE_WAITS // 60} minutes")


if __name__ == "__main__":
    main()
