"""What Git says about a site: which records were deleted, which generated files are tracked.

Without Git, or outside a repository, nothing is known, and every answer is empty.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path, PurePosixPath

from generator.store.content import PAPERS_FOLDER
from generator.store.git_output import git_output

#: Looking up one deleted record in the history takes up to a second in a large repository.
MAX_LOOKUPS = 50


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


def _was_committed(site: Path, key: str) -> bool:
    """Return whether any commit up to HEAD touched the record's file; in a shallow clone, old commits are not known."""
    pathspec = f":(glob){PAPERS_FOLDER}/**/{key}.yaml"
    return bool(git_output(site, "rev-list", "--max-count=1", "HEAD", "--", pathspec))
