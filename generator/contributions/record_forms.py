"""The forms that fix a record and add a paper."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from slugify import slugify

from generator.contributions.answers import form_problem, label_problem, read_changes, record_version
from generator.contributions.difference import RecordChange
from generator.contributions.forms import Form
from generator.contributions.outcome import Outcome, find_record, refused
from generator.errors import Problem
from generator.ids import identify
from generator.importing.identity import IdentityIndex, new_key
from generator.importing.missing import index_records
from generator.model import Ids, Links, Paper, SourceMetadata
from generator.records.canonical import dump_record, format_record, paper_plain
from generator.records.editor import update_record
from generator.records.read import ReadRecord, read_record
from generator.store.changes import FileWrite
from generator.store.content import Content, record_file
from generator.store.snapshots import paper_from_metadata
from generator.text.urls import check_url
from generator.yaml.document import Plain

#: The title of a new record until the form's own replaces it.
_PLACEHOLDER = "?"


def wanted_paper(form: Form) -> str:
    """Return the id or address of the paper that a form asks to add, for a source to look up; empty for other forms."""
    return form["paper"] if form.kind == "add" and identify(form["paper"]) else ""


def fix_record(form: Form, content: Content, topics: Collection[str] | None) -> Outcome:
    """Change the fields of a record that the form gives; a field that the form leaves empty stays."""
    record = find_record(form["key"], content, "Record to fix")
    changes, problems = _changes(form, topics)
    if isinstance(record, Problem):
        return Outcome(problems=(record, *problems))
    if problems:
        return Outcome(problems=problems)
    present = paper_plain(record.paper)
    changes = {name: value for name, value in changes.items() if value != present.get(name)}
    if not changes:
        return refused("Record to fix", "no answer differs from the record", "change at least one field")
    raw = update_record(content.raw[record.file], changes)
    read = read_record(raw, file=record.file)
    if read.record is None:
        return Outcome(problems=_labelled(read))
    warnings = []
    if form["version"] not in ("", record_version(record.paper)):
        found = "the record was changed after this form was opened"
        warnings.append(replace(form_problem("Version", found, "this may undo a newer edit"), severity="warning"))
    return Outcome(
        steps=(FileWrite(file=record.file, content=raw, old_hash=content.hashes[record.file]),),
        changes=(RecordChange(key=record.key, before=record.paper, after=read.record.paper),),
        problems=tuple(warnings),
    )


def add_paper(
    form: Form, content: Content, topics: Collection[str] | None, *, today: date, found: SourceMetadata | None
) -> Outcome:
    """Add a record of what a source says about the paper, completed and corrected by the form."""
    changes, problems = _changes(form, topics)
    metadata = found or _metadata_of_form(form)
    if isinstance(metadata, Problem):
        return Outcome(problems=(*problems, metadata))
    if problems:
        return Outcome(problems=problems)
    draft = record_file("draft", today)
    raw = update_record(dump_record(paper_from_metadata(metadata, today), file=draft), changes)
    read = read_record(format_record(raw), file=draft)
    if read.record is None:
        return Outcome(problems=_labelled(read))
    paper = read.record.paper
    problem = _known_paper(paper, content)
    if problem:
        return Outcome(problems=(problem,))
    aliases = {alias for record in content.records for alias in record.paper.aliases}
    listed = {entry.key for snapshot in content.snapshots.values() for entry in snapshot.entries}
    key = new_key(paper, {*content.by_key, *content.removed, *aliases, *listed})
    file = record_file(key, today)
    written = dump_record(paper, file=file)
    reread = read_record(written, file=file)
    if reread.record is None:
        return Outcome(problems=_labelled(reread))
    change = RecordChange(key=key, before=None, after=reread.record.paper)
    return Outcome(steps=(FileWrite(file=file, content=written),), changes=(change,))


def _changes(form: Form, topics: Collection[str] | None) -> tuple[dict[str, Plain], tuple[Problem, ...]]:
    """Return the fields that a form changes, with the id of each topic that it gives by name, as in Speech audio."""
    changes, problems = read_changes(form)
    named = changes.get("topics")
    if isinstance(named, list):
        ids = ((topic, slugify(str(topic))) for topic in named)
        changes["topics"] = [topic_id if topics and topic_id in topics else topic for topic, topic_id in ids]
    return changes, problems


def _metadata_of_form(form: Form) -> SourceMetadata | Problem:
    """Return the id or address in the answer "Paper to add", with a placeholder for the title."""
    if not form["title"]:
        fix = "give the title as well; only an arXiv id or a DOI that a catalogue knows is enough by itself"
        return form_problem("Title", "missing", fix)
    named = identify(form["paper"])
    if named:
        return SourceMetadata(title=_PLACEHOLDER, ids=Ids(**{named[0]: named[1]}))
    try:
        return SourceMetadata(title=_PLACEHOLDER, links=Links(page=check_url(form["paper"])))
    except ValueError as error:
        found = str(error).partition("\n")[0]
        return form_problem("Paper to add", found, "expected an arXiv id, a DOI, or the paper's address")


def _known_paper(paper: Paper, content: Content) -> Problem | None:
    """Return why the paper cannot be added: there is a record of it, or it was removed."""
    records = content.by_key
    known = index_records(records).find(paper)
    if known:
        fix = "to correct it, use the form that fixes a record"
        return form_problem("Paper to add", f"is already here as {known}: {records[known].paper.title}", fix)
    removed_index = IdentityIndex()
    for key, removed in sorted(content.removed.items()):
        removed_index.add(key, title=removed.title, ids=removed.ids)
    removed_key = removed_index.find(paper)
    if removed_key:
        return form_problem("Paper to add", f"was removed: {content.removed[removed_key].reason}", "ask the curator")
    return None


def _labelled(read: ReadRecord) -> tuple[Problem, ...]:
    return tuple(label_problem(problem) for problem in read.problems)
