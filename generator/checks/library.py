"""What one file alone cannot tell: whether the records agree with their places, with the topics and with each other."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from difflib import get_close_matches

from generator.errors import Place, Problem, Severity
from generator.ids import normal_title, paper_key
from generator.importing.identity import identity_ids
from generator.model import Library, Paper, Record
from generator.store.content import NOTES_FOLDER, Content, record_file
from generator.store.keys import check_keys
from generator.yaml.document import Path
from generator.yaml.reader import read_yaml

Check = Iterator[Problem]

_REFERENCE = re.compile(r"(?:^|[(<\"'\s/.])/?(papers|topics)/([\w.-]+)/?(?=[)>\"'\s#?]|$)")
_ARXIV_KEY = re.compile(r"\d{4}\.\d{4,5}")
_LETTERS = re.compile(r"[^\W\d_]+")
# A sentence ends in one of these, perhaps inside quotes or brackets; so does a formula, an address, a list.
_OPEN_END = re.compile(r"(?:[^\W_]|[,;:–—(-]|\.\.\.|…)")
_ADDRESS_END = re.compile(r"\S*(?:://|www\.|\w/\w)\S*")


def check_library(
    records: Iterable[Record],
    library: Library,
    *,
    topics: Collection[str] | None,
    today: date,
) -> tuple[Problem, ...]:
    """Everything that is wrong between files, in order of files; places without lines, for ``locate_problems``.

    ``records`` are all that were read, ``library`` what was made of them; ``topics`` are the known topics' ids,
    None where a site has no list of them.
    """
    ordered = sorted(records, key=lambda record: (record.key, record.file))
    found: list[Problem] = []
    for record in ordered:
        found += check_place(record)
        found += check_days(record, today=today)
        found += check_wording(record)
        if topics is not None:
            found += check_topics(record, topics)
        found += _check_references(record.paper.note, Place(file=record.file), "note", library, topics)
    for day, note in library.notes.items():
        found += _check_references(note, Place(file=note_file(day)), "", library, topics)
    found += check_keys(ordered, library.removed)
    found += check_same_papers(ordered)
    return tuple(sorted(found, key=lambda problem: (problem.place.file, problem.field, problem.code, problem.found)))


def find_blocking_problems(content: Content) -> tuple[Problem, ...]:
    """Return the errors that must stop a build, with line and column, in the order of files.

    These are the errors of reading, and the errors between files with which a build would silently drop a page: two
    record files with one key, an alias that is another paper's address, a record that is listed as removed. Every
    other problem is one that ``digestif check`` reports and that pages survive. One pass over the records.
    """
    ordered = sorted(content.records, key=lambda record: (record.key, record.file))
    between = locate_problems(check_keys(ordered, content.removed), lambda file: content.raw.get(file, b""))
    errors = [problem for problem in (*content.problems, *between) if problem.severity == "error"]
    return tuple(sorted(errors, key=lambda problem: (problem.place.file, problem.place.line or 0, problem.code)))


def note_file(day: date) -> str:
    """Where the curator's note on a day stands."""
    return f"{NOTES_FOLDER}/{day.isoformat()}.md"


def check_place(record: Record) -> Check:
    """The file lies in its date's folder; a file named after an arXiv id holds that paper."""
    wanted = record_file(record.key, record.paper.date)
    if record.file != wanted:
        fix = f"move it to {wanted}, or correct the date"
        yield _of(record, "record-place", f"{record.paper.date} does not agree with the file's folder", fix, "date")
    arxiv = identity_ids(record.paper.ids).get("arxiv")
    if arxiv and _ARXIV_KEY.match(record.key) and not record.key.startswith(paper_key(arxiv=arxiv, title="")):
        field = "ids.arxiv" if record.paper.ids.arxiv else "ids.doi"
        fix = "give the paper the id that its file is named after, or its own file"
        yield _of(record, "record-key", f"{arxiv} does not agree with the file's name {record.key}", fix, field)


def check_days(record: Record, *, today: date) -> Check:
    """Nothing comes from the future."""
    for field in ("date", "published", "updated"):
        day = getattr(record.paper, field)
        if day is not None and day > today:
            fix = f"correct the year, month or day: today is {today}"
            yield _of(record, "record-future", f"{day} is in the future", fix, field)


