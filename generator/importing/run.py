"""Imports parsed files into a site: loads content/, plans, and applies the plan. Uses the disk and Git."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from generator.files.folder import Folder
from generator.files.lock import hold_lock
from generator.importing.listing import ParsedFile
from generator.importing.missing import MissingRecords, find_missing_records, keys_without_record
from generator.importing.plan import plan_import
from generator.importing.report import ImportPlan
from generator.model import Parsed
from generator.progress import ReportProgress, ignore_progress
from generator.sources.sources_file import KeptSources, read_sources
from generator.store.apply import apply_changes
from generator.store.content import CONTENT_FOLDER, QUARANTINE_FOLDER, SOURCES_FILE, Content
from generator.store.git import deleted_records
from generator.store.load import load_content


def load_kept_sources(site: Path) -> KeptSources:
    """Read content/sources.yaml alone."""
    return read_sources(Folder(site).read(SOURCES_FILE) or b"", file=SOURCES_FILE)


def parsed_file(site: Path, file: Path, parsed: Parsed) -> ParsedFile:
    """Return a parsed file as an import takes it, noting whether it comes from the site's quarantine."""
    return ParsedFile(name=str(file), parsed=parsed, quarantine_path=_quarantine_path(site, file))


def quarantine_source(site: Path, file: Path) -> str:
    """The source whose items a file of the site's quarantine holds: its folder's name; empty for other files."""
    return _quarantine_path(site, file).removeprefix(f"{QUARANTINE_FOLDER}/").rpartition("/")[0]


def _quarantine_path(site: Path, file: Path) -> str:
    """The path of a file of the quarantine from the site's folder; empty for other files."""
    quarantine = Folder(site).path(QUARANTINE_FOLDER)
    path = file.resolve()
    is_inside = path.is_relative_to(quarantine)
    return f"{QUARANTINE_FOLDER}/{path.relative_to(quarantine).as_posix()}" if is_inside else ""


def import_files(
    site: Path,
    files: Sequence[ParsedFile],
    *,
    day: date | None = None,
    dry_run: bool = False,
    record_removals: bool = False,
    leave_unreadable: bool = False,
    complete_as: str | None = None,
    on_wait: Callable[[], None] = lambda: None,
    progress: ReportProgress = ignore_progress,
) -> ImportPlan:
    """Import parsed files into content/; with ``dry_run`` the plan is the same and nothing is written.

    ``record_removals`` adds every missing record to content/removed.yaml, also where Git does not know its file as
    deleted. ``leave_unreadable`` and ``complete_as`` are those of ``plan_import``. Raises DigestifError as
    ``plan_import`` and ``apply_changes`` do, and if another process is writing. ``on_wait`` is that of ``hold_lock``.
    """
    with ExitStack() as stack:
        if not dry_run:
            stack.enter_context(hold_lock(site, on_wait=on_wait))
            Folder(site).sweep(CONTENT_FOLDER)
        progress("Reading content/")
        content = load_content(site, use_cache=not dry_run)
        progress("Comparing")
        missing = _find_missing(site, content, record_all=record_removals)
        plan = plan_import(
            content, files, day=day, missing=missing, leave_unreadable=leave_unreadable, complete_as=complete_as
        )
        if not dry_run:
            apply_changes(site, plan.steps, progress=progress)
    return plan


def _find_missing(site: Path, content: Content, *, record_all: bool) -> MissingRecords:
    deleted = () if record_all else deleted_records(site, keys_without_record(content))
    return find_missing_records(content, deleted=deleted, record_all=record_all)
