"""From a filled-in form to the steps that change content/, or to the reasons why nothing can be changed.

Pure: content/ as it was read and the form in, steps and a report out. Only fields of the schema can change, and what a
form makes is read and checked as any record is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches

from slugify import slugify

from generator.checks.library import check_dates, check_topics
from generator.checks.same_papers import check_same_papers
from generator.checks.wording import check_wording
from generator.contributions.answers import FORM_FIELDS, form_problem, read_changes, read_key, record_version
from generator.contributions.difference import RecordChange, render_change, render_findings
from generator.contributions.forms import Form
from generator.errors import DigestifError, Place, Problem
from generator.ids import identify
from generator.importing.identity import IdentityIndex, new_key
from generator.model import Ids, Links, Paper, Record, Removed, SourceMetadata
from generator.records.canonical import dump_record, format_record, paper_plain
from generator.records.editor import update_record
from generator.records.read import read_record
from generator.store.changes import Change, FileRemoval, FileWrite
from generator.store.content import REMOVED_FILE, TOPICS_FILE, Content, record_file
from generator.store.removed import add_removed
from generator.store.snapshots import paper_from_metadata
from generator.text.markdown import shown_text
from generator.text.urls import check_url
from generator.yaml.document import Plain
from generator.yaml.editor import FileStyle, update_yaml
from generator.yaml.reader import read_yaml

_SAME = "It is the same paper as another record"
_STATUSES = {"The paper was withdrawn": "withdrawn", "The paper was retracted": "retracted"}
_REASONS = {"It does not belong here": "does not belong here", "An author asks for it": "at an author's request"}
#: A title to begin a new record with, until the form's own is in its place.
_UNNAMED = "?"


@dataclass(frozen=True, kw_only=True, slots=True)
class FormResult:
    """What a form does: steps for the store (none when it cannot be applied), and a report in Markdown.

    ``problems`` has errors only where there are no steps; warnings and advice come with a change.
    """

    steps: tuple[Change, ...]
    report: str
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class _Outcome:
    """Steps with the records that they change, or problems."""

    steps: tuple[Change, ...] = ()
    changes: tuple[RecordChange, ...] = ()
    problems: tuple[Problem, ...] = ()
    metadata: str = ""


def wanted_paper(form: Form) -> str:
    """The id or address that a form asks to add, for a fetch to look up; empty for other forms."""
    return form["paper"] if form.kind == "add" and identify(form["paper"]) else ""


def apply_form(
    form: Form, content: Content, *, topics: Collection[str] | None, today: date, found: SourceMetadata | None = None
) -> FormResult:
    """Decide what a form changes in content/.

    ``topics`` are the known topics' ids, None where a site has no list; ``found`` is what a source says of the paper
    to add. A form that cannot be applied changes nothing and says why.
    """
    match form.kind:
        case "fix":
            outcome = _fix(form, content, topics, today)
        case "add":
            outcome = _add(form, content, topics, today, found)
        case "topic":
            outcome = _propose_topic(form, content)
        case "remove":
            outcome = _remove(form, content)
    if any(problem.severity == "error" for problem in outcome.problems):
        outcome = replace(outcome, steps=(), changes=())
    return FormResult(steps=outcome.steps, report=_report(form, outcome), problems=outcome.problems)


def refuse_form(error: DigestifError) -> FormResult:
    """The answer to what cannot even be read as a form, or to a catalogue that does not answer."""
    problem = form_problem("", error.message, error.fix)
    return FormResult(steps=(), report=_refusal((problem,)), problems=(problem,))


def _refusal(problems: Iterable[Problem]) -> str:
    return f"This form cannot be applied as it is:\n\n{render_findings(problems)}\n"


def _report(form: Form, outcome: _Outcome) -> str:
    parts = [outcome.metadata] if outcome.metadata else []
    parts += [render_change(change) for change in outcome.changes]
    if outcome.problems and outcome.steps:
        parts += ["To look at:", render_findings(outcome.problems)]
    elif outcome.problems:
        parts.append(_refusal(outcome.problems))
    if form["why"]:
        parts.append(f"Said about it: {shown_text(form['why'][:1000])}")
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _fix(form: Form, content: Content, topics: Collection[str] | None, today: date) -> _Outcome:
    record, problem = _find_record(form["key"], content, "Record to fix")
    changes, problems = _changes(form, topics)
    if record is None:
        return _Outcome(problems=(problem, *problems) if problem else problems)
    present = paper_plain(record.paper)
    changes = {name: value for name, value in changes.items() if value != present.get(name)}
    if problems:
        return _Outcome(problems=problems)
    if not changes:
        return _Outcome(problems=(form_problem("Record to fix", *_NO_CHANGE),))
    raw = content.raw[record.file]
    written = _written(content, record.file, update_record(raw, changes), topics, today)
    late = form["version"] not in ("", record_version(record.paper))
    warnings = (form_problem("Version", *_CHANGED_SINCE),) if late else ()
    problems = (*written.problems, *(replace(each, severity="warning") for each in warnings))
    change = RecordChange(key=record.key, before=record.paper, after=written.paper)
    step = FileWrite(file=record.file, content=written.raw, was=content.digests[record.file])
    return _Outcome(steps=(step,), changes=(change,), problems=problems)


def _changes(form: Form, topics: Collection[str] | None) -> tuple[dict[str, Plain], tuple[Problem, ...]]:
    """The form's changes, with topics by their ids where a person wrote names, as in Speech audio."""
    changes, problems = read_changes(form)
    given = changes.get("topics")
    if isinstance(given, list):
        ids = ((topic, slugify(str(topic))) for topic in given)
        changes["topics"] = [topic_id if topics and topic_id in topics else topic for topic, topic_id in ids]
    return changes, problems


