"""Plans an import: from content/ as it is and the parsed files, the changes that bring them together.

Pure. The order of the steps makes a killed import harmless: records are written before snapshots, so that a snapshot
never claims a value that its record lacks; and merging a value that a record already has changes nothing, so that the
same import, run again, completes the work.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from datetime import date

from generator.errors import DigestifError, Problem
from generator.importing.completing import Completion, complete_records, refuse_enriching_names
from generator.importing.list_changes import changed_entries
from generator.importing.listing import ParsedFile, list_papers
from generator.importing.match import SeveralRecords, SharedId
from generator.importing.missing import MissingRecords, find_missing_records
from generator.importing.quarantine import QuarantineFile, oversized_file, oversized_problem, unreadable_file
from generator.importing.record_updates import Decision, decide
from generator.importing.report import Counts, FileFields, ImportPlan, ImportReport, RepairedField, UpdatedRecord
from generator.importing.set_aside import SetAside, after_import, dump_set_aside, read_set_aside, recall
from generator.importing.unreadable import find_errors, stops_import, without_unreadable
from generator.sources.translations import SOURCE as TRANSLATIONS
from generator.store.changes import Change, FileRemoval, FileWrite
from generator.store.content import DISTINCT_FILE, REMOVED_FILE, SET_ASIDE_FILE, Content
from generator.store.removed import add_removed
from generator.store.snapshots.snapshot_files import dump_snapshot
from generator.store.snapshots.snapshots import Snapshot, SnapshotId, snapshot_file
from generator.text.counts import counted


def plan_import(
    content: Content,
    files: Sequence[ParsedFile],
    *,
    day: date | None = None,
    missing: MissingRecords | None = None,
    leave_unreadable: bool = False,
    complete_as: str | None = None,
) -> ImportPlan:
    """Decide what an import changes: the same content and files give the same plan, whatever the order of the files.

    ``day`` is the day of the digest where the person named it. ``missing`` says what became of records that are not
    here; without it, no removal is recorded. Raises DigestifError if content/ has errors (an import that cannot read a
    record might create it again) and if a list has no date. With ``leave_unreadable``, records with errors do not stop
    the import, and their papers are left alone. With ``complete_as``, the name of a source, papers only
    complete existing records: they are no list of a day, and those without a record are left out. Files of translations
    always do.
    """
    errors = find_errors(content)
    refuse_errors([error for error in errors if not leave_unreadable or stops_import(error)])
    missing = missing or find_missing_records(content)
    readable, unreadable = without_unreadable(content, errors)
    known = replace(missing, unexplained=(*missing.unexplained, *unreadable))
    set_aside = read_set_aside(content)
    recalled = recall(content, set_aside, files, day=day)
    files, completion = _complete(readable, known, recalled.files, complete_as)
    decision = decide(readable, known, list_papers(files, day=day))
    decision = replace(decision, oversized=(*completion.oversized, *decision.oversized))
    quarantine = _quarantine_files(recalled.fresh, decision, day)
    reimported = tuple(_reimported_steps(content, files, {file.path for file in quarantine}))
    remembered = after_import(content, set_aside, files, quarantine, {step.file for step in reimported})
    steps = (
        *(
            FileWrite(file=file.path, content=file.content)
            for file in quarantine
            # An existing file holds the same items, perhaps half corrected: it stays.
            if file.path not in content.hashes
        ),
        *_removal_steps(content, missing),
        *(step for record in decision.records for step in record.steps),
        *_snapshot_steps(content, decision.snapshots),
        *_set_aside_steps(content, set_aside, remembered),
        *reimported,
    )
    report = replace(
        _report(content, files, decision, without_record=len(completion.without_record), corrected=recalled.corrected),
        quarantine=tuple(sorted({file.path for file in quarantine} | recalled.waiting)),
        deleted=missing.deleted,
        unexplained=tuple(removed.key for removed in missing.unexplained),
        unreadable=tuple(removed.key for removed in unreadable),
        without_record=completion.without_record,
        renamed=tuple(sorted(missing.renamed.items() - content.renamed.items())),
    )
    return ImportPlan(content=content, steps=steps, report=report)


def _complete(
    readable: Content, known: MissingRecords, files: tuple[ParsedFile, ...], complete_as: str | None
) -> tuple[tuple[ParsedFile, ...], Completion]:
    """Split off what only completes records; returns the files to list, with the completed records in them."""
    if complete_as is not None:
        completion = complete_records(readable, known, files, name=complete_as)
        return completion.files, completion
    refuse_enriching_names(files)
    translated = [file for file in files if file.parsed.source == TRANSLATIONS]
    if not translated:
        return files, Completion(files=())
    completion = complete_records(readable, known, translated, name=TRANSLATIONS)
    return (*(file for file in files if file.parsed.source != TRANSLATIONS), *completion.files), completion


def refuse_errors(errors: Sequence[Problem]) -> None:
    """Raise DigestifError if there are errors, with the first of them."""
    if errors:
        raise DigestifError(
            f"content/ has {counted(len(errors), 'error')}, so nothing was imported; the first is\n{errors[0]}",
            fix="to list all errors, run digestif check; fix them and import again",
        )


def _report(
    content: Content, files: Sequence[ParsedFile], decision: Decision, *, without_record: int, corrected: int
) -> ImportReport:
    """Return what became of the papers of the files, without the state of missing and unreadable records."""
    updated = {record.key for record in decision.records if record.steps}
    in_lists = changed_entries(content, decision)
    changed = updated | in_lists.keys()
    return ImportReport(
        counts=replace(_count(decision, updated, in_lists, files), without_record=without_record, corrected=corrected),
        updates=tuple(
            UpdatedRecord(key=record.key, fields=record.changed) for record in decision.records if record.changed
        ),
        list_changes=_list_changes(decision, updated, in_lists),
        conflicts=tuple(conflict for record in decision.records for conflict in record.conflicts),
        repairs=_repairs(decision, changed),
        problems=_problems(files, decision),
        fields=tuple(
            FileFields(
                file=file.name,
                source=file.parsed.source,
                read=file.parsed.read_fields,
                unread=file.parsed.unread_fields,
            )
            for file in sorted(files, key=lambda file: file.name)
            if file.parsed.read_fields or file.parsed.unread_fields
        ),
    )


def _removal_steps(content: Content, missing: MissingRecords) -> tuple[Change, ...]:
    if not missing.deleted:
        return ()
    extended = add_removed(content.raw.get(REMOVED_FILE, b""), missing.deleted)
    return (FileWrite(file=REMOVED_FILE, content=extended, old_hash=content.hashes.get(REMOVED_FILE, "")),)


def _snapshot_steps(content: Content, after: Mapping[SnapshotId, Snapshot]) -> Iterator[Change]:
    for snapshot_id, snapshot in sorted(after.items()):
        if snapshot != content.snapshots.get(snapshot_id):
            file = snapshot_file(snapshot_id)
            yield FileWrite(file=file, content=dump_snapshot(snapshot), old_hash=content.hashes.get(file, ""))


def _quarantine_files(files: Sequence[ParsedFile], decision: Decision, day: date | None) -> tuple[QuarantineFile, ...]:
    """Return the files that keep what could not be imported, by path; two may be the same."""
    kept = [unreadable_file(file, day=day) for file in files if file.parsed.quarantined]
    by_list: dict[tuple[str, date], list[int]] = {}
    for number, paper in enumerate(decision.oversized):
        by_list.setdefault((paper.listed.source, paper.listed.day), []).append(number)
    kept += [oversized_file([decision.oversized[number] for number in numbers]) for numbers in by_list.values()]
    return tuple(sorted({file.path: file for file in kept}.values(), key=lambda file: file.path))


def _set_aside_steps(content: Content, before: SetAside, after: SetAside) -> Iterator[Change]:
    if after != before:
        yield FileWrite(
            file=SET_ASIDE_FILE, content=dump_set_aside(after), old_hash=content.hashes.get(SET_ASIDE_FILE, "")
        )


def _reimported_steps(content: Content, files: Sequence[ParsedFile], kept: set[str]) -> Iterator[FileRemoval]:
    """Remove files of the quarantine that were read: their items are records now, or are in a newer file there."""
    for file in sorted(files, key=lambda file: file.quarantine_path):
        was = content.hashes.get(file.quarantine_path)
        has_items = file.parsed.papers or file.parsed.quarantined
        has_errors = any(problem.severity == "error" for problem in file.parsed.problems)
        if was and has_items and not has_errors and file.quarantine_path not in kept:
            yield FileRemoval(file=file.quarantine_path, old_hash=was)


def _count(
    decision: Decision, updated: Set[str], in_lists: Mapping[str, Sequence[str]], files: Iterable[ParsedFile]
) -> Counts:
    counts: Counter[str] = Counter()
    for paper in decision.matched.papers:
        if paper.match == "known":
            is_listed = "relisted" if paper.key in in_lists else "unchanged"
            counts["updated" if paper.key in updated else is_listed] += 1
        else:
            counts[paper.match] += 1
    unreadable = sum(len(file.parsed.quarantined) for file in files)
    return Counts(**counts, set_aside=unreadable + len(decision.oversized))


def _list_changes(
    decision: Decision, updated: Set[str], in_lists: Mapping[str, Sequence[str]]
) -> tuple[tuple[str, int], ...]:
    """Return what changed of papers whose records did not, each with the number of papers; the most frequent first."""
    known = {paper.key for paper in decision.matched.papers if paper.match == "known"} - updated
    counts = Counter(what for key in sorted(known) for what in in_lists.get(key, ()))
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _repairs(decision: Decision, changed: set[str]) -> tuple[RepairedField, ...]:
    return tuple(
        RepairedField(key=paper.key, repair=repair)
        for paper in decision.matched.papers
        if paper.key in changed
        for repair in paper.paper.repairs
    )


def _problems(files: Iterable[ParsedFile], decision: Decision) -> tuple[Problem, ...]:
    """Return the parsers' problems file by file, those of unreadable items included, and then papers too large."""
    parsed = [
        problem
        for file in sorted(files, key=lambda file: file.name)
        for problem in (*file.parsed.problems, *(item.problem for item in file.parsed.quarantined))
    ]
    shared = (_shared_id_problem(shared) for shared in decision.matched.shared_ids)
    several = (_several_problem(several) for several in decision.matched.several)
    return (*parsed, *shared, *several, *(oversized_problem(paper) for paper in decision.oversized))


def _shared_id_problem(shared: SharedId) -> Problem:
    key, other = shared.paper.key, shared.other_key
    return Problem(
        place=shared.paper.paper.place,
        code="shared-id",
        found=f"{shared.value} is also an id of {other}, a paper with another title",
        fix="if it is the id of a whole book or issue, delete it from both records; "
        f"if both are one paper, join them: digestif merge-records {other} {key}",
        severity="warning",
    )


def _several_problem(several: SeveralRecords) -> Problem:
    chosen, *others = several.keys
    return Problem(
        place=several.paper.paper.place,
        code="several-records",
        found=f"fits {' and '.join(several.keys)} equally well, which {DISTINCT_FILE} lists as different papers; "
        f"it counts as {chosen}",
        fix=f"if it is {' or '.join(others)}, give it in the file what tells the papers apart: an identifier, the year "
        "or the venue",
        severity="warning",
    )
