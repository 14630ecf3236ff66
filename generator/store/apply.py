"""Apply planned changes to content/: check that files are as the plan saw them, then write atomically."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from itertools import groupby
from pathlib import Path

from generator.errors import DigestifError
from generator.store.changes import Change, FileMove, FileRemoval, FileWrite
from generator.store.folder import SiteFolder

WRITERS = 8
BATCH = 64


def apply_changes(site: Path, steps: Sequence[Change]) -> Iterator[Change]:
    """Check all steps, then carry them out batch by batch, giving each when its batch is done."""
    folder = SiteFolder(site)
    _check_steps(folder, steps)
    with ThreadPoolExecutor(WRITERS) as writers:
        for batch in _batches(steps):
            # All are tried, and only then is a failure raised: no write goes on behind the caller's back.
            wait(results := [writers.submit(_carry_out, folder, step) for step in batch])
            for result in results:
                result.result()
            for place in sorted({step.file.rpartition("/")[0] for step in batch if isinstance(step, FileWrite)}):
                folder.sync(place)
            yield from batch


def _batches(steps: Sequence[Change]) -> Iterator[list[Change]]:
    """Steps that may be done at the same time: writes into one part of content/, which one file has once.

    The disk takes many files at a time in little more than the time for one. The plan's order holds between
    batches; what must follow another step, as a write its move, is never in one batch with it.
    """
    for (is_write, _), group in groupby(steps, key=lambda step: (isinstance(step, FileWrite), step.file.split("/")[1])):
        run = list(group)
        size = BATCH if is_write else 1
        yield from (run[at : at + size] for at in range(0, len(run), size))


def _check_steps(folder: SiteFolder, steps: Sequence[Change]) -> None:
    moved: dict[str, str] = {}
    for step in steps:
        is_now = moved[step.file] if step.file in moved else folder.digest(step.file)
        _expect(step, is_now)
        if isinstance(step, FileMove):
            if folder.digest(step.to):
                raise DigestifError(
                    f"{step.to}: stands where {step.file} belongs, so nothing was written",
                    fix="move one of them away, then run this again",
                )
            moved[step.to] = step.was


def _carry_out(folder: SiteFolder, step: Change) -> None:
    _expect(step, folder.digest(step.file))
    match step:
        case FileWrite():
            folder.write(step.file, step.content)
        case FileMove():
            folder.move(step.file, step.to)
        case FileRemoval():
            folder.remove(step.file)


def _expect(step: Change, is_now: str) -> None:
    if is_now != step.was:
        raise DigestifError(
            f"{step.file}: was changed while this ran, and its change was kept",
            fix="run this again: it goes on from what is there now",
        )
