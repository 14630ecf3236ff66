"""Import parsed files into a site: load content/, plan, and apply the plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from generator.files.lock import hold_lock
from generator.importing.listing import ParsedFile
from generator.importing.plan import plan_import
from generator.importing.report import ImportPlan
from generator.model import Parsed
from generator.progress import ReportProgress, ignore_progress
from generator.store.apply import apply_changes
from generator.store.content import QUARANTINE_FOLDER, Content
from generator.store.folder import SiteFolder
from generator.store.load import CONTENT_FOLDER, load_content


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
    check: Callable[[Content], None] = lambda content: None,
    progress: ReportProgress = ignore_progress,
) -> ImportPlan:
    """Bring parsed files into content/; with ``dry_run`` the plan is the same and nothing is written.

    ``check`` gets content/ as it is before the import and may raise to prevent it.

    Raises DigestifError as ``plan_import`` and ``apply_changes`` do, and where another process is writing.
    """
    with ExitStack() as stack:
        if not dry_run:
            stack.enter_context(hold_lock(site))
            SiteFolder(site).sweep(CONTENT_FOLDER)
        progress("Reading content/")
        content = load_content(site, keep_cache=not dry_run)
        check(content)
        progress("Comparing")
        plan = plan_import(content, files, day=day)
        if not dry_run:
            for done, _ in enumerate(apply_changes(site, plan.steps), 1):
                progress("Writing content/", done, len(plan.steps))
    return plan
