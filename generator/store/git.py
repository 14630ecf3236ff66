"""What Git says about a site: the last commit's time, which records were deleted, which generated files are tracked.

Only plumbing commands that run no program named in a repository's configuration and use no network. Without Git, or
outside a repository, nothing is known, and every answer is empty.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Collection, Iterable
from pathlib import Path, PurePosixPath

from generator.store.content import PAPERS_FOLDER

#: Looking up one deleted record in the history takes up to a second in a large repository.
MAX_LOOKUPS = 50
_TIMEOUT = 60
#: A repository that came as an archive may have any configuration; core.fsmonitor names a program to run.
_COMMAND = ("git", "--no-optional-locks", "-c", "core.fsmonitor=false")
#: Keep Git from fetching what a partial clone left out, and from asking for a password.
_ENVIRONMENT = {"GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"}


def deleted_records(site: Path, keys: Collection[str]) -> frozenset[str]:
    """Return those of the keys with a record file that Git knows as deleted.

    Either the commit at HEAD has the file and the working tree does not, or an earlier commit had it and HEAD does not.
    Files that a sparse checkout leaves out are not deleted, and those that were never committed are not known.
    """
    if not keys:
        return frozenset()
    changes = git_output(
        site, "diff-index", "-z", "--relative", "--name-only", "--diff-filter=D", "HEAD", "--", PAPERS_FOLDER
    )
    deleted = {PurePosixPath(path).stem for path in changes} & set(keys)
    unknown = sorted(set(keys) - deleted)
    if len(unknown) > MAX_LOOKUPS:
        return frozenset(deleted)
    tracked = {
        PurePosixPath(path).stem
        for path in git_output(site, "ls-tree", "-r", "-z", "--name-only", "HEAD", "--", PAPERS_FOLDER)
    }
    deleted.update(key for key in unknown if key not in tracked and _was_committed(site, key))
    return frozenset(deleted)


def tracked_files(site: Path, folders: Iterable[str]) -> tuple[str, ...]:
    """Return the files under the folders that Git tracks, by path from the site's folder."""
    return tuple(sorted(git_output(site, "ls-files", "-z", "--", *folders)))


def commit_time(site: Path) -> int | None:
    """Return the time of the commit at HEAD, in seconds since 1970; None where it is not known."""
    shown = git_output(site, "rev-list", "--max-count=1", "--format=%ct", "HEAD")
    return int(shown[-1]) if shown and shown[-1].isdecimal() else None


def _was_committed(site: Path, key: str) -> bool:
    """Return whether any commit up to HEAD touched the record's file; in a shallow clone, old commits are not known."""
    pathspec = f":(glob){PAPERS_FOLDER}/**/{key}.yaml"
    return bool(git_output(site, "rev-list", "--max-count=1", "HEAD", "--", pathspec))


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
