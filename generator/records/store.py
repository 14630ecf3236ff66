"""The store: reads content/ as one value, and is the only writer of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import ExitStack
from datetime import date
from itertools import groupby
from pathlib import Path

from generator.collecting import no_collecting
from generator.errors import DigestifError, Place, Problem
from generator.model import Library, Parsed, Record, Removed
from generator.records.content import (
    NOTES_FOLDER,
    PAPERS_FOLDER,
    QUARANTINE_FOLDER,
    REMOVED_FILE,
    SOURCES_FOLDER,
    TOPICS_FILE,
    Content,
    digest_of,
)
from generator.records.intake import plan_import
from generator.records.layout import check_layout
from generator.records.listing import ParsedFile
from generator.records.load import read_record
from generator.records.plan import FileMove, FileRemoval, FileWrite, ImportPlan, Step
from generator.records.removed import read_removed
from generator.records.snapshot_text import read_snapshot
from generator.records.snapshots import Snapshot, SnapshotId
from generator.records.store_cache import ReadCache
from generator.records.store_disk import SiteFolder, hold_lock
from generator.steps import Step as Tell
from generator.steps import silent
from generator.text.clean import check_prose

CONTENT_FOLDER = "content"
WRITERS = 8
BATCH = 64

_RECORD = re.compile(rf"{PAPERS_FOLDER}/.+/[^/]+\.yaml")
_SNAPSHOT = re.compile(rf"{SOURCES_FOLDER}/[^/]+/[^/]+\.json")
_NOTE = re.compile(rf"{NOTES_FOLDER}/(\d{{4}}-\d\d-\d\d)\.md")


def load_content(site: Path, *, keep_cache: bool = True) -> Content:
    """Read all of content/; bad files never raise, every problem of every file is among the problems.

    With ``keep_cache`` what was read is remembered under .digestif/, which is all that this writes.
    """
    reading = _Reading(SiteFolder(site))
    with no_collecting():
        reading.read()
    if keep_cache:
        reading.cache.save()
    return reading.content()


def load_library(site: Path) -> Library:
    """Read content/ for pages. Raises DigestifError naming every error in it."""
    content = load_content(site)
    errors = [str(problem) for problem in content.problems if problem.severity == "error"]
    if errors:
        raise DigestifError("\n".join(["content/ has errors:", *errors]), fix="mend these, then run this again")
    return content.library


def parsed_file(site: Path, file: Path, parsed: Parsed) -> ParsedFile:
    """A file as an import takes it; one that comes back from the site's quarantine knows that it does."""
    quarantine = SiteFolder(site).folder(QUARANTINE_FOLDER)
    inside = file.resolve().is_relative_to(quarantine)
    waiting = f"{QUARANTINE_FOLDER}/{file.resolve().relative_to(quarantine).as_posix()}" if inside else ""
    return ParsedFile(name=str(file), parsed=parsed, waiting=waiting)


def import_files(
    site: Path,
    files: Sequence[ParsedFile],
    *,
    day: date | None = None,
    dry_run: bool = False,
    progress: Tell = silent,
) -> ImportPlan:
    """Bring parsed files into content/; with ``dry_run`` the plan is the same and nothing is written.

    Raises DigestifError as ``plan_import`` and ``apply_plan`` do, and where another process is writing.
    """
    with ExitStack() as stack:
        if not dry_run:
            stack.enter_context(hold_lock(site))
            SiteFolder(site).sweep(CONTENT_FOLDER)
        progress("Reading content/")
        content = load_content(site, keep_cache=not dry_run)
        progress("Comparing")
        plan = plan_import(content, files, day=day)
        if not dry_run:
            apply_plan(site, plan, progress=progress)
    return plan


def apply_plan(site: Path, plan: ImportPlan, *, progress: Tell = silent) -> None:
    """Carry out a plan; the caller holds the lock. Raises DigestifError, before anything is written, where a file
    is not as the plan saw it.
    """
    for done, _ in enumerate(carry_out(site, plan.steps), 1):
        progress("Writing content/", done, len(plan.steps))


def carry_out(site: Path, steps: Sequence[Step]) -> Iterator[Step]:
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


