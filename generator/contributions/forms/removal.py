"""The form that removes a record, merges it into another, or marks it as withdrawn or retracted."""

from __future__ import annotations

from dataclasses import replace

from generator.contributions.difference import RecordChange
from generator.contributions.forms.answers import label_problem
from generator.contributions.forms.form import Form
from generator.contributions.forms.outcome import Outcome, find_record, refused
from generator.contributions.merging import merge_records
from generator.errors import Problem
from generator.model import Record, Removed, Status
from generator.records.editor import update_record
from generator.records.read import read_record
from generator.store.changes import FileRemoval, FileWrite
from generator.store.content import REMOVED_FILE, Content
from generator.store.removed import add_removed

_SAME = "It is the same paper as another record"
_STATUSES: dict[str, Status] = {"The paper was withdrawn": "withdrawn", "The paper was retracted": "retracted"}
_REASONS = {"It does not belong here": "does not belong here", "An author asks for it": "at an author's request"}


def remove_record(form: Form, content: Content) -> Outcome:
    """Do what the form's reason asks for. Withdrawn and retracted papers keep their records."""
    record = find_record(form["key"], content, "Record to remove")
    problems = _answer_problems(form, content)
    if isinstance(record, Problem):
        return Outcome(problems=(record, *problems))
    if problems:
        return Outcome(problems=problems)
    reason = form["reason"]
    if reason == _SAME:
        outcome = _merge(record, form, content)
    elif reason in _STATUSES:
        outcome = _change_status(record, _STATUSES[reason], content)
    else:
        outcome = _remove(record, _REASONS[reason], content)
    return replace(outcome, summary=f"Reason: {reason}.") if outcome.steps else outcome


def _answer_problems(form: Form, content: Content) -> tuple[Problem, ...]:
    """Return what is wrong with the reason, and with the other record if the reason needs one."""
    reason = form["reason"]
    if reason == _SAME:
        other = find_record(form["other"], content, "Other record")
        return (other,) if isinstance(other, Problem) else ()
    if reason in _STATUSES or reason in _REASONS:
        return ()
    expected = "; ".join((_SAME, *_STATUSES, *_REASONS))
    found = "is not one of the choices" if reason else "nothing was chosen"
    return refused("Reason", found, f"choose one of: {expected}").problems


def _merge(record: Record, form: Form, content: Content) -> Outcome:
    """Give a record's addresses to another record of the same paper, so that links to it still work."""
    other = find_record(form["other"], content, "Other record")
    if isinstance(other, Problem):
        return Outcome(problems=(other,))
    if other.key == record.key:
        return refused("Other record", "is the same record", "give the key of the record that stays")
    outcome = merge_records(other, record, content)
    return replace(outcome, problems=tuple(label_problem(problem) for problem in outcome.problems))


def _change_status(record: Record, status: Status, content: Content) -> Outcome:
    if record.paper.status == status:
        return refused(
            "Reason", f"this record is already marked as {status}", "close this form, or choose another reason"
        )
    raw = update_record(content.raw[record.file], {"status": status})
    read = read_record(raw, file=record.file)
    after = read.record.paper if read.record else None
    return Outcome(
        steps=(FileWrite(file=record.file, content=raw, old_hash=content.hashes[record.file]),),
        changes=(RecordChange(key=record.key, before=record.paper, after=after),),
        title=f"Mark as {status}: {record.paper.title}",
    )


def _remove(record: Record, reason: str, content: Content) -> Outcome:
    removed = Removed(key=record.key, reason=reason, title=record.paper.title, ids=record.paper.ids)
    listed = FileWrite(
        file=REMOVED_FILE,
        content=add_removed(content.raw.get(REMOVED_FILE, b""), [removed]),
        old_hash=content.hashes.get(REMOVED_FILE, ""),
    )
    return Outcome(
        steps=(listed, FileRemoval(file=record.file, old_hash=content.hashes[record.file])),
        changes=(RecordChange(key=record.key, before=record.paper, after=None),),
        title=f"Remove ({reason}): {record.paper.title}",
    )
