"""Deciding an import: from content/ as it is and what parsers read, to the steps that bring both together.

Nothing here touches the disk. The steps' order makes an import that is killed harmless: records come before
snapshots, so a snapshot never claims a word that its record has not got; and merging a record that has it
already changes nothing, so the same import, run again, completes the job.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from generator.errors import DigestifError, Problem
from generator.importing.listing import ListedPaper, ParsedFile, list_papers
from generator.importing.match import MatchResult, MissingRecord, find_missing_records, match_papers
from generator.importing.merge import Conflict, merge_paper
from generator.importing.quarantine import quarantine_file
from generator.importing.report import Counts, ImportPlan, ImportReport, MendedField
from generator.model import Paper, Record
from generator.records.canonical import dump_record, paper_plain
from generator.records.editor import update_record
from generator.store.changes import Change, FileMove, FileRemoval, FileWrite
from generator.store.content import REMOVED_FILE, Content, hash_bytes, record_file
from generator.store.keys import check_keys
from generator.store.removed import add_removed
from generator.store.snapshot_files import dump_snapshot
from generator.store.snapshots import (
    Snapshot,
    SnapshotEntry,
    SnapshotId,
    entries_by_key,
    fold_entries,
    paper_from_metadata,
    rename_entries,
    snapshot_file,
    update_snapshot,
)

Told = Mapping[str, list[tuple[SnapshotId, SnapshotEntry]]]


def plan_import(content: Content, files: Sequence[ParsedFile], *, day: date | None = None) -> ImportPlan:
    """Decide what an import changes: the same content and files give the same plan, in whatever order they come.

    ``day`` is the digest's day where the person said it. Raises DigestifError where content/ has errors (an
    import that cannot see a record might make it again), and where nobody says a list's day.
    """
    _refuse_broken(content)
    listed = list_papers(files, day=day)
    gone = find_missing_records(content)
    sorting = match_papers(content, gone, listed)
    before = {place: rename_entries(snapshot, gone.keys) for place, snapshot in content.snapshots.items()}
    after = before | {
        place: update_snapshot(before.get(place), place, answer) for place, answer in sorting.answers.items()
    }
    records = _decide_records(content, gone, sorting, entries_by_key(after))
    quarantine = _quarantine_steps(content, files, day)
    steps = (
        *quarantine,
        *_removed_steps(content, gone),
        *(step for record in records for step in record.steps),
        *_snapshot_steps(content, after),
        *_mended_steps(content, files, quarantine),
    )
    changed = {record.key for record in records if record.steps} | _changed_entries(content, after, sorting)
    report = ImportReport(
        counts=_count(sorting, changed, files),
        kept=tuple(kept for record in records for kept in record.kept),
        repairs=_repairs(sorting, changed),
        problems=_problems(files),
        quarantine=tuple(sorted({quarantine_file(file, day=day)[0] for file in files if file.parsed.quarantined})),
        deleted=gone.deleted,
        renamed=tuple(sorted(gone.renamed.items())),
    )
    return ImportPlan(steps=steps, report=report)


def _refuse_broken(content: Content) -> None:
    problems = (*content.problems, *check_keys(content.records, content.removed))
    broken = [problem for problem in problems if problem.severity == "error"]
    if broken:
        many = "1 problem" if len(broken) == 1 else f"{len(broken):,} problems"
        raise DigestifError(
            f"content/ has {many}, so nothing was imported; the first is\n{broken[0]}",
            fix="mend what this names, then import again: digestif check",
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Decided:
    """What happens to one record."""

    key: str
    steps: tuple[Change, ...]
    kept: tuple[Conflict, ...] = ()


def _decide_records(content: Content, gone: MissingRecord, sorting: MatchResult, after: Told) -> list[_Decided]:
    first = {paper.key: paper.listed for paper in reversed(sorting.papers) if paper.key is not None}
    before = _told_before(content, gone)
    records = content.by_key
    decided = []
    for key in sorted({*first, *gone.renamed.values()}):
        theirs = fold_entries(after.get(key, ()))
        if theirs is None:
            # An exported record that people wrote: no list has it.
            theirs = paper_from_metadata(first[key].paper.metadata, first[key].day)
        if key in sorting.new:
            decided.append(_new_record(key, _with_people(theirs, first[key])))
        else:
            decided.append(_merged_record(content, records[key], fold_entries(before.get(key, ())), theirs))
    return decided


def _told_before(content: Content, gone: MissingRecord) -> Told:
    """What each record was last merged with: its own entries, or, when its key is new, those of its old one."""
    told = entries_by_key(content.snapshots)
    renamed: dict[str, list[tuple[SnapshotId, SnapshotEntry]]] = {}
    for old, key in sorted(gone.renamed.items()):
        if key not in told:
            renamed.setdefault(key, []).extend(told[old])
    return told | renamed


def _new_record(key: str, paper: Paper) -> _Decided:
    file = record_file(key, paper.date)
    return _Decided(key=key, steps=(FileWrite(file=file, content=dump_record(paper, file=file)),))


def _with_people(theirs: Paper, listed: ListedPaper) -> Paper:
    """A record that another digest exported begins as it stood there, with people's corrections and own fields."""
    people = listed.paper.curated
    if people is None:
        return theirs
    own = {"topics": people.topics, "note": people.note, "aliases": people.aliases}
    return paper_from_metadata(listed.paper.metadata, listed.day).model_copy(update=own)


