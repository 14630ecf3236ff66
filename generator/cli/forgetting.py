"""The command forget-list, which takes an import back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from generator.cli.shared.lock import writer_lock
from generator.cli.shared.output import echo
from generator.cli.shared.parameters import DAY, DRY_RUN, DRY_RUN_NOTE
from generator.importing.forgetting import Forgotten, ForgottenRecord, forget_list
from generator.settings import load_settings
from generator.store.apply import apply_changes
from generator.store.load import load_valid_content
from generator.store.snapshots.fetched_days import DAYS_FILE
from generator.text.counts import counted


@click.command(name="forget-list")
@click.argument("source", metavar="SOURCE")
@click.argument("day", metavar="YYYY-MM-DD", type=DAY)
@DRY_RUN
@click.pass_obj
def forget(site: Path, source: str, day: date, dry_run: bool) -> None:
    """Take back what a source listed on a day.

    For an import of a wrong file, or into a wrong day. SOURCE is the name of a folder in content/sources/. The list and
    the records that only it mentions are deleted. A record stays if another list mentions it, if a person changed it,
    or if a note or content/distinct.yaml names it; what only the forgotten list said about it is taken back, and edits
    by people stay. The papers are not recorded as removed: a later import adds them again.

    Example: digestif forget-list bibtex 2025-07-31 --dry-run
    """
    load_settings(site)
    with writer_lock(site):
        content = load_valid_content(site)
        forgotten = forget_list(content, source, day)
        if not dry_run:
            apply_changes(site, forgotten.steps)
    for line in _describe(forgotten, dry_run=dry_run):
        echo(line)
    if (day, source) in content.fetched_days:
        echo(f"digestif fetch does not fetch this day again; to change that, delete its line in {DAYS_FILE}")
    if dry_run:
        echo(DRY_RUN_NOTE)


def _describe(forgotten: Forgotten, *, dry_run: bool) -> Iterator[str]:
    delete, take_back, keep = ("Delete", "Take back", "Keep") if dry_run else ("Deleted", "Took back", "Kept")
    for record in forgotten.records:
        if record.is_deleted:
            yield f"{delete} {record.file}"
        elif record.changed:
            yield f"{take_back} {', '.join(record.changed)} of {record.key}: {record.reason}"
        else:
            yield f"{keep} {record.key}: {record.reason}"
    for file in forgotten.quarantined:
        yield f"{keep} {file}: it has items that were set aside\n  if they are of the same import, delete the file"
    yield (
        f"{'Forget' if dry_run else 'Forgot'} {counted(forgotten.papers, 'paper')} that {forgotten.source} listed on "
        f"{forgotten.day}: {_counts(forgotten.records)}"
    )


def _counts(records: tuple[ForgottenRecord, ...]) -> str:
    deleted = sum(record.is_deleted for record in records)
    kept = len(records) - deleted
    parts = [f"{counted(deleted, 'record')} deleted"] if deleted else []
    parts += [f"{counted(kept, 'record')} kept"] if kept else []
    return ", ".join(parts) or "no records"


COMMANDS = (forget,)