def _batches(steps: Sequence[Step]) -> Iterator[list[Step]]:
    """Steps that may be done at the same time: writes into one part of content/, which one file has once.

    The disk takes many files at a time in little more than the time for one. The plan's order holds between
    batches; what must follow another step, as a write its move, is never in one batch with it.
    """
    for (is_write, _), group in groupby(steps, key=lambda step: (isinstance(step, FileWrite), step.file.split("/")[1])):
        run = list(group)
        size = BATCH if is_write else 1
        yield from (run[at : at + size] for at in range(0, len(run), size))


def _check_steps(folder: SiteFolder, steps: Sequence[Step]) -> None:
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


def _carry_out(folder: SiteFolder, step: Step) -> None:
    _expect(step, folder.digest(step.file))
    match step:
        case FileWrite():
            folder.write(step.file, step.content)
        case FileMove():
            folder.move(step.file, step.to)
        case FileRemoval():
            folder.remove(step.file)


def _expect(step: Step, is_now: str) -> None:
    if is_now != step.was:
        raise DigestifError(
            f"{step.file}: was changed while this ran, and its change was kept",
            fix="run this again: it goes on from what is there now",
        )


class _Reading:
    """Collects content/ file by file."""

    def __init__(self, folder: SiteFolder) -> None:
        self.cache = ReadCache(folder)
        self._folder = folder
        self._records: list[Record] = []
        self._snapshots: dict[SnapshotId, Snapshot] = {}
        self._removed: dict[str, Removed] = {}
        self._notes: dict[date, str] = {}
        self._raw: dict[str, bytes] = {}
        self._digests: dict[str, str] = {}
        self._problems: list[Problem] = []

    def read(self) -> None:
        """Read every file; what is none, or lies where nothing is read, is a problem."""
        entries = list(self._folder.walk(CONTENT_FOLDER))
        self._problems += check_layout(entries)
        for entry in entries:
            raw = self._folder.read(entry.path) if entry.kind == "file" else None
            if raw is not None:
                self._take(entry.path, raw)

    def content(self) -> Content:
        """What was read."""
        return Content(
            records=tuple(self._records),
            snapshots=self._snapshots,
            removed=self._removed,
            notes=self._notes,
            raw=self._raw,
            digests=self._digests,
            problems=tuple(self._problems),
        )

    def _take(self, file: str, raw: bytes) -> None:
        self._digests[file] = digest_of(raw)
        if _RECORD.fullmatch(file):
            self._take_record(file, raw)
        elif _SNAPSHOT.fullmatch(file):
            self._take_snapshot(file, raw)
        elif note := _NOTE.fullmatch(file):
            self._take_note(file, note[1], raw)
        elif file == REMOVED_FILE:
            self._raw[file] = raw
            read = read_removed(raw, file=file)
            self._removed = {removed.key: removed for removed in read.removed}
            self._problems += read.problems
        elif file == TOPICS_FILE:
            self._raw[file] = raw

    def _take_record(self, file: str, raw: bytes) -> None:
        self._raw[file] = raw
        digest = self._digests[file]
        paper = self.cache.paper(file, digest)
        if paper is not None:
            self._records.append(Record(key=file.rpartition("/")[2].removesuffix(".yaml"), file=file, paper=paper))
            return
        read = read_record(raw, file=file)
        self._problems += read.problems
        if read.record is not None:
            self._records.append(read.record)
            if not read.problems:
                self.cache.keep_paper(file, digest, read.record.paper)

    def _take_snapshot(self, file: str, raw: bytes) -> None:
        digest = self._digests[file]
        read = read_snapshot(raw, file=file, trusted=self.cache.has_snapshot(file, digest))
        self._problems += read.problems
        if read.snapshot is not None:
            self._snapshots[read.snapshot.day, read.snapshot.source] = read.snapshot
            self.cache.keep_snapshot(file, digest)

    def _take_note(self, file: str, day: str, raw: bytes) -> None:
        try:
            when = date.fromisoformat(day)
            note = check_prose(raw.decode("utf-8-sig").replace("\r\n", "\n"))
        except ValueError as error:
            found, _, fix = str(error).partition("\n")
            fix = fix or "expected Markdown in UTF-8, in a file named for a day of the calendar"
            self._problems.append(Problem(place=Place(file=file), code="note", found=found, fix=fix))
        else:
            self._notes[when] = note
