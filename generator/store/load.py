"""Load all of content/ as one value."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from generator.errors import DigestifError, Place, Problem
from generator.gc_pause import pause_gc
from generator.model import Library, Record, Removed
from generator.records.limits import MAX_LENGTHS
from generator.records.read import read_record
from generator.store.content import (
    NOTES_FOLDER,
    PAPERS_FOLDER,
    REMOVED_FILE,
    SOURCES_FOLDER,
    TOPICS_FILE,
    Content,
    hash_bytes,
)
from generator.store.folder import SiteFolder
from generator.store.layout import check_layout
from generator.store.read_cache import RecordCache
from generator.store.removed import read_removed
from generator.store.snapshot_files import read_snapshot
from generator.store.snapshots import Snapshot, SnapshotId
from generator.text.clean import check_prose

CONTENT_FOLDER = "content"

_RECORD = re.compile(rf"{PAPERS_FOLDER}/.+/[^/]+\.yaml")
_SNAPSHOT = re.compile(rf"{SOURCES_FOLDER}/[^/]+/[^/]+\.json")
_NOTE = re.compile(rf"{NOTES_FOLDER}/(\d{{4}}-\d\d-\d\d)\.md")


def load_content(site: Path, *, keep_cache: bool = True) -> Content:
    """Read all of content/; bad files never raise, every problem of every file is among the problems.

    With ``keep_cache`` what was read is remembered under .digestif/, which is all that this writes.
    """
    reading = _Reading(SiteFolder(site))
    with pause_gc():
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


class _Reading:
    """Collects content/ file by file."""

    def __init__(self, folder: SiteFolder) -> None:
        self.cache = RecordCache(folder)
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
        self._digests[file] = hash_bytes(raw)
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
            note = _check_note(raw.decode("utf-8-sig").replace("\r\n", "\n"))
        except ValueError as error:
            found, _, fix = str(error).partition("\n")
            fix = fix or "expected Markdown in UTF-8, in a file named for a day of the calendar"
            self._problems.append(Problem(place=Place(file=file), code="note", found=found, fix=fix))
        else:
            self._notes[when] = note


def _check_note(text: str) -> str:
    note, most = check_prose(text), MAX_LENGTHS["note"]
    if len(note) > most:
        raise ValueError(f"has {len(note):,} characters\nshorten it to at most {most:,}")
    return note
