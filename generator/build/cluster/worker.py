"""What a worker of a cluster runs: the bytes of a job in, the bytes of its outcome out."""

from __future__ import annotations

import pickle
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any

from generator.batches import Named
from generator.errors import DigestifError
from generator.files.hashing import hash_bytes
from generator.files.program import program_hash
from generator.gc_pause import pause_gc
from generator.language.words import in_language

#: Values that batches share which stay in a worker's memory, the newest ones.
_MOST_SHARED = 3
#: A worker may have several threads, and the language is one for the whole process.
_one_at_a_time = Lock()
_shared_by_hash: OrderedDict[str, Any] = OrderedDict()


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """A batch of items, and the function that is called with a shared value and all of them."""

    work: Callable[[Any, Any], object]
    items: tuple[Named[Any], ...]
    language: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """The result of a job, or the reason for which there is none.

    That is a ``message`` with a ``fix``, or the ``failure`` of a job in which one of the items may be the reason.
    """

    result: object = None
    message: str = ""
    fix: str = ""
    failure: str = ""


def dump_job(job: Job) -> bytes:
    """Return a job as bytes, after a hash of the program: another version may not have the same functions."""
    return program_hash().encode() + pickle.dumps(job, pickle.HIGHEST_PROTOCOL)


def run_job(raw: bytes, shared: bytes) -> bytes:
    """Run a job that ``dump_job`` wrote; ``shared`` is the pickled value. Errors are part of the outcome."""
    program = program_hash().encode()
    if not raw.startswith(program):
        outcome = Outcome(
            message="a worker of the cluster has another version of Digestif, or of a library that it uses",
            fix="install the same versions on all workers as here",
        )
    else:
        with _one_at_a_time:
            job: Job = pickle.loads(raw[len(program) :])  # noqa: S301  # it comes from the scheduler, as this code does
            with in_language(job.language), pause_gc():
                outcome = _run(job, _load(shared))
    return pickle.dumps(outcome, pickle.HIGHEST_PROTOCOL)


def keep_shared(shared: bytes) -> bytes:
    """Return a shared value: as the result of a task, it is computed again when the worker that has it ends."""
    return shared


def _run(job: Job, shared: object) -> Outcome:
    try:
        return Outcome(result=job.work(shared, [named.item for named in job.items]))
    except DigestifError as error:
        return Outcome(message=error.message, fix=error.fix)
    except Exception as error:  # whatever it is, the build has to name an item
        return Outcome(failure=f"{type(error).__name__}: {error}")


def _load(shared: bytes) -> object:
    """Return the value, which stays in memory for the next jobs with what it has computed for itself."""
    name = hash_bytes(shared)
    if name in _shared_by_hash:
        _shared_by_hash.move_to_end(name)
    else:
        _shared_by_hash[name] = pickle.loads(shared)  # noqa: S301  # see run_job
        while len(_shared_by_hash) > _MOST_SHARED:
            _shared_by_hash.popitem(last=False)
    return _shared_by_hash[name]
