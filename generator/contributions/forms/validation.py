"""Checks content/ as a form would leave it, with the checks of ``digestif check``, before anything is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from generator.checks.before import problem_identity
from generator.checks.content import check_content
from generator.checks.same_papers import check_same_papers
from generator.contributions.forms.answers import label_problem
from generator.contributions.forms.curation import CURATION_LABELS
from generator.contributions.forms.form import FORMS, Form
from generator.errors import Place, Problem
from generator.files.hashing import hash_bytes
from generator.model import Record, Removed
from generator.records.read import read_record
from generator.store.changes import Change, FileWrite
from generator.store.content import (
    DIGESTS_FOLDER,
    FEEDS_FILE,
    PAPERS_FOLDER,
    PEOPLE_FILE,
    REMOVED_FILE,
    TOPICS_FILE,
    Content,
)
from generator.store.removed import read_removed

_RECORD_FILE = re.compile(rf"{PAPERS_FOLDER}/(?:\d+/)*(?P<key>[^/\s]+)\.yaml")
_SAME_PAPER = "if both are the same paper, open the form Remove a record and choose the reason for that"
#: The labels of answers by the fields of an entry, for forms that add an entry to a file.
_ENTRY_LABELS = {
    TOPICS_FILE: {"name": "Topic to propose", "description": "Description", "phrases": "Phrases"},
    FEEDS_FILE: {"name": "Name of the feed", "query": "Search to follow", "description": "Description"},
    PEOPLE_FILE: {
        "names": "Other spellings",
        "orcid": "ORCID iD",
        "homepage": "Homepage",
        "affiliation": "Affiliation",
        "papers": "Papers that are not mine",
        "not_papers": "Papers that are not mine",
    },
}


def find_form_problems(form: Form, content: Content, steps: Sequence[Change], *, today: date) -> tuple[Problem, ...]:
    """Return what ``digestif check`` would report after these steps, with the labels of the form.

    Errors are those of the changed files, and those of other files that were not there before. Warnings and suggestions
    are those of the changed record, and new ones of content/people.yaml.
    """
    changed = {step.file for step in steps}
    known = {problem_identity(problem) for problem in check_content(content, today=today)}
    after = content_after(content, steps)
    found = []
    for problem in (*check_content(after, today=today), *_same_papers(after, changed)):
        is_changed = problem.place.file in changed
        if problem.code == "record-twice" and not is_changed:
            continue  # it is reported for the changed record below, whichever of the two comes first in content/
        if problem.severity == "error":
            is_relevant = is_changed or problem_identity(problem) not in known
        else:
            is_new = problem.place.file == PEOPLE_FILE and problem_identity(problem) not in known
            is_relevant = is_changed and (is_new or problem.place.file.startswith(f"{PAPERS_FOLDER}/"))
        if is_relevant:
            found.append(_labelled(form, problem, is_changed=is_changed))
    return tuple(dict.fromkeys(found))


def content_after(content: Content, steps: Sequence[Change]) -> Content:
    """Return content/ as the steps of a form would leave it: records, removed papers and topics."""
    raw, hashes = dict(content.raw), dict(content.hashes)
    records = {record.file: record for record in content.records}
    problems = [problem for problem in content.problems if problem.place.file not in {step.file for step in steps}]
    removed = dict(content.removed)
    for step in steps:
        records.pop(step.file, None)
        raw.pop(step.file, None)
        hashes.pop(step.file, None)
        if not isinstance(step, FileWrite):
            continue
        raw[step.file], hashes[step.file] = step.content, hash_bytes(step.content)
        if step.file == REMOVED_FILE:
            read_list = read_removed(step.content, file=step.file)
            removed = {each.key: each for each in read_list.removed}
            problems += read_list.problems
        elif step.file.startswith(f"{PAPERS_FOLDER}/"):
            read = read_record(step.content, file=step.file)
            problems += read.problems
            if read.record is not None:
                records[step.file] = read.record
    return _replaced(content, records, removed, raw, hashes, problems)


def _replaced(
    content: Content,
    records: dict[str, Record],
    removed: dict[str, Removed],
    raw: dict[str, bytes],
    hashes: dict[str, str],
    problems: list[Problem],
) -> Content:
    return replace(
        content,
        records=tuple(records[file] for file in sorted(records)),
        removed=removed,
        raw=raw,
        hashes=hashes,
        problems=tuple(problems),
    )


def _same_papers(content: Content, changed: set[str]) -> Iterator[Problem]:
    """Yield the changed records that are the same paper as another record."""
    ordered = sorted(content.records, key=lambda record: record.file in changed)
    yield from (
        problem for problem in check_same_papers(ordered, content.different_papers) if problem.place.file in changed
    )


def _labelled(form: Form, problem: Problem, *, is_changed: bool) -> Problem:
    """Return a problem as the person who filled in the form can understand it."""
    file, first_label = problem.place.file, next(iter(FORMS[form.kind]))
    if is_changed and file.startswith(f"{PAPERS_FOLDER}/"):
        found = _RECORD_FILE.sub(r"the record \g<key>", problem.found).replace(TOPICS_FILE, "this site")
        fix = _SAME_PAPER if problem.code == "record-twice" else problem.fix
        return label_problem(replace(problem, found=found, fix=fix))
    place = Place(file="form")
    if is_changed and file in _ENTRY_LABELS and form.kind in ("topic", "follow", "claim"):
        _, _, path = problem.field.partition(".")
        field = re.split(r"[.\[]", path)[0]
        return replace(problem, place=place, field=_ENTRY_LABELS[file].get(field, first_label))
    if is_changed and file.startswith(f"{DIGESTS_FOLDER}/"):
        field = re.split(r"[.\[]", problem.field)[0]
        return replace(problem, place=place, field=CURATION_LABELS.get(field, first_label))
    return replace(problem, place=place, field=first_label, found=f"{problem.place}: {problem.found}")
