"""Load everything in content/ as one value."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.batches import Named, RunBatches, batches_of, run_here
from generator.errors import DigestifError, Place, Problem
from generator.files.folder import Folder, FolderEntry
from generator.files.hashing import hash_bytes
from generator.gc_pause import pause_gc
from generator.model import Record, Removed
from generator.progress import ReportProgress, ignore_progress
from generator.records.limits import MAX_LENGTHS, check_supported_date
from generator.records.read import ReadRecord, read_record
from generator.store.changes import Change, FileMove, FileRemoval, FileWrite
from generator.store.content import (
    CONTENT_FOLDER,
    DIGESTS_FOLDER,
    DISTINCT_FILE,
    FEEDS_FILE,
    NOTES_FOLDER,
    PAPERS_FOLDER,
    PEOPLE_FILE,
    REMOVED_FILE,
    SET_ASIDE_FILE,
    SOURCES_FILE,
    SOURCES_FOLDER,
    TOPIC_WORDS_FILE,
    TOPICS_FILE,
    Content,
)
from generator.store.distinct import read_distinct
from generator.store.layout import check_layout
from generator.store.read_cache import ReadCache
from generator.store.removed import read_removed
from generator.store.snapshots.fetched_days import DAYS_FILE, FetchedDays, read_days
from generator.store.snapshots.snapshot_files import ReadSnapshot, read_snapshot
from generator.store.snapshots.snapshots import Snapshot, SnapshotId, snapshot_file
from generator.text.addresses.pictures import PICTURE_NAME, PICTURES
from generator.text.clean import check_prose
from generator.thumbnails.formats import PictureError, check_file

#: Files of which the bytes are kept, to be read with the records.
_RAW_FILES = frozenset({TOPICS_FILE, TOPIC_WORDS_FILE, SOURCES_FILE, FEEDS_FILE, PEOPLE_FILE, SET_ASIDE_FILE})
_RECORD = re.compile(rf"{PAPERS_FOLDER}/.+/[^/]+\.yaml")
_SNAPSHOT = re.compile(rf"{SOURCES_FOLDER}/[^/]+/[^/]+\.json")
_LIST = re.compile(rf"{SOURCES_FOLDER}/([^/]+)/(\d{{4}}-\d\d-\d\d)\.json")
_DIGEST = re.compile(rf"{DIGESTS_FOLDER}/[^/]+\.yaml")
_PICTURE = re.compile(rf"{CONTENT_FOLDER}/{PICTURES}{PICTURE_NAME}")
#: Where the names of records and of lists have their month.
_MONTH = re.compile(rf"{PAPERS_FOLDER}/[^/]+/[^/]+/|{SOURCES_FOLDER}/[^/]+/\d{{4}}-\d\d")
#: Most files that are parsed together.
_BATCH = 400
_NOTE = re.compile(rf"{NOTES_FOLDER}/(\d{{4}}-\d\d-\d\d)\.md")


def load_content(
    site: Path,
    *,
    use_cache: bool = False,
    run: RunBatches = run_here,
    progress: ReportProgress = ignore_progress,
) -> Content:
    """Read all of content/. Never raises for bad files: all problems of all files are returned with the content.

    With ``use_cache``, files that have not changed since the last time are not validated again, and the cache in
    .digestif/ is updated. Commands that decide about the files of other people read every file. ``run`` parses records
    and lists.
    """
    folder = Folder(site)
    reader = _Reader(folder, ReadCache(folder) if use_cache else None)
    with pause_gc():
        reader.read(run, progress)
    return reader.content()


def load_fetched_days(site: Path) -> tuple[FetchedDays, frozenset[SnapshotId]]:
    """Read which days were fetched, and which lists there are, without reading records or lists."""
    folder = Folder(site)
    raw = folder.read(DAYS_FILE)
    lists = frozenset(
        (date.fromisoformat(found[2]), found[1])
        for entry in folder.walk(SOURCES_FOLDER)
        if (found := _LIST.fullmatch(entry.path)) and _is_day(found[2])
    )
    return read_days(raw).days if raw else {}, lists


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def load_valid_content(site: Path, *, use_cache: bool = True) -> Content:
    """Read content/ for commands that need it without errors. Raises DigestifError, which lists every error."""
    content = load_content(site, use_cache=use_cache)
    errors = [str(problem) for problem in content.problems if problem.severity == "error"]
    if errors:
        raise DigestifError("\n".join(["content/ has errors:", *errors]), fix="fix these, then run this again")
    return content


def update_content(site: Path, content: Content, changes: Sequence[Change]) -> Content:
    """Return ``content`` as it is after these changes, without reading the disk: only changed files are parsed."""
    changed = _changed_files(content, changes)
    reader = _Reader(Folder(site), None)
    for file, raw in sorted(changed.items()):
        if raw is not None:
            reader.parse(file, raw)
    new = reader.content()
    unchanged = [record for record in content.records if record.file not in changed]
    snapshots = {key: value for key, value in content.snapshots.items() if snapshot_file(key) not in changed}
    return Content(
        records=tuple(sorted((*unchanged, *new.records), key=lambda record: record.file)),
        snapshots={**snapshots, **new.snapshots},
        removed=new.removed if REMOVED_FILE in changed else content.removed,
        distinct=new.distinct if DISTINCT_FILE in changed else content.distinct,
        notes={**{day: note for day, note in content.notes.items() if _note_file(day) not in changed}, **new.notes},
        fetched_days=new.fetched_days if DAYS_FILE in changed else content.fetched_days,
        raw={**{file: raw for file, raw in content.raw.items() if file not in changed}, **new.raw},
        hashes={**{file: value for file, value in content.hashes.items() if file not in changed}, **new.hashes},
        problems=(*(problem for problem in content.problems if problem.place.file not in changed), *new.problems),
    )


def _changed_files(content: Content, changes: Sequence[Change]) -> dict[str, bytes | None]:
    """The new bytes of every changed file by its path, or None for a file that is gone."""
    changed: dict[str, bytes | None] = {}
    for change in changes:
        match change:
            case FileWrite():
                changed[change.file] = change.content
            case FileMove():
                changed[change.to] = changed.get(change.file) or content.raw[change.file]
                changed[change.file] = None
            case FileRemoval():
                changed[change.file] = None
    return changed


def parse_files(_: None, files: Iterable[tuple[str, bytes]]) -> list[ReadRecord | ReadSnapshot]:
    """Parse records and lists from their paths and bytes."""
    return [
        read_record(raw, file=path) if _RECORD.fullmatch(path) else read_snapshot(raw, file=path) for path, raw in files
    ]


def month_of(path: str) -> str:
    """Return the part of a path that names the month of a record or of a list, else its folder."""
    found = _MONTH.match(path)
    return found[0] if found else path.rpartition("/")[0]


@dataclass(frozen=True, kw_only=True, slots=True)
class _File:
    """A file that was read, or the error that prevented it; a ``fresh`` one is to be parsed."""

    path: str
    raw: bytes | None = None
    error: OSError | DigestifError | None = None
    fresh: bool = False


class _Reader:
    """Reads content/ file by file."""

    def __init__(self, folder: Folder, cache: ReadCache | None) -> None:
        self._folder = folder
        self._cache = cache
        self._records: list[Record] = []
        self._snapshots: dict[SnapshotId, Snapshot] = {}
        self._removed: dict[str, Removed] = {}
        self._distinct: Mapping[int, tuple[str, ...]] = {}
        self._notes: dict[date, str] = {}
        self._raw: dict[str, bytes] = {}
        self._hashes: dict[str, str] = {}
        self._problems: list[Problem] = []
        self._fetched_days: FetchedDays = {}

    def read(self, run: RunBatches, progress: ReportProgress) -> None:
        """Read every file. Anything else, and files that nothing reads, are problems."""
        entries = list(self._walk(CONTENT_FOLDER))
        self._problems += check_layout(entries)
        paths = [entry.path for entry in entries if entry.kind == "file"]
        waiting: deque[list[_File]] = deque()
        done = 0
        for results in run(parse_files, None, self._fresh(paths, waiting)):
            files, parsed = waiting.popleft(), iter(results)
            for file in files:
                self._add(file, next(parsed) if file.fresh else None)
            done += len(files)
            progress("Reading content/", done, len(paths))
        if self._cache is not None:
            self._cache.save()

    def _fresh(self, paths: Iterable[str], waiting: deque[list[_File]]) -> Iterator[list[Named[tuple[str, bytes]]]]:
        """Read files by month; yield those to parse, and append all of them to ``waiting``."""
        for batch in batches_of(paths, group=month_of, most=_BATCH):
            files = [self._read_file(path) for path in batch]
            waiting.append(files)
            yield [Named(file.path, (file.path, file.raw or b"")) for file in files if file.fresh]

    def content(self) -> Content:
        """Everything that was read."""
        return Content(
            records=tuple(self._records),
            snapshots=self._snapshots,
            removed=self._removed,
            distinct=self._distinct,
            notes=self._notes,
            raw=self._raw,
            hashes=self._hashes,
            problems=tuple(self._problems),
            fetched_days=self._fetched_days,
        )

    def _walk(self, path: str) -> Iterator[FolderEntry]:
        """Everything in a folder. Files whose names start with a dot, such as those of editors, are ignored."""
        try:
            children = self._folder.children(path)
        except (OSError, DigestifError) as error:
            self._add_unreadable(path, error)
            return
        for entry in children:
            if entry.kind != "file" or not entry.path.rpartition("/")[2].startswith("."):
                yield entry
            if entry.kind == "folder":
                yield from self._walk(entry.path)

    def _read_file(self, path: str) -> _File:
        try:
            raw = self._folder.read(path)
        except (OSError, DigestifError) as error:
            return _File(path=path, error=error)
        if raw is None or not (_RECORD.fullmatch(path) or _SNAPSHOT.fullmatch(path)):
            return _File(path=path, raw=raw)
        known = self._cache is not None and self._cache.has(path, hash_bytes(raw))
        return _File(path=path, raw=raw, fresh=not known)

    def _add(self, file: _File, parsed: ReadRecord | ReadSnapshot | None) -> None:
        if file.error is not None:
            self._add_unreadable(file.path, file.error)
        elif file.raw is not None:  # it may have been deleted since the folder was listed
            self.parse(file.path, file.raw, parsed)

    def parse(self, file: str, raw: bytes, parsed: ReadRecord | ReadSnapshot | None = None) -> None:
        """Parse the bytes of one file; ``parsed`` is that of ``parse_files``, where it is known."""
        self._hashes[file] = hash_bytes(raw)
        if _RECORD.fullmatch(file):
            self._read_record(file, raw, parsed if isinstance(parsed, ReadRecord) else None)
        elif _SNAPSHOT.fullmatch(file):
            self._read_snapshot(file, raw, parsed if isinstance(parsed, ReadSnapshot) else None)
        elif note := _NOTE.fullmatch(file):
            self._read_note(file, note[1], raw)
        elif file == REMOVED_FILE:
            self._raw[file] = raw
            read = read_removed(raw, file=file)
            self._removed = {removed.key: removed for removed in read.removed}
            self._problems += read.problems
        elif file == DISTINCT_FILE:
            self._raw[file] = raw
            distinct = read_distinct(raw, file=file)
            self._distinct = distinct.entries
            self._problems += distinct.problems
        elif _PICTURE.fullmatch(file):
            self._check_picture(file, raw)
        elif file in _RAW_FILES or _DIGEST.fullmatch(file):
            self._raw[file] = raw
        elif file == DAYS_FILE:
            days = read_days(raw)
            self._fetched_days = days.days
            self._problems += [days.problem] if days.problem else []

    def _add_unreadable(self, path: str, error: OSError | DigestifError) -> None:
        if isinstance(error, DigestifError):
            found, fix = error.message.removeprefix(f"{path}: ").removeprefix(f"{path[:200]}…: "), error.fix
        else:
            found, fix = f"could not be read: {(error.strerror or 'the system refused').lower()}", _CHECK_PERMISSIONS
        self._problems.append(Problem(place=Place(file=path), code="layout-unreadable", found=found, fix=fix))

    def _read_record(self, file: str, raw: bytes, parsed: ReadRecord | None) -> None:
        self._raw[file] = raw
        paper = self._cache.paper(file, self._hashes[file]) if self._cache and not parsed else None
        if paper is not None:
            self._records.append(Record(key=file.rpartition("/")[2].removesuffix(".yaml"), file=file, paper=paper))
            return
        read = parsed or read_record(raw, file=file)
        self._problems += read.problems
        if read.record is not None:
            self._records.append(read.record)
            if self._cache and not read.problems:
                self._cache.add_paper(file, self._hashes[file], read.record.paper)

    def _read_snapshot(self, file: str, raw: bytes, parsed: ReadSnapshot | None) -> None:
        is_valid = self._cache is not None and self._cache.has(file, self._hashes[file])
        read = parsed or read_snapshot(raw, file=file, is_valid=is_valid)
        self._problems += read.problems
        if read.snapshot is not None:
            self._snapshots[read.snapshot.day, read.snapshot.source] = read.snapshot
            if self._cache:
                self._cache.add_snapshot(file, self._hashes[file])

    def _check_picture(self, file: str, raw: bytes) -> None:
        try:
            check_file(raw, name=file)
        except PictureError as error:
            self._problems.append(Problem(place=Place(file=file), code="picture", found=error.found, fix=error.fix))

    def _read_note(self, file: str, day: str, raw: bytes) -> None:
        try:
            note_day = _note_day(day)
            note = _check_note(raw)
        except ValueError as error:
            found, _, fix = str(error).partition("\n")
            self._problems.append(Problem(place=Place(file=file), code="note", found=found, fix=fix))
        else:
            self._notes[note_day] = note


_CHECK_PERMISSIONS = "check its permissions"


def _note_file(day: date) -> str:
    return f"{NOTES_FOLDER}/{day.isoformat()}.md"


def _note_day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        fix = "name the file of a note after its day, for example 2025-07-31.md"
        raise ValueError(f"the calendar has no {text}\n{fix}") from None
    return check_supported_date(day)


def _check_note(raw: bytes) -> str:
    most = MAX_LENGTHS["note"]
    if len(raw) > 5 * most:  # a character takes four bytes, and a line break of Windows two
        raise ValueError(f"has {len(raw):,} bytes\nshorten it to at most {most:,} characters")
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        found = f"byte 0x{raw[error.start]:02x} is not UTF-8"
        raise ValueError(f"{found}\nsave the file with the encoding UTF-8") from None
    note = check_prose(text)
    if len(note) > most:
        raise ValueError(f"has {len(note):,} characters\nshorten it to at most {most:,}")
    return note
