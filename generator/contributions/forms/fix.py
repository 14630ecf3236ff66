"""The form that fixes a record."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

from generator.contributions.difference import RecordChange
from generator.contributions.forms.answers import FORM_FIELDS, form_problem, read_changes
from generator.contributions.forms.form import Form
from generator.contributions.forms.outcome import Outcome, find_record, label_problems
from generator.contributions.forms.prefill import record_version
from generator.contributions.pull_title import list_words
from generator.errors import Problem
from generator.model import Paper, Record
from generator.records.canonical import dump_record
from generator.records.editor import update_record
from generator.records.read import ReadRecord, read_record
from generator.store.changes import FileWrite
from generator.store.content import Content, record_file
from generator.text.slugs import readable_slug
from generator.yaml.document import Plain

#: Stands for a record where the form names none, so that its other answers can be checked.
_NO_RECORD = Paper(title="?", date=date(2000, 1, 1))
#: Fields that the title of a pull request names; more are counted.
_MAX_NAMED = 3


def fix_record(form: Form, content: Content, topics: Collection[str] | None) -> Outcome:
    """Change the fields of a record that the form gives; a field that the form leaves empty stays."""
    record = find_record(form["key"], content, "Record to fix")
    changes, problems = read_form_changes(form, topics)
    if isinstance(record, Problem):
        file = record_file("draft", _NO_RECORD.date)
        read = apply_answers(dump_record(_NO_RECORD, file=file), changes, file=file)[1]
        return Outcome(problems=(record, *problems, *label_problems(read)))
    raw, read = apply_answers(content.raw[record.file], changes, file=record.file)
    problems = (*problems, *label_problems(read), *_version_warning(form, record))
    after = read.record.paper if read.record else record.paper
    changed = [name for name in changes if getattr(after, name) != getattr(record.paper, name)]
    if not changed:
        if not any(problem.severity == "error" for problem in problems):
            found = "every answer is the same as in the record"
            problems = (form_problem("Record to fix", found, "change at least one field"),)
        return Outcome(problems=problems)
    # Only what differs is written: `published` chosen for a published paper, or an address in other capitals, does not.
    raw = update_record(content.raw[record.file], {name: changes[name] for name in changed})
    after = _paper(raw, record.file, after)
    return Outcome(
        steps=(FileWrite(file=record.file, content=raw, old_hash=content.hashes[record.file]),),
        changes=(RecordChange(key=record.key, before=record.paper, after=after),),
        problems=problems,
        title=f"Fix {_fields(changed)}: {after.title}",
    )


def read_form_changes(form: Form, topics: Collection[str] | None) -> tuple[dict[str, Plain], tuple[Problem, ...]]:
    """Return the fields that a form changes, with the id of each topic that it gives by name, as in Speech audio."""
    changes, problems = read_changes(form)
    named = changes.get("topics")
    if isinstance(named, list):
        ids = ((topic, readable_slug(str(topic), max_length=0)) for topic in named)
        changes["topics"] = [topic_id if topics and topic_id in topics else topic for topic, topic_id in ids]
    return changes, problems


def apply_answers(raw: bytes, changes: Mapping[str, Plain], *, file: str) -> tuple[bytes, ReadRecord]:
    """Return a record with the changed fields, and what reading it gives.

    Fields with errors are left out, and their problems are among those of the reading: so the other fields can be
    checked as well.
    """
    changed = update_record(raw, changes)
    read = read_record(changed, file=file)
    if read.record is not None:
        return changed, read
    invalid = {problem.field.partition(".")[0].partition("[")[0] for problem in read.problems}
    valid = {name: value for name, value in changes.items() if name not in invalid}
    changed = update_record(raw, valid)
    return changed, ReadRecord(record=read_record(changed, file=file).record, problems=read.problems)


def _paper(raw: bytes, file: str, otherwise: Paper) -> Paper:
    read = read_record(raw, file=file)
    return read.record.paper if read.record else otherwise


def _version_warning(form: Form, record: Record) -> tuple[Problem, ...]:
    if form["version"] in ("", record_version(record.paper)):
        return ()
    found = "the record was changed after this form was opened"
    return (replace(form_problem("Version", found, "this may undo a newer edit"), severity="warning"),)


def _fields(names: list[str]) -> str:
    """Return the changed fields for a title, as in "authors and venue"."""
    if len(names) > _MAX_NAMED:
        return f"{len(names)} fields"
    return list_words([FORM_FIELDS[name].lower() for name in names])
