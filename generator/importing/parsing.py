"""Parse a file in a child process with limits of time and memory, so that no file can stop an import.

Parsers are pure functions and cannot stop themselves: a file that is made to be slow, or a fault in a library, would
take hours or all of the memory. The limits are far above what real files need: an archive of 100 MB takes some minutes
and 2 GB. They are enforced on Linux; elsewhere a fork is not safe, and only the limit of bytes holds.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import shlex
import signal
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from generator.errors import DigestifError, Place, Problem
from generator.files.folder import read_named_file
from generator.files.parent_process import end_with_parent
from generator.model import Parsed
from generator.sources.kept_tables import fitting_sources
from generator.sources.registry import SOURCES, detect_source, parse, plain_name
from generator.sources.shared.collector import MAX_BYTES
from generator.sources.sources_file import BUILT_IN, KeptSources
from generator.sources.table import SOURCE as TABLE

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
#: The exit code of a process that parsed a file and ran out of memory.
_OUT_OF_MEMORY = 77
#: The sources of a site without content/sources.yaml.
NO_KEPT = KeptSources()


def parse_file(
    file: Path,
    *,
    name: str = "",
    source: str | None = None,
    columns: Mapping[str, str] | None = None,
    kept: KeptSources = NO_KEPT,
    limits: Limits = LIMITS,
) -> Parsed:
    """Parse a file as one of the source, which is detected where it is None. Problems use ``name``, or the file's own.

    ``kept`` are the sources of content/sources.yaml: a table that fits one of them is read as that one. Errors in that
    file stop only a file that needs it: a table of which no source is named, and one of a source with an error.
    Raises DigestifError where the file exceeds a limit, where its source is unknown, and as ``registry.parse`` does.
    """
    raw = read_named_file(file, MAX_BYTES + 1)
    read = partial(_parse, raw, file=file, name=name or file.name, source=source, columns=columns, kept=kept)
    if sys.platform != "linux":
        return read()
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(read, len(raw), file, limits, theirs, os.getpid()), daemon=True)
    process.start()
    theirs.close()
    try:
        result = pickle.loads(ours.recv_bytes())  # noqa: S301  # from our own process
    except EOFError:
        process.join()
        result = _describe_end(file, process.exitcode or 0, limits, size=len(raw))
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
    kept: KeptSources,
) -> Parsed:
    if source is not None:
        if plain_name(source) not in {*BUILT_IN, *kept.presets}:
            kept.refuse_problems(fix="fix these errors and run it again")
        return parse(source, raw, name=name, columns=columns, kept=kept.presets)
    detected = detect_source(raw, name=file.name)
    fitting = () if columns or detected not in (None, TABLE) else _kept_source(raw, file, kept)
    if detected is None and not fitting:
        names = ", ".join((*SOURCES, *kept.presets))
        raise DigestifError(f"{file}: could not detect the source", fix=f"name it with --source: {names}")
    parsed = parse(fitting[0] if fitting else detected or "", raw, name=name, columns=columns, kept=kept.presets)
    return replace(parsed, problems=(_read_as(name, fitting[0]), *parsed.problems)) if fitting else parsed


def _kept_source(raw: bytes, file: Path, kept: KeptSources) -> tuple[str, ...]:
    """The source of content/sources.yaml that a table fits best; none if it fits none."""
    command = f"digestif import {shlex.quote(str(file))} --source table"
    kept.refuse_problems(fix=f"fix these errors, or name the source of the table: {command}")
    fitting = fitting_sources(raw, kept.presets)
    if len(fitting) > 1:
        raise DigestifError(
            f"{file}: fits several sources of content/sources.yaml: {', '.join(fitting)}",
            fix=f"name the right one, as in --source {fitting[0]}",
        )
    return fitting


def _read_as(name: str, source: str) -> Problem:
    return Problem(
        place=Place(file=name),
        code="kept-source",
        found=f"was read as {source}, because it has the columns of {source} in content/sources.yaml",
        fix="to read it in another way, name the source, as in --source table",
        severity="suggestion",
    )


def _run(read: Callable[[], Parsed], size: int, file: Path, limits: Limits, pipe: Connection, parent: int) -> None:
    """Parse in the child process, and send the result or a DigestifError."""
    end_with_parent(parent)
    _set_limits(limits, size)
    try:
        result = pickle.dumps(read())
    except DigestifError as error:
        result = pickle.dumps(DigestifError(error.message, fix=error.fix))
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)  # there may be no memory left for a message, or for cleaning up
    pipe.send_bytes(result)


def _set_limits(limits: Limits, size: int) -> None:
    import resource  # it exists on Unix only

    seconds = limits.seconds_for(size)
    # What the process has already, it shares with the one that it was forked from.
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    memory = limits.memory + pages * resource.getpagesize()
    for kind, most in ((resource.RLIMIT_CPU, seconds), (resource.RLIMIT_AS, memory)):
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _describe_end(file: Path, exit_code: int, limits: Limits, *, size: int) -> DigestifError:
    """Why the child process ended without a result."""
    if exit_code == _OUT_OF_MEMORY:
        most = f"{limits.memory / 2**30:,.1f} GB"
        return DigestifError(f"{file}: reading it took more than {most} of memory", fix=_SPLIT)
    if exit_code in (-signal.SIGXCPU, -signal.SIGKILL):
        found = f"{file}: reading it took more than {limits.seconds_for(size):,} seconds"
        return DigestifError(found, fix=_SPLIT)
    fix = "split it to find the part that cannot be read, and report that part as a bug"
    return DigestifError(f"{file}: the parser stopped unexpectedly", fix=fix)
