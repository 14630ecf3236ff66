"""Runs rsync: retries where the connection failed, and says what went wrong."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from tempfile import TemporaryFile
from typing import NamedTuple

from generator.errors import DigestifError
from generator.fetching.client import Clock
from generator.publishing.targets.target import Advance

_ATTEMPTS = 4
_FIRST_WAIT = 2.0
#: Seconds without a byte; a server that compares checksums of a large site may be silent for long.
_TIMEOUT = 300
_CONNECT_TIMEOUT = 30
#: From rsync's manual: 10 and 12 are errors of the connection, 30 and 35 timeouts, and 255 is ssh's own.
_CONNECTION_FAILED = frozenset({10, 12, 30, 35, 255})
#: 24: files that are missing here, which is how files are deleted.
_DONE = frozenset({0, 24})
#: 23 and 3: the file, or the folder, does not exist; also 25, a limit of deletions.
_PARTIAL = frozenset({3, 23})
_MISSING = re.compile(r"(?:link_stat|change_dir).*failed: No such file or directory")
_NOT_EMPTY = re.compile(r"cannot delete non-empty directory")

#: What rsync and ssh say, what that means, and what to do. Refusals, which a retry would not change, come first.
_REFUSALS: tuple[tuple[str, str, str], ...] = (
    (
        r"@ERROR: auth failed",
        "{shown} refuses the user or the password",
        "name the user as in rsync://user@host/module, and set its password in RSYNC_PASSWORD",
    ),
    (r"@ERROR: Unknown module", "the server of {shown} has no such module", "correct the name after the host"),
    (
        r"module is read only",
        "the module of {shown} may only be read",
        "set read only = no for it in the server's rsyncd.conf",
    ),
    (
        r"Host key verification failed",
        "the host of {shown} is not known, or has another key than before",
        "connect once with ssh, compare the key with the one that the host's owner names, and accept it",
    ),
    (
        r"Permission denied \((?:publickey|password|keyboard|gssapi|hostbased)|Too many authentication failures",
        "the host of {shown} refuses the login",
        "check the user's name and the key; try: ssh {host}",
    ),
    (
        r"No space left on device|Disk quota exceeded",
        "the disk of {shown} is full",
        "free some space, and run this again: it continues",
    ),
    (
        r"Permission denied|Operation not permitted|Read-only file system",
        "{shown} may not be written: {error}",
        "give that user the permission to write there",
    ),
    (r"rsync: (?:command )?not found|rsync: No such file", "the host of {shown} has no rsync", "install rsync there"),
    (
        r"(?:unrecognized|unknown) option|refuse --",
        "rsync refuses an option: {error}",
        "rsync must be 3.1 or newer on both sides, and the server must not refuse to delete",
    ),
    (
        r"(?:mkdir|change_dir) .* failed: No such file or directory",
        "the folder above {shown} does not exist",
        "create it on the server",
    ),
    (
        r"Could not resolve|Name or service not known|getaddrinfo|nodename nor servname",
        "there is no host for {shown}: {error}",
        "correct the name of the host, or check the network",
    ),
)
_UNREACHABLE = re.compile(
    r"Connection refused|timed out|Network is unreachable|No route to host|Connection reset|closed by remote"
)


class RsyncRun(NamedTuple):
    """Lines that rsync printed, and whether what was to be read does not exist."""

    lines: tuple[str, ...]
    is_missing: bool = False


class RsyncProgram:
    """The program rsync, with a target. Raises DigestifError where it is not installed."""

    def __init__(self, place: str, *, shown: str, clock: Clock) -> None:
        found = shutil.which("rsync")
        if found is None:
            raise DigestifError(
                "rsync is not installed", fix="install it, as in: apt install rsync, or brew install rsync"
            )
        self._shown = shown
        self._clock = clock
        self._host = place.partition(":")[0] if "://" not in place else ""
        limits = [f"--timeout={_TIMEOUT}"]
        if place.startswith("rsync://"):
            limits += [f"--contimeout={_CONNECT_TIMEOUT}", "--no-motd"]
        self._program = (found, *limits)

    def run(self, *arguments: str, missing_is_empty: bool = False) -> RsyncRun:
        """Run rsync with arguments, of which the last two are source and target."""
        return self._run(arguments, listed=None, advance=None, missing_is_empty=missing_is_empty)

    def run_with_list(self, paths: Sequence[str], *arguments: str, advance: Advance | None = None) -> RsyncRun:
        """Run rsync for a list of paths; ``advance`` is called for each file that was sent."""
        listed = "".join(f"{path}\0" for path in paths).encode()
        arguments = ("--from0", "--files-from=-", *arguments)
        return self._run(arguments, listed=listed, advance=advance, missing_is_empty=False)

    def _run(
        self, arguments: Sequence[str], *, listed: bytes | None, advance: Advance | None, missing_is_empty: bool
    ) -> RsyncRun:
        *options, source, target = arguments
        command = [*self._program, *options, "--", source, target]
        for attempt in range(_ATTEMPTS):
            code, lines, errors = self._call(command, listed, advance)
            only_folders = bool(_NOT_EMPTY.search(errors)) and not _MISSING.search(errors)
            if code in _DONE or (code in _PARTIAL and only_folders):
                return RsyncRun(lines)
            if code in _PARTIAL and missing_is_empty and _MISSING.search(errors):
                return RsyncRun((), is_missing=True)
            if code not in _CONNECTION_FAILED or _refusal(errors) or attempt == _ATTEMPTS - 1:
                break
            self._clock.sleep(_FIRST_WAIT * 2**attempt)
        raise self._explain(code, errors)

    def _call(
        self, command: Sequence[str], listed: bytes | None, advance: Advance | None
    ) -> tuple[int, tuple[str, ...], str]:
        """Run rsync once. Returns its exit code, the lines that it printed, and its errors."""
        lines: list[str] = []
        with TemporaryFile() as given, TemporaryFile() as errors:
            given.write(listed or b"")
            given.seek(0)
            # Its messages are read, so they must be in English.
            environment = os.environ | {"LC_ALL": "C"}
            with subprocess.Popen(
                command, stdin=given, stdout=subprocess.PIPE, stderr=errors, env=environment, text=True,
                encoding="utf-8", errors="surrogateescape",
            ) as running:  # fmt: skip
                try:
                    for line in running.stdout or ():
                        lines.append(line.rstrip("\n"))
                        if advance and not line.rstrip("\n").endswith("/"):
                            advance()
                except BaseException:
                    running.terminate()
                    raise
            errors.seek(0)
            return running.returncode, tuple(lines), errors.read().decode(errors="replace")

    def _explain(self, code: int, errors: str) -> DigestifError:
        error = _last_error(errors)
        if refusal := _refusal(errors):
            found, fix = refusal
            return DigestifError(found.format(shown=self._shown, error=error), fix=fix.format(host=self._host))
        if code in _CONNECTION_FAILED or _UNREACHABLE.search(errors):
            return DigestifError(
                f"could not reach the host of {self._shown}: {error}",
                fix="check the address and the network, and run this again: it continues",
            )
        return DigestifError(
            f"rsync to {self._shown} failed with code {code}: {error}", fix="man rsync explains its exit codes"
        )


def _refusal(errors: str) -> tuple[str, str] | None:
    return next(((found, fix) for pattern, found, fix in _REFUSALS if re.search(pattern, errors)), None)


def _last_error(errors: str) -> str:
    """Return what rsync or ssh says, without its summary in the last line."""
    lines = [line.strip() for line in errors.splitlines() if line.strip()]
    telling = [
        line
        for line in lines
        if not re.match(r"rsync (?:error|warning):|rsync: (?:connection unexpectedly|safe_read)", line)
    ]
    return (telling or lines or ["it says nothing"])[0][:300]
