"""Decides what an import changes in each record: a new file, a merged one, or nothing because it would be too large."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.files.hashing import hash_bytes
from generator.ids import paper_key
from generator.importing.listing import ListedPaper
from generator.importing.match import MatchResult, match_papers
from generator.importing.merge import Conflict, Merge, merge_paper
from generator.importing.missing import MissingRecords
from generator.model import CURATED_FIELDS, Paper, Record
from generator.records.canonical import dump_record, paper_plain
from generator.records.editor import update_record
from generator.records.leaves import emptied_leaves
from generator.records.limits import ExceededLimit, exceeded_limits
from generator.records.read import read_record
from generator.store.changes import Change, FileMove, FileWrite
from generator.store.content import Content, record_file
from generator.store.snapshots.snapshots import (
    Snapshot,
    SnapshotEntry,
    SnapshotId,
    entries_by_key,
    fold_entries,
    paper_from_metadata,
    rename_entries,
    update_snapshot,
)
from generator.yaml.document import Plain

EntriesByKey = Mapping[str, Sequence[tuple[SnapshotId, SnapshotEntry]]]


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordUpdate:
    """What happens to one record; ``changed`` names its fields with a new value. With an exceeded limit, nothing does.

    A new record has steps and no changed fields.
    """

    key: str
    steps: tuple[Change, ...] = ()
    changed: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    exceeded: ExceededLimit | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class OversizedPaper:
    """A paper whose record would exceed a limit: what it is, the key it would have, and which limit."""

    listed: ListedPaper
    exceeded: ExceededLimit


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """What an import changes: matched papers, the records and snapshots after it, and papers that are set aside."""

    matched: MatchResult
    snapshots: Mapping[SnapshotId, Snapshot]
    records: tuple[RecordUpdate, ...]
    oversized: tuple[OversizedPaper, ...] = ()


def decide(content: Content, missing: MissingRecords, listed: Sequence[ListedPaper]) -> Decision:
    """Decide what the listed papers change.

    A paper whose record would exceed a limit is set aside, and everything is decided again without it: a snapshot must
    not list what no record has.
    """
    oversized: list[OversizedPaper] = []
    while True:
        decision = _decide_once(content, missing, listed)
        exceeded = {change.key: change.exceeded for change in decision.records if change.exceeded}
        too_large = list(_too_large(decision.matched.papers, exceeded))
        if not too_large:
            return replace(decision, oversized=tuple(oversized))
        oversized += too_large
        refused = {id(each.listed.paper) for each in too_large}
        listed = [paper for paper in listed if id(paper.paper) not in refused]


def _too_large(papers: Sequence[ListedPaper], exceeded: Mapping[str, ExceededLimit]) -> Iterator[OversizedPaper]:
    """Yield the papers that make a record exceed a limit: those too large by themselves, else all of that record."""
    for key, limit in sorted(exceeded.items()):
        of_key = [replace(paper, match="unmatched") for paper in papers if paper.key == key]
        own = [(paper, exceeded_limits(paper.paper.metadata)) for paper in of_key]
        large = [OversizedPaper(listed=paper, exceeded=limits[0]) for paper, limits in own if limits]
        joined = replace(limit, found=f"{limit.found}, together with what the digest has of this paper")
        yield from large or (OversizedPaper(listed=paper, exceeded=joined) for paper in of_key)


def _decide_once(content: Content, missing: MissingRecords, listed: Sequence[ListedPaper]) -> Decision:
    matched = match_papers(content, missing, listed)
    renamed_keys = missing.snapshot_keys
    before = {
        snapshot_id: rename_entries(snapshot, renamed_keys) for snapshot_id, snapshot in content.snapshots.items()
    }
    after = before | {
        snapshot_id: update_snapshot(before.get(snapshot_id), snapshot_id, entries)
        for snapshot_id, entries in matched.entries.items()
    }
    records = _decide_records(content, missing, matched, entries_by_key(after))
    return Decision(matched=matched, snapshots=after, records=records)


def _decide_records(
    content: Content, missing: MissingRecords, matched: MatchResult, after: EntriesByKey
) -> tuple[RecordUpdate, ...]:
    first = matched.first_by_key
    before = _entries_before(content, missing)
    records = content.by_key
    aliases = {alias for record in content.records for alias in record.paper.aliases}
    taken = {*records, *first, *after, *aliases, *content.removed}
    changes = []
    for key in sorted({*first, *missing.renamed.values()}):
        theirs = fold_entries(after.get(key, ()))
        if theirs is None:
            # An exported record that a curator wrote: no list mentions it.
            theirs = paper_from_metadata(first[key].paper.metadata, first[key].day)
        if key in records:
            changes.append(_merge_record(content, records[key], fold_entries(before.get(key, ())), theirs, taken))
        else:
            changes.append(_new_record(key, _with_curated_fields(theirs, first[key])))
    return tuple(changes)


def _entries_before(content: Content, missing: MissingRecords) -> EntriesByKey:
    """Return what each record was last merged with: its own entries or, if it was renamed, those of its old key."""
    entries = entries_by_key(content.snapshots)
    renamed: dict[str, list[tuple[SnapshotId, SnapshotEntry]]] = {}
    for old, key in sorted(missing.renamed.items()):
        if key not in entries:
            renamed.setdefault(key, []).extend(entries[old])
    return entries | renamed


def _new_record(key: str, paper: Paper) -> RecordUpdate:
    exceeded = exceeded_limits(paper)
    if exceeded:
        return RecordUpdate(key=key, exceeded=exceeded[0])
    file = record_file(key, paper.date)
    return RecordUpdate(key=key, steps=(FileWrite(file=file, content=dump_record(paper, file=file)),))


def _with_curated_fields(theirs: Paper, listed: ListedPaper) -> Paper:
    """Return a new record as the exporting digest had it: with its curator's corrections and curated fields."""
    curated = listed.paper.curated
    if curated is None:
        return theirs
    fields = {name: getattr(curated, name) for name in CURATED_FIELDS}
    return paper_from_metadata(listed.paper.metadata, listed.day).model_copy(update=fields)


