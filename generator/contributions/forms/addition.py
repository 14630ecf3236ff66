"""The form that adds a paper."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date

from generator.contributions.difference import RecordChange
from generator.contributions.forms.answers import answer_problem, form_problem
from generator.contributions.forms.fix import apply_answers, read_form_changes
from generator.contributions.forms.form import Form
from generator.contributions.forms.outcome import Outcome, label_problems
from generator.contributions.forms.pasted import find_ids, has_image, strip_pasted
from generator.errors import Problem, quote
from generator.ids import IdKind
from generator.importing.identity import IdentityIndex, new_key
from generator.importing.missing import index_records
from generator.model import Ids, Links, Paper, SourceMetadata
from generator.records.canonical import dump_record, format_record
from generator.records.paper_json import paper_json
from generator.records.read import read_record
from generator.store.changes import FileWrite
from generator.store.content import Content, record_file
from generator.store.snapshots.snapshots import is_list, paper_from_metadata
from generator.text.addresses.urls import check_url
from generator.text.clean import check_line, unwrap
from generator.yaml.document import Plain

#: The title of a new record until the form's own replaces it.
_PLACEHOLDER = "?"
_PARTS = ("ids", "links")
_PAPER, _DIGEST = "Paper to add", "Digest"
_GIVE_TITLE = "give the title as well, in the field Title"
_NEWEST = re.compile(r"(?:the )?(?:newest|latest)(?: digest)?", re.IGNORECASE)
_DATE = re.compile(r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)")
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Lookup:
    """What a source says about the paper to add, or the reason why it says nothing; empty if none was asked.

    With ``no_response``, the source did not respond, so it may know the paper.
    """

    metadata: SourceMetadata | None = None
    reason: str = ""
    fix: str = ""
    no_response: bool = False


NO_LOOKUP = Lookup()


@dataclass(frozen=True, kw_only=True, slots=True)
class _Reference:
    """The answer "Paper to add": an identifier, an address, or a title, and what is wrong with it."""

    ids: Ids = field(default_factory=Ids)
    page: str | None = None
    title: str = ""
    problem: Problem | None = None


def wanted_paper(form: Form) -> str:
    """Return the identifier of the paper that a form asks to add, for a source to look up; empty if there is none.

    OpenReview has no public list of its papers, so nothing is looked up for its identifiers.
    """
    found = find_ids(form["paper"]) if form.kind == "add" else ()
    return found[0][1] if len(found) == 1 and found[0][0] != "openreview" else ""


def add_paper(
    form: Form, content: Content, topics: Collection[str] | None, *, today: date, lookup: Lookup = NO_LOOKUP
) -> Outcome:
    """Add a record of what a source says about the paper, completed and corrected by the form."""
    changes, problems = read_form_changes(form, topics)
    reference = _read_reference(form["paper"])
    if reference.title:
        changes.setdefault("title", reference.title)
    day, day_problems = _digest_day(form["digest"], content, today)
    problems = (*_reference_problems(form, reference, lookup, changes), *problems, *day_problems)
    metadata = lookup.metadata or SourceMetadata(
        title=_PLACEHOLDER, ids=reference.ids, links=Links(page=reference.page)
    )
    draft = record_file("draft", day)
    changes = _with_stated_parts(changes, metadata)
    raw, read = apply_answers(dump_record(paper_from_metadata(metadata, day), file=draft), changes, file=draft)
    problems = (*problems, *label_problems(read))
    if read.record is None:
        return Outcome(problems=problems)
    paper = _formatted(raw, draft) or read.record.paper
    known = _known_paper(paper, content)
    if known:
        return Outcome(problems=(known, *problems))
    return _written(paper, content, problems)


def _with_stated_parts(changes: dict[str, Plain], metadata: SourceMetadata) -> dict[str, Plain]:
    """Add the known ids and links to those of the form, which would replace all of them."""
    stated = paper_json(metadata)
    merged = {
        name: {**stated.get(name, {}), **parts} for name in _PARTS if isinstance(parts := changes.get(name), dict)
    }
    return {**changes, **merged}


def _formatted(raw: bytes, file: str) -> Paper | None:
    read = read_record(format_record(raw), file=file)
    return read.record.paper if read.record else None


def _written(paper: Paper, content: Content, problems: tuple[Problem, ...]) -> Outcome:
    aliases = {alias for record in content.records for alias in record.paper.aliases}
    listed = {entry.key for snapshot in content.snapshots.values() for entry in snapshot.entries}
    key = new_key(paper, {*content.by_key, *content.removed, *aliases, *listed})
    file = record_file(key, paper.date)
    written = dump_record(paper, file=file)
    reread = read_record(written, file=file)
    if reread.record is None:
        return Outcome(problems=(*problems, *label_problems(reread)))
    return Outcome(
        steps=(FileWrite(file=file, content=written),),
        changes=(RecordChange(key=key, before=None, after=reread.record.paper),),
        problems=problems,
        title=f"Add: {paper.title}",
    )


def _read_reference(answer: str) -> _Reference:
    """Return what the answer "Paper to add" names. It may be empty where the form has a title."""
    answer = strip_pasted(answer)
    if not answer:
        return _Reference()
    if has_image(answer):
        return _refuse("contains an image", "type the identifier, the address or the title of the paper")
    try:
        check_line(unwrap(answer))
    except ValueError as error:
        return _Reference(problem=answer_problem(_PAPER, error))
    found = find_ids(answer)
    if len(found) > 1:
        named = " and ".join(_shown_id(*each) for each in found)
        return _refuse(f"names {len(found)} identifiers: {named}", "give one; for each further paper, send a form")
    if found:
        kind, value = found[0]
        return _Reference(ids=Ids(**{kind: value}))
    if "://" not in answer and len(_WORD.findall(answer)) > 1:
        return _Reference(title=unwrap(answer))
    try:
        return _Reference(page=check_url(answer))
    except ValueError as error:
        found_text = str(error).partition("\n")[0] if "://" in answer else f"{quote(answer)} is not an identifier"
        return _refuse(found_text, "expected an arXiv id, a DOI, the paper's address, or its title")


def _reference_problems(
    form: Form, reference: _Reference, lookup: Lookup, changes: dict[str, Plain]
) -> tuple[Problem, ...]:
    """Return why the paper is not known well enough: no title, or an identifier that no source has."""
    has_title = bool(changes.get("title"))
    if reference.problem:
        return (reference.problem,)
    if lookup.reason:
        # With a title, the paper can be added; a curator sees the warning and decides.
        fix = "the record has only what the form says: check the identifier" if has_title else lookup.fix or _GIVE_TITLE
        problem = form_problem(_PAPER, lookup.reason, fix)
        return (replace(problem, severity="warning"),) if has_title else (problem,)
    if has_title or lookup.metadata or form["title"]:
        return ()
    if reference.ids.openreview:
        return (form_problem(_PAPER, "OpenReview papers cannot be looked up", _GIVE_TITLE),)
    if reference.page or reference.ids != Ids():
        return (form_problem(_PAPER, "no title is known for this paper", _GIVE_TITLE),)
    return (form_problem(_PAPER, "missing", "give an arXiv id, a DOI or an address, or the title in the field Title"),)


def _digest_day(answer: str, content: Content, today: date) -> tuple[date, tuple[Problem, ...]]:
    """Return the day of the digest that gets the paper: the newest, unless the form names an older one.

    A paper that somebody adds never starts a new front page: the digest of the next day does.
    """
    days = {record.paper.date for record in content.records} | {
        day for day, source in content.snapshots if is_list(source)
    }
    newest = max((day for day in days if day <= today), default=today)
    if not answer or _NEWEST.fullmatch(answer):
        return newest, ()
    dates = set(_DATE.findall(answer))
    try:
        day = date.fromisoformat(dates.pop() if len(dates) == 1 else "")
    except ValueError:
        fix = f"write the day as in {newest}, or leave the field empty for the newest digest"
        return newest, (form_problem(_DIGEST, f"{quote(answer)} is not a date", fix),)
    if day > newest:
        fix = "give an earlier day, or leave the field empty for the newest digest"
        return newest, (form_problem(_DIGEST, f"there is no digest of {day}; the newest is of {newest}", fix),)
    if day in days:
        return day, ()
    nearest = min(days, key=lambda other: (abs(other - day), other), default=newest)
    problem = form_problem(
        _DIGEST, f"there is no digest of {day}; this paper begins one", f"the nearest is of {nearest}"
    )
    return day, (replace(problem, severity="warning"),)


def _known_paper(paper: Paper, content: Content) -> Problem | None:
    """Return why the paper cannot be added: there is a record of it, or it was removed."""
    records = content.by_key
    known = index_records(records).find(paper)
    if known:
        fix = "to correct it, open its page and choose Suggest a fix"
        return form_problem(_PAPER, f"is already here as {known}: {records[known].paper.title}", fix)
    removed_index = IdentityIndex(title_is_enough=True)
    for key, removed in sorted(content.removed.items()):
        removed_index.add(key, title=removed.title, ids=removed.ids)
    removed_key = removed_index.find(paper)
    if removed_key:
        return form_problem(_PAPER, f"was removed: {content.removed[removed_key].reason}", "ask the curator")
    return None


def _refuse(found: str, fix: str) -> _Reference:
    return _Reference(problem=form_problem(_PAPER, found, fix))


def _shown_id(kind: IdKind, value: str) -> str:
    return f"{kind} {value}"