_NO_CHANGE = ("no answer differs from the record", "change a field and leave the others as they are")
_CHANGED_SINCE = ("the record was changed after this form was opened", "look closely at what the form takes back")


def _add(
    form: Form, content: Content, topics: Collection[str] | None, today: date, found: SourceMetadata | None
) -> _Outcome:
    changes, problems = _changes(form, topics)
    metadata, problem = (found, None) if found else _said_by_form(form)
    if metadata is None or problems:
        return _Outcome(problems=(*problems, problem) if problem else problems)
    draft = record_file("draft", today)
    raw = update_record(dump_record(paper_from_metadata(metadata, today), file=draft), changes)
    read = read_record(format_record(raw), file=draft)
    if read.record is None:
        return _Outcome(problems=_in_form(read.problems))
    paper = read.record.paper
    here = _already_here(paper, content)
    if here:
        return _Outcome(problems=(here,))
    aliases = {alias for record in content.records for alias in record.paper.aliases}
    key = new_key(paper, {*content.by_key, *content.removed, *aliases})
    file = record_file(key, today)
    written = _written(content, file, dump_record(paper, file=file), topics, today)
    change = RecordChange(key=key, before=None, after=written.paper)
    return _Outcome(steps=(FileWrite(file=file, content=written.raw),), changes=(change,), problems=written.problems)


def _said_by_form(form: Form) -> tuple[SourceMetadata | None, Problem | None]:
    """What the answer "paper to add" says by itself, an id or an address; the title is still to be filled in."""
    if not form["title"]:
        fix = "give the title as well; with an arXiv id or a DOI that a catalogue knows, the rest is filled in"
        return None, form_problem("Title", "missing", fix)
    named = identify(form["paper"])
    if named:
        return SourceMetadata(title=_UNNAMED, ids=Ids(**{named[0]: named[1]})), None
    try:
        return SourceMetadata(title=_UNNAMED, links=Links(page=check_url(form["paper"]))), None
    except ValueError as error:
        return None, form_problem(
            "Paper to add", str(error).partition("\n")[0], "expected an id or the paper's address"
        )


def _already_here(paper: Paper, content: Content) -> Problem | None:
    index, gone = IdentityIndex(), IdentityIndex()
    for key, record in sorted(content.by_key.items()):
        index.add(key, title=record.paper.title, ids=record.paper.ids, authors=record.paper.authors, curated=True)
    for key, removed in sorted(content.removed.items()):
        gone.add(key, title=removed.title, ids=removed.ids)
    here = index.find(paper)
    if here:
        fix = "to correct it, use the form that fixes a record"
        return form_problem("Paper to add", f"it is here already, as {here}: {content.by_key[here].paper.title}", fix)
    removed_key = gone.find(paper)
    if removed_key:
        return form_problem("Paper to add", f"it was removed: {content.removed[removed_key].reason}", "ask the curator")
    return None


def _propose_topic(form: Form, content: Content) -> _Outcome:
    topic = slugify(form["name"], max_length=60, word_boundary=True)
    description = " ".join(form["description"].split())
    held = read_yaml(content.topics, file=TOPICS_FILE)
    if not topic or not description:
        label = "Description" if topic else "Topic to propose"
        return _Outcome(
            problems=(form_problem(label, "missing", "expected a name, and one line that says what belongs"),)
        )
    if not isinstance(held.value, dict) or held.problems:
        return _Outcome(
            problems=(form_problem("Topic to propose", f"{TOPICS_FILE} cannot be read", "ask the curator"),)
        )
    if topic in held.value:
        return _Outcome(
            problems=(form_problem("Topic to propose", f"there is a topic {topic} already", "choose another name"),)
        )
    phrases: dict[str, Plain] = {line.strip().lower(): "1" for line in form["phrases"].splitlines() if line.strip()}
    name = " ".join(form["name"].split())
    fields: dict[str, Plain] = {"name": name, "description": description} | ({"phrases": phrases} if phrases else {})
    step = FileWrite(
        file=TOPICS_FILE,
        content=update_yaml(content.topics, {topic: fields}, FileStyle()),
        was=content.digests.get(TOPICS_FILE, ""),
    )
    papers = [read_key(line) for line in form["papers"].splitlines() if line.strip()]
    examples = "\n".join(f"- {shown_text(key)}" for key in papers[:50])
    metadata = f"### New topic: {shown_text(name)}\n\n{shown_text(description)}\n\n{examples}"
    return _Outcome(steps=(step,), metadata=metadata)


