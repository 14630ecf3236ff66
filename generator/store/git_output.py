"""Git commands in, their output out; and the time of the last commit.

Only plumbing commands that run no program named in a repository's configuration and use no network. Without Git, or
outside a repository, nothing is known, and every answer is empty.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

_TIMEOUT = 60
#: A repository that came as an archive may have any configuration; core.fsmonitor names a program to run.
_COMMAND = ("git", "--no-optional-locks", "-c", "core.fsmonitor=false")
#: Keep Git from fetching what a partial clone left out, and from asking for a password.
_ENVIRONMENT = {"GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"}


def commit_time(site: Path) -> int | None:
    """Return the time of the commit at HEAD, in seconds since 1970; None where it is not known."""
    shown = git_output(site, "rev-list", "--max-count=1", "--format=%ct", "HEAD")
    return int(shown[-1]) if shown and shown[-1].isdecimal() else None


def git_output(site: Path, *arguments: str) -> list[str]:
    """Run Git in the site's folder and return the parts of its output; nothing where it fails."""
    try:
        done = subprocess.run(
            [*_COMMAND, *arguments],
            cwd=site,
            env=os.environ | _ENVIRONMENT,
            capture_output=True,
            check=False,
            timeout=_TIMEOUT,
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    if done.returncode:
        return []
    return [part for part in os.fsdecode(done.stdout).replace("\n", "\0").split("\0") if part]