def _merged_record(content: Content, record: Record, base: Paper | None, theirs: Paper) -> _Decided:
    key = record.key
    merge = merge_paper(key, base=base, ours=record.paper, theirs=theirs)
    if not merge.changed:
        return _Decided(key=key, steps=(), kept=merge.kept)
    raw = content.raw[record.file]
    was = hash_bytes(raw)
    plain = paper_plain(merge.paper)
    written = update_record(raw, {name: plain.get(name) for name in merge.changed})
    steps: list[Change] = []
    file = record_file(key, merge.paper.date) if "date" in merge.changed else record.file
    if file != record.file:
        # Moved first, whole, and then changed: a key never has two files, not even after a kill.
        steps.append(FileMove(file=record.file, to=file, was=was))
    steps.append(FileWrite(file=file, content=written, was=was))
    return _Decided(key=key, steps=tuple(steps), kept=merge.kept)


def _removed_steps(content: Content, gone: MissingRecord) -> tuple[Change, ...]:
    if not gone.deleted:
        return ()
    grown = add_removed(content.raw.get(REMOVED_FILE, b""), gone.deleted)
    return (FileWrite(file=REMOVED_FILE, content=grown, was=content.digests.get(REMOVED_FILE, "")),)


def _snapshot_steps(content: Content, after: Mapping[SnapshotId, Snapshot]) -> Iterable[Change]:
    for place, snapshot in sorted(after.items()):
        if snapshot != content.snapshots.get(place):
            file = snapshot_file(place)
            yield FileWrite(file=file, content=dump_snapshot(snapshot), was=content.digests.get(file, ""))


def _quarantine_steps(content: Content, files: Sequence[ParsedFile], day: date | None) -> tuple[FileWrite, ...]:
    """Keep what could not be read. A file that is there already is the same items, perhaps half mended: it stays."""
    kept = {}
    for file in files:
        if file.parsed.quarantined:
            path, items = quarantine_file(file, day=day)
            if path not in content.digests:
                kept[path] = items
    return tuple(FileWrite(file=path, content=items) for path, items in sorted(kept.items()))


def _mended_steps(content: Content, files: Sequence[ParsedFile], kept: Iterable[FileWrite]) -> Iterable[Change]:
    """A file of the quarantine that was read again goes: its items are records now, or wait in a newer file."""
    written = {step.file for step in kept}
    for file in sorted(files, key=lambda file: file.waiting):
        was = content.digests.get(file.waiting)
        understood = file.parsed.papers or file.parsed.quarantined
        failed = any(problem.severity == "error" for problem in file.parsed.problems)
        waits = bool(file.parsed.quarantined) and quarantine_file(file, day=None)[0] == file.waiting
        if was and understood and not failed and not waits and file.waiting not in written:
            yield FileRemoval(file=file.waiting, was=was)


def _changed_entries(content: Content, after: Mapping[SnapshotId, Snapshot], sorting: MatchResult) -> set[str]:
    """Keys of which a snapshot says something else than before."""
    changed: set[str] = set()
    for place in sorting.answers:
        old = content.snapshots.get(place)
        known = {entry.key: entry for entry in old.entries} if old else {}
        changed.update(entry.key for entry in after[place].entries if known.get(entry.key) != entry)
    return changed


def _count(sorting: MatchResult, changed: set[str], files: Iterable[ParsedFile]) -> Counts:
    fates: Counter[str] = Counter()
    for paper in sorting.papers:
        if paper.key is None:
            fates["removed"] += 1
        elif paper.again:
            fates["merged"] += 1
        elif paper.key in sorting.new:
            fates["new"] += 1
        else:
            fates["updated" if paper.key in changed else "unchanged"] += 1
    return Counts(**fates, quarantined=sum(len(file.parsed.quarantined) for file in files))


def _repairs(sorting: MatchResult, changed: set[str]) -> tuple[MendedField, ...]:
    return tuple(
        MendedField(key=paper.key, repair=repair)
        for paper in sorting.papers
        if paper.key is not None and paper.key in changed
        for repair in paper.listed.paper.repairs
    )


def _problems(files: Iterable[ParsedFile]) -> tuple[Problem, ...]:
    """What parsers had to say, file by file, what went into the quarantine included."""
    return tuple(
        problem
        for file in sorted(files, key=lambda file: file.name)
        for problem in (*file.parsed.problems, *(item.problem for item in file.parsed.quarantined))
    )