def _remove(form: Form, content: Content) -> _Outcome:
    record, problem = _find_record(form["key"], content, "Record to remove")
    if record is None:
        return _Outcome(problems=(problem,) if problem else ())
    reason = form["reason"]
    if reason == _SAME:
        return _merge_records(record, form, content)
    if reason in _STATUSES:
        return _change_record(record, {"status": _STATUSES[reason]}, content)
    if reason not in _REASONS:
        expected = "; ".join((_SAME, *_STATUSES, *_REASONS))
        return _Outcome(problems=(form_problem("Reason", "is not one of the form's", f"expected one of: {expected}"),))
    removed = Removed(key=record.key, reason=_REASONS[reason], title=record.paper.title, ids=record.paper.ids)
    listed = FileWrite(
        file=REMOVED_FILE,
        content=add_removed(content.raw.get(REMOVED_FILE, b""), [removed]),
        was=content.digests.get(REMOVED_FILE, ""),
    )
    change = RecordChange(key=record.key, before=record.paper, after=None)
    return _Outcome(steps=(listed, _removal(record, content)), changes=(change,))


def _merge_records(record: Record, form: Form, content: Content) -> _Outcome:
    """One paper, two records: the other one takes over the address, so that links to it go on working."""
    other, problem = _find_record(form["other"], content, "Other record")
    if other is None:
        return _Outcome(problems=(problem,) if problem else ())
    if other.key == record.key:
        return _Outcome(
            problems=(form_problem("Other record", "is the same record", "give the key of the one that stays"),)
        )
    aliases: list[Plain] = [*dict.fromkeys((*other.paper.aliases, record.key, *record.paper.aliases))]
    kept = _change_record(other, {"aliases": aliases}, content)
    change = RecordChange(key=record.key, before=record.paper, after=None)
    return _Outcome(steps=(*kept.steps, _removal(record, content)), changes=(*kept.changes, change))


def _change_record(record: Record, changes: dict[str, Plain], content: Content) -> _Outcome:
    """A change of the program's own making, which needs no more checks than that it can be read."""
    raw = update_record(content.raw[record.file], changes)
    read = read_record(raw, file=record.file)
    after = read.record.paper if read.record else None
    step = FileWrite(file=record.file, content=raw, was=content.digests[record.file])
    return _Outcome(steps=(step,), changes=(RecordChange(key=record.key, before=record.paper, after=after),))


def _removal(record: Record, content: Content) -> FileRemoval:
    return FileRemoval(file=record.file, was=content.digests[record.file])


@dataclass(frozen=True, kw_only=True, slots=True)
class _Written:
    """A record file as a form leaves it: its bytes, what they say, and what is wrong with it."""

    raw: bytes
    paper: Paper | None
    problems: tuple[Problem, ...]


def _written(content: Content, file: str, raw: bytes, topics: Collection[str] | None, today: date) -> _Written:
    read = read_record(raw, file=file)
    if read.record is None:
        return _Written(raw=raw, paper=None, problems=_in_form(read.problems))
    record = read.record
    found = [*read.problems, *check_dates(record, today=today), *check_wording(record)]
    found += check_topics(record, topics) if topics is not None else ()
    others = [each for each in content.records if each.file != file]
    # Last in order, so that it is told of this record and not of the one that was there before.
    found += [problem for problem in check_same_papers([*others, record]) if problem.place.file == file]
    return _Written(raw=raw, paper=record.paper, problems=_in_form(found))


def _in_form(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems of a record, named by the labels that the person saw; lines of a file that nobody sees are left out."""
    named = []
    for problem in problems:
        name, dot, rest = problem.field.partition(".")
        field, bracket, index = name.partition("[")
        label = FORM_FIELDS.get(field, field)
        named.append(replace(problem, place=Place(file="form"), field=f"{label}{bracket}{index}{dot}{rest}"))
    return tuple(named)


def _find_record(answer: str, content: Content, label: str) -> tuple[Record | None, Problem | None]:
    key = read_key(answer)
    records = content.by_key
    aliases = {alias: record for record in content.records for alias in record.paper.aliases}
    record = records.get(key) or aliases.get(key)
    if record:
        return record, None
    if key in content.removed:
        return None, form_problem(label, f"{key} was removed: {content.removed[key].reason}", "ask the curator")
    close = get_close_matches(key, records, n=1)
    fix = f"did you mean {close[0]}?" if close else "expected the last part of the page's address, as in 2401.10000"
    return None, form_problem(label, f"there is no record {key[:80]!r}" if key else "missing", fix)
