"""What a form changes, before it is checked as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from generator.contributions.answers import form_problem, read_key
from generator.contributions.difference import RecordChange
from generator.errors import Problem
from generator.model import Record
from generator.store.changes import Change
from generator.store.content import PAPERS_FOLDER, Content


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """Steps with the records that they change, or problems. ``summary`` begins the report, in Markdown."""

    steps: tuple[Change, ...] = ()
    changes: tuple[RecordChange, ...] = ()
    problems: tuple[Problem, ...] = ()
    summary: str = ""


def refused(label: str, found: str, fix: str = "") -> Outcome:
    """Return the outcome of a form that one answer makes impossible."""
    return Outcome(problems=(form_problem(label, found, fix),))


def find_record(answer: str, content: Content, label: str) -> Record | Problem:
    """Return the record with the key, alias or address in an answer, or why there is none."""
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
    close = get_close_matches(key, records, n=1)
    return form_problem(label, f"there is no record {key[:80]!r}", f"did you mean {close[0]}?" if close else _EXPECTED)


_EXPECTED = "expected the last part of the page's address, as in 2401.10000"
