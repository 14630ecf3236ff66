"""What a form changes, before it is checked as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from generator.contributions.difference import RecordChange
from generator.contributions.forms.answers import form_problem, label_problem, read_key
from generator.contributions.forms.pasted import find_ids, strip_pasted
from generator.errors import Problem, quote
from generator.ids import normal_title
from generator.importing.identity import identity_ids
from generator.model import Record
from generator.records.read import ReadRecord
from generator.store.changes import Change
from generator.store.content import PAPERS_FOLDER, Content


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """Steps with the records that they change, and problems; an error among these prevents the steps.

    Steps are given in spite of errors where they can be, so that content/ can be checked as they would leave it, and
    all problems are reported at once. ``summary`` begins the report, in Markdown; ``title`` is that of a pull request;
    commands that do the same without a form say ``done`` afterwards.
    """

    steps: tuple[Change, ...] = ()
    changes: tuple[RecordChange, ...] = ()
    problems: tuple[Problem, ...] = ()
    summary: str = ""
    title: str = ""
    done: str = ""


def refused(label: str, found: str, fix: str = "") -> Outcome:
    """Return the outcome of a form that one answer makes impossible."""
    return Outcome(problems=(form_problem(label, found, fix),))


def label_problems(read: ReadRecord) -> tuple[Problem, ...]:
    """Return the errors of a record with the labels of the form."""
    return tuple(label_problem(problem) for problem in read.problems if problem.severity == "error")


def find_record(answer: str, content: Content, label: str) -> Record | Problem:
    """Return the record that an answer names by key, alias, address, identifier or title, or why there is none."""
    key = read_key(answer)
    records = content.by_key
    aliases = {alias: record for record in content.records for alias in record.paper.aliases}
    record = records.get(key) or aliases.get(key)
    if record:
        return record
    if not key:
        return form_problem(label, "missing", _EXPECTED)
    if key in content.removed:
        return form_problem(label, f"{key} was removed: {content.removed[key].reason}", "ask the curator")
    if any(file.startswith(f"{PAPERS_FOLDER}/") and file.endswith(f"/{key}.yaml") for file in content.raw):
        return form_problem(label, f"the record {key} has errors", "ask the curator to run digestif check")
    found = {record.key: record for record in _find_records(answer, content)}
    if len(found) == 1:
        return next(iter(found.values()))
    if found:
        several = " and ".join(sorted(found)[:_MAX_NAMED])
        return form_problem(label, f"names several records: {several}", "give the key of one record")
    close = get_close_matches(key[:_LONGEST_KEY], records, n=1)
    return form_problem(label, f"there is no record {quote(key)}", f"did you mean {close[0]}?" if close else _EXPECTED)


def _find_records(answer: str, content: Content) -> Iterator[Record]:
    """Yield the records with one of the identifiers in an answer, or with the answer as their title."""
    wanted = set(find_ids(answer))
    title = normal_title(strip_pasted(answer))
    for record in content.records:
        if wanted & set(identity_ids(record.paper.ids).items()) or normal_title(record.paper.title) == title:
            yield record


_EXPECTED = "expected the last part of the page's address, as in 2401.10000"
_LONGEST_KEY = 200
_MAX_NAMED = 5
