"""Takes back what one source listed on one day: its list, the records that came with it, and the values in others.

Pure. Three-way, as an import is: a value that a person changed stays, and so does a record that a person changed or
that something else of the digest needs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from generator.errors import DigestifError
from generator.ids import paper_key
from generator.model import Paper, Record
from generator.records.canonical import dump_record, paper_plain
from generator.records.editor import update_record
from generator.records.leaves import Leaves, leaves_of, with_leaves
from generator.store.changes import Change, FileMove, FileRemoval, FileWrite
from generator.store.content import DISTINCT_FILE, NOTES_FOLDER, QUARANTINE_FOLDER, Content, record_file
from generator.store.snapshots.snapshot_files import dump_snapshot
from generator.store.snapshots.snapshots import SnapshotEntry, SnapshotId, fold_entries, is_list, snapshot_file

_Entries = Sequence[tuple[SnapshotId, SnapshotEntry]]


@dataclass(frozen=True, kw_only=True, slots=True)
class ForgottenRecord:
    """What becomes of a record of the list; ``changed`` names fields whose values are taken back, if it stays."""

    key: str
    file: str
    is_deleted: bool = False
    changed: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Forgotten:
    """Changes that take a list back, in their order; its records; and files of the quarantine of the same day."""

    source: str
    day: date
    papers: int
    steps: tuple[Change, ...]
    records: tuple[ForgottenRecord, ...]
    quarantined: tuple[str, ...]


def forget_list(content: Content, source: str, day: date) -> Forgotten:
    """Decide what forgetting a list changes. Records come before the list, so that a killed run can be repeated.

    Raises DigestifError if the source has no list of that day.
    """
    snapshot = content.snapshots.get((day, source))
    if snapshot is None:
        raise _no_list(content, source)
    entries = _entries_by_record(content)
    keys = dict.fromkeys(content.renamed.get(entry.key, entry.key) for entry in snapshot.entries)
    steps: list[Change] = []
    records: list[ForgottenRecord] = []
    for key in keys:
        record = content.by_key.get(key)
        if record is not None:
            forgotten, changes = _forget_record(content, record, entries[key], (day, source))
            records.append(forgotten)
            steps += changes
    deleted = {record.key for record in records if record.is_deleted}
    file = snapshot_file((day, source))
    steps += _without_entries(content, deleted, (day, source))
    steps.append(FileRemoval(file=file, old_hash=content.hashes[file]))
    prefix = f"{QUARANTINE_FOLDER}/{source}/{day.isoformat()}-"
    return Forgotten(
        source=source,
        day=day,
        papers=len(snapshot.entries),
        steps=tuple(steps),
        records=tuple(records),
        quarantined=tuple(each for each in content.quarantined if each.startswith(prefix)),
    )


def _no_list(content: Content, source: str) -> DigestifError:
    days = sorted(day.isoformat() for day, name in content.snapshots if name == source)
    if days:
        return DigestifError(f"{source} has no list of that day", fix=f"its days are {', '.join(days[-10:])}")
    names = sorted({name for _, name in content.snapshots})
    return DigestifError(
        f"there is no list of a source {source!r}", fix=f"the sources are {', '.join(names)}" if names else ""
    )


def _entries_by_record(content: Content) -> Mapping[str, _Entries]:
    """Return the lists' entries of each record, also those under its former keys."""
    found: dict[str, list[tuple[SnapshotId, SnapshotEntry]]] = {}
    for snapshot_id in sorted(content.snapshots):
        for entry in content.snapshots[snapshot_id].entries:
            found.setdefault(content.renamed.get(entry.key, entry.key), []).append((snapshot_id, entry))
    return found


def _forget_record(
    content: Content, record: Record, entries: _Entries, forgotten: SnapshotId
) -> tuple[ForgottenRecord, tuple[Change, ...]]:
    base = fold_entries(entries)
    others = [entry for entry in entries if entry[0] != forgotten]
    theirs = fold_entries(others)
    lists = [each for each, _ in others if is_list(each[1])]
    if lists and base is not None and theirs is not None:
        day, source = lists[0]
        return _take_back(content, record, base, theirs, reason=f"{source} lists it on {day}")
    reason = _why_kept(content, record, base)
    if reason:
        return ForgottenRecord(key=record.key, file=record.file, reason=reason), ()
    removal = FileRemoval(file=record.file, old_hash=content.hashes[record.file])
    return ForgottenRecord(key=record.key, file=record.file, is_deleted=True), (removal,)


def _why_kept(content: Content, record: Record, base: Paper | None) -> str:
    """Return why a record stays that no other list mentions; empty if it does not."""
    if base is None or _is_edited(content, record, base):
        return "a person changed it"
    names = (record.key, *record.paper.aliases)
    if any(name in keys for keys in content.distinct.values() for name in names):
        return f"{DISTINCT_FILE} names it"
    link = re.compile(rf"papers/(?:{'|'.join(map(re.escape, names))})(?![\w.-]*\w)")
    for day, note in sorted(content.notes.items()):
        if link.search(note):
            return f"{NOTES_FOLDER}/{day}.md links to it"
    others = (other for other in content.records if other.key != record.key and link.search(other.paper.note))
    return next((f"the note of {other.key} links to it" for other in others), "")


def _is_edited(content: Content, record: Record, base: Paper) -> bool:
    """Whether a record differs from what its sources say, or has comments or a form that no import writes."""
    paper = record.paper
    arxiv = paper_key(arxiv=paper.ids.arxiv, doi=None, title="") if paper.ids.arxiv else ""
    stated = base.model_copy(update={"aliases": tuple(alias for alias in paper.aliases if alias == arxiv)})
    return paper != stated or content.raw[record.file] != dump_record(paper, file=record.file)


def _take_back(
    content: Content, record: Record, base: Paper, theirs: Paper, *, reason: str
) -> tuple[ForgottenRecord, tuple[Change, ...]]:
    """Give the fields that only the forgotten list stated the values of the other lists; edits by people stay."""
    mine, before, after = leaves_of(record.paper), leaves_of(base), leaves_of(theirs)
    leaves: Leaves = {
        leaf: after.get(leaf) if value == before.get(leaf) and after.get(leaf) != before.get(leaf) else value
        for leaf, value in mine.items()
    }
    changes = with_leaves(record.paper, leaves)
    if record.paper.date == base.date != theirs.date:
        changes["date"] = theirs.date
    kept = ForgottenRecord(key=record.key, file=record.file, changed=tuple(sorted(changes)), reason=reason)
    if not changes:
        return kept, ()
    paper = record.paper.model_copy(update=changes)
    plain = paper_plain(paper)
    raw = update_record(content.raw[record.file], {name: plain.get(name) for name in changes})
    was = content.hashes[record.file]
    file = record_file(record.key, paper.date) if "date" in changes else record.file
    moves = (FileMove(file=record.file, to=file, old_hash=was),) if file != record.file else ()
    return replace(kept, file=file), (*moves, FileWrite(file=file, content=raw, old_hash=was))


def _without_entries(content: Content, deleted: set[str], forgotten: SnapshotId) -> Iterator[Change]:
    """Remove deleted records from sources that only complete records: an import would look for the records."""
    for snapshot_id, snapshot in sorted(content.snapshots.items()):
        kept = tuple(entry for entry in snapshot.entries if content.renamed.get(entry.key, entry.key) not in deleted)
        if snapshot_id != forgotten and len(kept) < len(snapshot.entries):
            file = snapshot_file(snapshot_id)
            yield FileWrite(
                file=file, content=dump_snapshot(replace(snapshot, entries=kept)), old_hash=content.hashes[file]
            )