def _with_alias(merge: Merge, before: Paper, taken: set[str]) -> Merge:
    """Return a merge in which an arXiv id that the record gains leads to its page, unless the address is ``taken``.

    The record keeps the address that it had without the id, and a reader who knows the id finds it as well.
    """
    arxiv = merge.paper.ids.arxiv
    if arxiv is None or before.ids.arxiv is not None:
        return merge
    alias = paper_key(arxiv=arxiv, doi=None, title="")
    if alias in taken:
        return merge
    taken.add(alias)
    paper = merge.paper.model_copy(update={"aliases": (*merge.paper.aliases, alias)})
    return replace(merge, paper=paper, changed=tuple(sorted({*merge.changed, "aliases"})))


def _with_emptied(name: str, value: Plain, emptied: Collection[str]) -> Plain:
    """Return a field's value with the parts that the record states as empty, which no later import fills either."""
    if not isinstance(value, dict):
        return value
    parts = (leaf.partition(".") for leaf in sorted(emptied))
    return {**value, **{part: None for field, _, part in parts if field == name and part not in value}}


def _merge_record(content: Content, record: Record, base: Paper | None, theirs: Paper, taken: set[str]) -> RecordUpdate:
    merge = merge_paper(record.key, base=base, ours=record.paper, theirs=theirs)
    emptied = emptied_leaves(content.raw[record.file]) if merge.changed else frozenset()
    if emptied:
        merge = merge_paper(record.key, base=base, ours=record.paper, theirs=theirs, emptied=emptied)
    merge = _with_alias(merge, record.paper, taken)
    if not merge.changed:
        return RecordUpdate(key=record.key, conflicts=merge.conflicts)
    exceeded = exceeded_limits(merge.paper)
    if exceeded:
        return RecordUpdate(key=record.key, exceeded=exceeded[0])
    raw = content.raw[record.file]
    was = hash_bytes(raw)
    plain = paper_plain(merge.paper)
    written = update_record(raw, {name: _with_emptied(name, plain.get(name), emptied) for name in merge.changed})
    file = record_file(record.key, merge.paper.date) if "date" in merge.changed else record.file
    read = read_record(written, file=file)
    if read.record is None:
        # The file has more than the paper: with a curator's comments, it may exceed the size of a record.
        problem = read.problems[0]
        return RecordUpdate(
            key=record.key,
            exceeded=ExceededLimit(
                path=(), found=f"with its comments, the record {problem.found}", fix=problem.fix.partition("\n")[0]
            ),
        )
    steps: list[Change] = []
    if file != record.file:
        # Move the whole file first and change it then: a key never has two files, not even after a kill.
        steps.append(FileMove(file=record.file, to=file, old_hash=was))
    steps.append(FileWrite(file=file, content=written, old_hash=was))
    return RecordUpdate(key=record.key, steps=tuple(steps), changed=merge.changed, conflicts=merge.conflicts)
