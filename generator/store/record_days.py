"""Writes content/sources/days.json under the lock. Fetched days in, the updated file out."""

from __future__ import annotations

from pathlib import Path

from generator.files.folder import Folder
from generator.files.hashing import hash_bytes
from generator.files.lock import hold_lock
from generator.store.apply import apply_changes
from generator.store.changes import FileWrite
from generator.store.snapshots.fetched_days import DAYS_FILE, FetchedDays, dump_days, read_days


def record_days(site: Path, changed: FetchedDays) -> None:
    """Add fetched days to the file, or replace them. Raises DigestifError if another process is writing."""
    with hold_lock(site):
        raw = Folder(site).read(DAYS_FILE) or b""
        new = dump_days({**(read_days(raw).days if raw else {}), **changed})
        if changed and new != raw:
            apply_changes(site, [FileWrite(file=DAYS_FILE, content=new, old_hash=hash_bytes(raw) if raw else "")])
