"""The build's side of a cluster: starts the process that talks to Dask, and runs batches through it."""

from __future__ import annotations

import json
import os
import pickle
import secrets
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from multiprocessing.connection import Client, Connection
from typing import TypeVar, cast

from generator.batches import Named, RunBatches
from generator.build.cluster.bridge_program import DONE, ENDED_WORKERS
from generator.build.cluster.options import ClusterOptions
from generator.build.cluster.worker import Job, Outcome, dump_job
from generator.errors import DigestifError
from generator.files.folder import Folder
from generator.files.lock import WORK_FOLDER
from generator.language.words import current_language

#: Where Dask and its workers write what they report.
LOG = f"{WORK_FOLDER}/cluster.log"
_WORKERS_FOLDER = f"{WORK_FOLDER}/cluster"
#: Most batches that were sent and not answered. It bounds the memory that a scheduler needs, whatever the archive has.
MOST_UNANSWERED = 256

Item = TypeVar("Item")
Shared = TypeVar("Shared")
Result = TypeVar("Result")


@contextmanager
def open_cluster(site: Folder, options: ClusterOptions) -> Iterator[RunBatches]:
    """Connect to a cluster, or start one, for as long as the block; yields the function that runs batches on it.

    Raises DigestifError without Dask, and where no scheduler or no worker answers.
    """
    if find_spec("distributed") is None:
        raise DigestifError(
            "building on a cluster needs Dask, which is not installed", fix="run: pip install 'digestif[cluster]'"
        )
    key = secrets.token_bytes(32)
    site.write(LOG, b"")
    with site.path(LOG).open("ab") as log, _started(site, options, key, log.fileno()) as address:
        yield _Runner(address, key).run


@contextmanager
def _started(site: Folder, options: ClusterOptions, key: bytes, log: int) -> Iterator[str]:
    """Start the process; yields the address at which it listens."""
    site.make(_WORKERS_FOLDER)
    settings = {
        "scheduler": options.scheduler,
        "workers": options.workers or os.cpu_count(),
        "folder": str(site.path(_WORKERS_FOLDER)),
        "key": key.hex(),
    }
    program = subprocess.Popen(
        [sys.executable, "-P", "-m", "generator.build.cluster.bridge_program"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=log,
        env={**os.environ, "PYTHONSAFEPATH": "1"},  # the current folder is a digest, which may have modules of its own
        start_new_session=True,  # Ctrl-C is for the build, which then ends the process
    )
    stdin, stdout = program.stdin, program.stdout
    assert stdin is not None  # noqa: S101  # both are pipes
    assert stdout is not None  # noqa: S101
    try:
        stdin.write(f"{json.dumps(settings)}\n".encode())
        stdin.flush()
        answer = json.loads(stdout.readline() or b'{"error": "the process that talks to Dask ended"}')
        if "error" in answer:
            raise _not_connected(options, answer["error"])
        yield answer["address"]
    finally:
        stdin.close()
        try:
            program.wait(timeout=30)
        except subprocess.TimeoutExpired:
            program.kill()
        stdout.close()
        site.remove_tree(_WORKERS_FOLDER)


def _not_connected(options: ClusterOptions, reason: str) -> DigestifError:
    if options.scheduler:
        fix = "check that the scheduler runs there with at least one worker, and that this machine can reach it"
        return DigestifError(f"{options.scheduler}: no cluster of Dask answers: {reason}", fix=fix)
    return DigestifError(f"a cluster could not be started on this machine: {reason}", fix=f"see {LOG}")


@dataclass(frozen=True, slots=True)
class _Runner:
    """Runs batches through the process at an address; also from processes that were forked since it was started."""

    address: str
    key: bytes

    def run(
        self,
        work: Callable[[Shared, Sequence[Item]], Result],
        shared: Shared,
        batches: Iterable[Sequence[Named[Item]]],
    ) -> Iterator[Result]:
        """Run batches as ``RunBatches`` describes, a number of them at once, and empty ones here."""
        raw = pickle.dumps(shared, pickle.HIGHEST_PROTOCOL)
        unanswered: deque[Sequence[Named[Item]]] = deque()
        with self._connected(raw) as connection:

            def first_result() -> Result:
                batch = unanswered.popleft()
                return self._result(connection, raw, work, batch) if batch else work(shared, [])

            for batch in batches:
                if batch:
                    _send(connection, work, batch)
                unanswered.append(batch)
                while unanswered and (len(unanswered) > MOST_UNANSWERED or not unanswered[0] or connection.poll()):
                    yield first_result()
            while unanswered:
                yield first_result()

    @contextmanager
    def _connected(self, shared: bytes) -> Iterator[Connection]:
        with Client(self.address, authkey=self.key) as connection:
            connection.send_bytes(shared)
            yield connection

    def _result(
        self,
        connection: Connection,
        shared: bytes,
        work: Callable[[Shared, Sequence[Item]], Result],
        batch: Sequence[Named[Item]],
    ) -> Result:
        outcome = _receive(connection)
        if outcome.failure:
            outcome = self._try_one_by_one(shared, work, batch)
        if outcome.message:
            raise DigestifError(outcome.message, fix=outcome.fix)
        return cast("Result", outcome.result)

    def _try_one_by_one(
        self, shared: bytes, work: Callable[[Shared, Sequence[Item]], Result], batch: Sequence[Named[Item]]
    ) -> Outcome:
        """Return the outcome of a batch that failed, with a message that names the item for which it did.

        Where each item alone succeeds, the batch may have failed for others: Dask blames all that a worker had.
        """
        with self._connected(shared) as connection:
            for tried in (*([named] for named in batch), batch):
                _send(connection, work, tried)
                outcome = _receive(connection)
                if outcome.failure:
                    names = " to ".join(dict.fromkeys((tried[0].name, tried[-1].name)))
                    return Outcome(message=f"{names}: a worker failed: {outcome.failure}", fix=_FAILED)
                if outcome.message:
                    break
        return outcome


def _send(
    connection: Connection, work: Callable[[Shared, Sequence[Item]], Result], batch: Sequence[Named[Item]]
) -> None:
    connection.send_bytes(dump_job(Job(work=work, items=tuple(batch), language=current_language().id)))


def _receive(connection: Connection) -> Outcome:
    """Return the outcome of the next job. Raises DigestifError where the cluster failed."""
    try:
        answer = connection.recv_bytes()
    except (EOFError, OSError):
        raise DigestifError("the process that talks to Dask ended", fix=f"see {LOG}") from None
    happened, rest = answer[:1], answer[1:]
    if happened == DONE:
        outcome: Outcome = pickle.loads(rest)  # noqa: S301  # of a worker, which could give any result anyway
        return outcome
    if happened == ENDED_WORKERS:
        return Outcome(failure="it ended each time that it worked on this")
    raise DigestifError(f"the cluster failed: {rest.decode()}", fix=_SAME_VERSION)


_FAILED = f"if the file is right, please report this as a bug; {LOG} and the logs of the workers may say more"
_SAME_VERSION = "install the same version of Digestif, with its extra cluster, on the scheduler and on all workers"
