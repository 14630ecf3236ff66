"""The form that removes a record, merges it into another, or marks it as withdrawn or retracted."""

from __future__ import annotations

from generator.contributions.difference import RecordChange
from generator.contributions.forms import Form
from generator.contributions.outcome import Outcome, find_record, refused
from generator.errors import Problem
from generator.model import Record, Removed
from generator.records.editor import update_record
from generator.records.read import read_record
from generator.store.changes import FileRemoval, FileWrite
from generator.store.content import REMOVED_FILE, Content
from generator.store.removed import add_removed
from generator.yaml.document import Plain

_SAME = "It is the same paper as another record"
_STATUSES = {"The paper was withdrawn": "withdrawn", "The paper was retracted": "retracted"}
_REASONS = {"It does not belong here": "does not belong here", "An author asks for it": "at an author's request"}


def remove_record(form: Form, content: Content) -> Outcome:
    """Do what the form's reason asks for. Withdrawn and retracted papers keep their records."""
    record = find_record(form["key"], content, "Record to remove")
    if isinstance(record, Problem):
        return Outcome(problems=(record,))
    reason = form["reason"]
    if reason == _SAME:
        return _merge_records(record, form, content)
    if reason in _STATUSES:
        return _change_record(record, {"status": _STATUSES[reason]}, content)
    if reason not in _REASONS:
        expected = "; ".join((_SAME, *_STATUSES, *_REASONS))
        return refused("Reason", "is not one of the choices", f"choose one of: {expected}")
    removed = Removed(key=record.key, reason=_REASONS[reason], title=record.paper.title, ids=record.paper.ids)
    listed = FileWrite(
        file=REMOVED_FILE,
        content=add_removed(content.raw.get(REMOVED_FILE, b""), [removed]),
        old_hash=content.hashes.get(REMOVED_FILE, ""),
    )
    change = RecordChange(key=record.key, before=record.paper, after=None)
    return Outcome(steps=(listed, _removal(record, content)), changes=(change,))


def _merge_records(record: Record, form: Form, content: Content) -> Outcome:
    """Give a record's addresses to another record of the same paper, so that links to it still work."""
    other = find_record(form["other"], content, "Other record")
    if isinstance(other, Problem):
        return Outcome(problems=(other,))
    if other.key == record.key:
        return refused("Other record", "is the same record", "give the key of the record that stays")
    aliases: list[Plain] = [*dict.fromkeys((*other.paper.aliases, record.key, *record.paper.aliases))]
    kept = _change_record(other, {"aliases": aliases}, content)
    change = RecordChange(key=record.key, before=record.paper, after=None)
    return Outcome(steps=(*kept.steps, _removal(record, content)), changes=(*kept.changes, change))


def _change_record(record: Record, changes: dict[str, Plain], content: Content) -> Outcome:
    raw = update_record(content.raw[record.file], changes)
    read = read_record(raw, file=record.file)
    after = read.record.paper if read.record else None
    step = FileWrite(file=record.file, content=raw, old_hash=content.hashes[record.file])
    return Outcome(steps=(step,), changes=(RecordChange(key=record.key, before=record.paper, after=after),))


def _removal(record: Record, content: Content) -> FileRemoval:
    return FileRemoval(file=record.file, old_hash=content.hashes[record.file])