def check_topics(record: Record, topics: Collection[str]) -> Check:
    """Every topic is on the list, once."""
    given = record.paper.topics or ()
    for place, topic in enumerate(given):
        field = f"topics[{place}]"
        if topic in given[:place]:
            yield _of(record, "topic-twice", f"{topic!r} stands there twice", "delete one of them", field)
        elif topic not in topics:
            close = get_close_matches(topic.lower().replace(" ", "-"), sorted(topics), n=1)
            fix = f"did you mean {close[0]}?" if close else f"known are {', '.join(sorted(topics))}"
            yield _of(record, "topic-unknown", f"{topic!r} is not a topic of content/topics.yaml", fix, field)


def check_wording(record: Record) -> Check:
    """Advice on titles and abstracts, which sources send as they are."""
    title, abstract = record.paper.title, record.paper.abstract
    words = _LETTERS.findall(title)
    if len(words) >= 3 and all(word.isupper() for word in words) and title.upper() != title.lower():
        fix = "write it as a sentence, with capitals only where the name has them"
        yield _of(record, "title-capitals", "all in capitals", fix, "title", "advice")
    if title.endswith(".") and not title.endswith(("..", "etc.", "al.")):
        yield _of(record, "title-full-stop", "ends with a full stop", "a title needs none", "title", "advice")
    if abstract and _is_cut(abstract):
        end = " ".join(abstract.split()[-4:])[-40:]
        fix = "the source may have cut it: complete it, or end it with a full stop"
        yield _of(record, "abstract-cut", f"ends in the middle of a sentence: … {end}", fix, "abstract", "advice")


def _is_cut(abstract: str) -> bool:
    *_, last = abstract.rsplit(maxsplit=1)
    if abstract.endswith(("...", "…")):
        return True
    return bool(_OPEN_END.fullmatch(abstract[-1])) and not _ADDRESS_END.fullmatch(last)


def _check_references(text: str, place: Place, field: str, library: Library, topics: Collection[str] | None) -> Check:
    """Links of a note to pages of this site lead somewhere."""
    if "papers/" not in text and "topics/" not in text:
        return
    keys = set(library.records) | set(library.removed)
    keys.update(alias for record in library.records.values() for alias in record.paper.aliases)
    known = {"papers": keys, "topics": topics}
    for kind, name in dict.fromkeys(_REFERENCE.findall(text)):
        names = known[kind]
        if names is None or name in names:
            continue
        close = get_close_matches(name, sorted(names), n=1)
        fix = f"did you mean {kind}/{close[0]}/?" if close else f"there is no such {kind[:-1]} in content/"
        yield Problem(
            place=place, code="note-link", field=field, found=f"a link to {kind}/{name}/ leads nowhere", fix=fix
        )


def check_same_papers(records: Sequence[Record]) -> Check:
    """No two records are one paper: by an identifier, or by title and a common author."""
    by_id: dict[tuple[str, str], Record] = {}
    by_title: dict[str, list[Record]] = {}
    for record in records:
        told: set[str] = set()
        for kind, value in sorted(identity_ids(record.paper.ids).items()):
            first = by_id.setdefault((kind, value), record)
            if first is not record and first.key not in told:
                told.add(first.key)
                field = f"ids.{kind}" if getattr(record.paper.ids, kind) else "ids.doi"
                yield _same(record, first, f"{value} is also an id of {first.file}", field)
        namesakes = by_title.setdefault(normal_title(record.paper.title), [])
        for first in namesakes:
            if first.key not in told and _may_be_same(first.paper, record.paper):
                yield _same(record, first, f"the same title and authors as {first.file}", "title")
        namesakes.append(record)


def _same(record: Record, first: Record, found: str, field: str) -> Problem:
    fix = f"keep one record, and write the other's key under its aliases: {first.key} or {record.key}"
    return _of(record, "record-twice", found, fix, field)


def _may_be_same(one: Paper, other: Paper) -> bool:
    """Papers of one title are one unless a catalogue tells them apart, or all their authors do."""
    ids, others = identity_ids(one.ids), identity_ids(other.ids)
    if any(ids[kind] != others[kind] for kind in ids.keys() & others.keys()):
        return False
    authors, more = ({author.parsed_name.match_key for author in paper.authors} for paper in (one, other))
    return not authors or not more or bool(authors & more)


def locate_problems(problems: Iterable[Problem], read: Callable[[str], bytes]) -> tuple[Problem, ...]:
    """The problems with line and column, looked up by their field; ``read`` gives a file's bytes."""
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
    """``authors[3].name`` as a path."""
    parts = re.findall(r"[^.\[\]]+", field)
    return tuple(int(part) if part.isdigit() else part for part in parts)


def _of(record: Record, code: str, found: str, fix: str, field: str, severity: Severity = "error") -> Problem:
    return Problem(place=Place(file=record.file), code=code, found=found, fix=fix, field=field, severity=severity)
