"""Parse a file in a child process with limits of time and memory, so that no file can stop an import.

Parsers are pure functions and cannot stop themselves: a file that is made to be slow, or a fault in a library, would
take hours or all of the memory. The limits are far above what real files need: an archive of 100 MB takes some minutes
and 2 GB. They are enforced on Linux; elsewhere a fork is not safe, and only the limit of bytes holds.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from generator.errors import DigestifError
from generator.model import Parsed
from generator.sources.registry import NO_PRESETS, SOURCES, detect_source, parse
from generator.sources.shared.collector import MAX_BYTES
from generator.sources.shared.headings import Preset

_SPLIT = "split it into smaller files and import each of them"


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What parsing a file may take: ``seconds`` of processor time, and more for each megabyte; ``memory`` in bytes."""

    seconds: int = 60
    seconds_for_megabyte: int = 4
    memory: int = 4 * 2**30

    def seconds_for(self, size: int) -> int:
        """The processor time for a file of so many bytes."""
        return self.seconds + self.seconds_for_megabyte * size // 2**20


LIMITS = Limits()


def parse_file(
    file: Path,
    *,
    name: str = "",
    source: str | None = None,
    columns: Mapping[str, str] | None = None,
    kept: Mapping[str, Preset] = NO_PRESETS,
    limits: Limits = LIMITS,
) -> Parsed:
    """Parse a file as one of the source, which is detected where it is None. Problems use ``name``, or the file's own.

    ``kept`` are the sources of content/sources.yaml.
    Raises DigestifError where the file exceeds a limit, where its source is unknown, and as ``registry.parse`` does.
    """
    with file.open("rb") as stream:
        raw = stream.read(MAX_BYTES + 1)
    read = partial(_parse, raw, file=file, name=name or file.name, source=source, columns=columns, kept=kept)
    if sys.platform != "linux":
        return read()
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(read, len(raw), file, limits, theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        result = ours.recv()
    except EOFError:
        process.join()
        result = _describe_end(file, process.exitcode or 0, limits.seconds_for(len(raw)))
    finally:
        process.kill()
        process.join()
        ours.close()
    if isinstance(result, DigestifError):
        raise result
    parsed: Parsed = result
    return parsed


def _parse(
    raw: bytes,
    *,
    file: Path,
    name: str,
    source: str | None,
    columns: Mapping[str, str] | None,
    kept: Mapping[str, Preset],
) -> Parsed:
    source = source or detect_source(raw, name=file.name)
    if source is None:
        names = ", ".join((*SOURCES, *kept))
        raise DigestifError(f"{file}: could not detect the source", fix=f"name it with --source: {names}")
    return parse(source, raw, name=name, columns=columns, kept=kept)


def _run(read: Callable[[], Parsed], size: int, file: Path, limits: Limits, pipe: Connection) -> None:
    """Parse in the child process, and send the result or a DigestifError."""
    _set_limits(limits, size)
    result: Parsed | DigestifError
    try:
        result = read()
    except DigestifError as error:
        result = DigestifError(error.message, fix=error.fix)
    except MemoryError:
        found = f"{file}: reading it took more than {limits.memory / 2**30:,.1f} GB of memory"
        result = DigestifError(found, fix=_SPLIT)
    pipe.send(result)


def _set_limits(limits: Limits, size: int) -> None:
    import resource  # it exists on Unix only

    seconds = limits.seconds_for(size)
    for kind, most in ((resource.RLIMIT_CPU, seconds), (resource.RLIMIT_AS, limits.memory)):
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _describe_end(file: Path, exit_code: int, seconds: int) -> DigestifError:
    """Why the child process ended without a result."""
    if exit_code in (-signal.SIGXCPU, -signal.SIGKILL):
        return DigestifError(f"{file}: reading it took more than {seconds:,} seconds", fix=_SPLIT)
    fix = "split it to find the part that cannot be read, and report that part as a bug"
    return DigestifError(f"{file}: the parser stopped unexpectedly", fix=fix)
