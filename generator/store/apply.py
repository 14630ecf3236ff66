"""Apply planned changes to content/: check that the files are as planned, then write each atomically."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from itertools import groupby
from pathlib import Path

from generator.errors import DigestifError
from generator.files.folder import Folder
from generator.files.hashing import hash_bytes
from generator.progress import ReportProgress, ignore_progress
from generator.store.changes import Change, FileMove, FileRemoval, FileWrite
from generator.store.content import CONTENT_FOLDER, PAPERS_FOLDER
from generator.yaml.reader import MAX_BYTES

WRITERS = 8
BATCH = 64


def apply_changes(site: Path, changes: Sequence[Change], *, progress: ReportProgress = ignore_progress) -> None:
    """Check all changes, then carry them out in order, batch by batch. The caller holds the lock of the site.

    Temporary files that a killed run left in content/ are removed.

    ``progress`` is called after every batch; if it raises, the changes after that batch are not carried out. Raises
    DigestifError, before anything is written, if a file is not as planned.
    """
    folder = Folder(site)
    _check_changes(folder, changes)
    folder.sweep(CONTENT_FOLDER)
    done = 0
    with ThreadPoolExecutor(WRITERS) as writers:
        for batch in _batches(changes):
            # Wait for all of them before a failure is raised, so that no write continues after this function ends.
            wait(results := [writers.submit(_carry_out, folder, change) for change in batch])
            for result in results:
                result.result()
            for place in sorted({_parent(change.file) for change in batch if isinstance(change, FileWrite)}):
                folder.sync(place)
            done += len(batch)
            progress("Writing content/", done, len(changes))


def _batches(changes: Sequence[Change]) -> Iterator[list[Change]]:
    """Changes that can be carried out at the same time: writes into one part of content/.

    Writing many files at the same time takes little longer than writing one. Batches keep the order of the plan, and
    a change that depends on another one, as a write depends on the move before it, is never in the same batch.
    """
    for (is_write, _), group in groupby(changes, key=lambda change: (isinstance(change, FileWrite), _part(change))):
        run = list(group)
        size = BATCH if is_write else 1
        yield from (run[at : at + size] for at in range(0, len(run), size))


def _part(change: Change) -> str:
    return change.file.split("/")[1]


def _parent(file: str) -> str:
    return file.rpartition("/")[0]


def _check_changes(folder: Folder, changes: Sequence[Change]) -> None:
    moved: dict[str, str] = {}
    for change in changes:
        _check_hash(change, moved[change.file] if change.file in moved else _hash_file(folder, change.file))
        match change:
            case FileWrite() if len(change.content) > MAX_BYTES and change.file.startswith(f"{PAPERS_FOLDER}/"):
                raise DigestifError(
                    f"{change.file}: would have {len(change.content):,} bytes, so nothing was written",
                    fix=f"shorten the record to at most {MAX_BYTES:,} bytes",
                )
            case FileMove():
                if folder.kind(change.to) is not None:
                    raise DigestifError(
                        f"{change.to} already exists, so {change.file} cannot be moved there; nothing was written",
                        fix="move one of them away, then run this again",
                    )
                moved[change.to] = change.old_hash


def _carry_out(folder: Folder, change: Change) -> None:
    _check_hash(change, _hash_file(folder, change.file))
    match change:
        case FileWrite():
            folder.write(change.file, change.content, durable=True)
        case FileMove():
            folder.move(change.file, change.to)
            folder.remove_empty(_parent(change.file), up_to=CONTENT_FOLDER)
        case FileRemoval():
            folder.remove(change.file)
            folder.remove_empty(_parent(change.file), up_to=CONTENT_FOLDER)


def _hash_file(folder: Folder, file: str) -> str:
    """The ``hash_bytes`` of a file; empty if there is none."""
    content = folder.read(file)
    return "" if content is None else hash_bytes(content)


def _check_hash(change: Change, file_hash: str) -> None:
    if file_hash != change.old_hash:
        raise DigestifError(
            f"{change.file}: was changed in the meantime, so it was not written",
            fix="run this again; it continues with the changed file",
        )
