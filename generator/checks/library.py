"""Checks between files: records agree with their paths, the topics file, removed.yaml and each other."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date
from difflib import get_close_matches

from generator.catalog.digests.digest import Digest
from generator.checks.notes import check_notes
from generator.checks.same_papers import check_same_papers
from generator.checks.translations import check_translations
from generator.checks.wording import check_wording
from generator.errors import Place, Problem
from generator.ids import paper_key
from generator.importing.identity import identity_ids
from generator.model import Library, Record
from generator.store.content import Content, record_file
from generator.store.distinct import NO_PAIRS, DistinctPairs
from generator.store.keys import check_keys
from generator.text.dates import PartialDate
from generator.yaml.document import Path
from generator.yaml.reader import read_yaml

_ARXIV_KEY = re.compile(r"\d{4}\.\d{4,5}")


def check_library(
    records: Iterable[Record],
    library: Library,
    *,
    topics: Collection[str] | None,
    today: date,
    different: DistinctPairs = NO_PAIRS,
    digests: Collection[Digest] = (),
) -> tuple[Problem, ...]:
    """Return all problems between files, in the order of files; ``locate_problems`` adds lines to their places.

    ``records`` are all that were read, ``library`` what was made of them; ``topics`` are the ids of all topics, None if
    the site has no list of them; ``different`` are pairs of keys that a person marked as different papers;
    ``digests`` are what editors say about days, weeks and months.
    """
    ordered = sorted(records, key=lambda record: (record.key, record.file))
    found: list[Problem] = []
    for record in ordered:
        found += check_path(record)
        found += check_dates(record, today=today)
        found += check_wording(record)
        found += check_translations(record)
        if topics is not None:
            found += check_topics(record, topics)
    found += check_notes(library, topics=topics, digests=digests)
    found += check_keys(ordered, library.removed)
    found += check_same_papers(ordered, different)
    return tuple(sorted(found, key=lambda problem: (problem.place.file, problem.field, problem.code, problem.found)))


def find_blocking_problems(content: Content) -> tuple[Problem, ...]:
    """Return the errors that must stop a build, with line and column, in the order of files.

    These are the errors of reading, and the errors between files with which a build would silently drop a page: two
    record files with one key, an alias that is another paper's address, a record that is listed as removed. Pages
    survive every other problem that ``digestif check`` reports. One pass over the records.
    """
    ordered = sorted(content.records, key=lambda record: (record.key, record.file))
    between = locate_problems(check_keys(ordered, content.removed), lambda file: content.raw.get(file, b""))
    errors = [problem for problem in (*content.problems, *between) if problem.severity == "error"]
    return tuple(sorted(errors, key=lambda problem: (problem.place.file, problem.place.line or 0, problem.code)))


def check_path(record: Record) -> Iterator[Problem]:
    """Report a file outside its date's folder, and a file named after the arXiv id of another paper."""
    expected = record_file(record.key, record.paper.date)
    if record.file != expected:
        fix = f"move it to {expected}, or correct the date"
        yield _problem(record, "record-place", f"{record.paper.date} does not match the file's folder", fix, "date")
    arxiv = identity_ids(record.paper.ids).get("arxiv")
    if arxiv and _ARXIV_KEY.match(record.key) and not record.key.startswith(paper_key(arxiv=arxiv, title="")):
        field = "ids.arxiv" if record.paper.ids.arxiv else "ids.doi"
        fix = "correct the id, or rename the file after it"
        yield _problem(record, "record-key", f"{arxiv} does not match the file's name {record.key}", fix, field)


def check_dates(record: Record, *, today: date) -> Iterator[Problem]:
    """Report dates in the future."""
    for field in ("date", "published", "updated"):
        stated = getattr(record.paper, field)
        day = stated.first_day if isinstance(stated, PartialDate) else stated
        if day is not None and day > today:
            fix = f"correct the year, month or day; today is {today}"
            yield _problem(record, "record-future", f"{stated} is in the future", fix, field)


def check_topics(record: Record, topics: Collection[str]) -> Iterator[Problem]:
    """Report topics that are not in the topics file, and repeated ones."""
    listed = record.paper.topics or ()
    for index, topic in enumerate(listed):
        field = f"topics[{index}]"
        if topic in listed[:index]:
            yield _problem(record, "topic-twice", f"{topic!r} is listed twice", "delete one of them", field)
        elif topic not in topics:
            close = get_close_matches(topic.lower().replace(" ", "-"), sorted(topics), n=1)
            fix = f"did you mean {close[0]}?" if close else f"use one of {', '.join(sorted(topics))}"
            yield _problem(record, "topic-unknown", f"{topic!r} is not a topic of content/topics.yaml", fix, field)


def locate_problems(problems: Iterable[Problem], read: Callable[[str], bytes]) -> tuple[Problem, ...]:
    """Return the problems with line and column, looked up by their fields; ``read`` returns a file's bytes."""
    documents = {}
    located = []
    for problem in problems:
        file = problem.place.file
        if problem.place.line is None and file.endswith(".yaml"):
            if file not in documents:
                documents[file] = read_yaml(read(file), file=file)
            problem = replace(problem, place=documents[file].place(_path(problem.field)))
        located.append(problem)
    return tuple(located)


def _path(field: str) -> Path:
    """Return ``authors[3].name`` as a path."""
    parts = re.findall(r"[^.\[\]]+", field)
    return tuple(int(part) if part.isdigit() else part for part in parts)


def _problem(record: Record, code: str, found: str, fix: str, field: str) -> Problem:
    return Problem(place=Place(file=record.file), code=code, found=found, fix=fix, field=field)
