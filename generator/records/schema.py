"""The schema of a record: turns the content of a YAML file into a paper, or into problems that people can fix."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from generator.errors import Problem, Severity
from generator.model import Paper
from generator.records.fields import (
    DATE_FIELDS,
    FIELDS,
    KEYED_FIELDS,
    PARTIAL_DATE_FIELDS,
    TEXT_FIELDS,
    field_name,
    fields_of,
)
from generator.records.limits import limits_exceeded_by_fields
from generator.records.spelling import correct_spelling
from generator.text.dates import ISO_DATE, PartialDate
from generator.text.similar import similar_name
from generator.yaml.document import Document, Path, Plain, field_path

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_OR_FIX = ", or let `digestif check --fix` do it"
# Names that other formats use, and that no field resembles in spelling.
_ALSO_CALLED = {
    "tags": "topics",
    "labels": "topics",
    "name": "title",
    "year": "published",
    "journal": "venue",
    "booktitle": "venue",
    "conference": "venue",
    "school": "venue",
    "institution": "venue",
    "type": "kind",
    "issue": "publication.number",
    "url": "links.page",
    "website": "links.project",
    "homepage": "links.project",
    "github": "links.code",
    "repo": "links.code",
    "repository": "links.code",
    "dataset": "links.data",
    "eprint": "ids.arxiv",
    "redirects": "aliases",
    "tldr": "summary",
    "translation": "translations",
}


def read_paper(document: Document) -> tuple[Paper | None, tuple[Problem, ...]]:
    """Read a paper from a document, with all problems in the order of the file.

    The paper is None if one of the problems is an error. An author may be a bare name, a field without a value is
    ignored, and days must be written as ``YYYY-MM-DD``.
    """
    problems = list(document.problems)
    paper = None
    if isinstance(document.value, dict):
        paper, found = _validate(document, document.value)
        problems += found
    elif () not in document.unread:
        problems.append(_not_a_record(document))
    if any(problem.severity == "error" for problem in problems):
        paper = None
    return paper, tuple(sorted(problems, key=_file_order))


def _file_order(problem: Problem) -> tuple[int, int, str, str]:
    return problem.place.line or 0, problem.place.column or 0, problem.field, problem.code


def _not_a_record(document: Document) -> Problem:
    found = "the file is empty" if document.value is None else f"the file contains {_kind(document.value)}, not fields"
    fix = "start with the title and the date, for example title: On Computable Numbers"
    return Problem(place=document.place(), code="schema-record", found=found, fix=fix)


def _validate(document: Document, value: dict[str, Plain]) -> tuple[Paper | None, list[Problem]]:
    problems = [*_shortened_texts(document)]
    shaped = _shape(value)
    bad_dates = {path: text for path, text in _dates(value) if not _is_date(path, text)}
    problems += (_bad_date(document, path, text) for path, text in bad_dates.items())
    problems += (
        _at(document, limit.path, "schema-limit", limit.found, limit.fix) for limit in limits_exceeded_by_fields(value)
    )
    try:
        paper = Paper.model_validate(shaped)
    except ValidationError as error:
        known = document.unread | bad_dates.keys()
        for detail in error.errors(include_url=False):
            path = tuple(detail["loc"])
            if not any(path[: len(parent)] == parent for parent in known):
                problems.append(_problem(document, path, detail))
        return None, problems
    problems += (_respelled(document, path, old, new) for path, old, new in _respellings(shaped, paper))
    return paper, problems


def _shape(value: dict[str, Plain]) -> dict[str, Any]:
    """The document in the model's shape: bare names become authors, fields without a value are left out."""
    shaped: dict[str, Any] = {}
    for name, item in value.items():
        if item is None:
            continue
        if name == "authors" and isinstance(item, list):
            shaped[name] = [{"name": author} if isinstance(author, str) else _filled(author) for author in item]
        elif name in KEYED_FIELDS and isinstance(item, dict):
            shaped[name] = {key: _filled(part) for key, part in item.items() if part is not None}
        else:
            shaped[name] = _filled(item)
    return shaped


def _filled(value: Plain) -> Plain:
    """A mapping without its empty fields; other values are unchanged."""
    return {name: item for name, item in value.items() if item is not None} if isinstance(value, dict) else value


def _shortened_texts(document: Document) -> Iterator[Problem]:
    """Texts that may have lost their end: YAML reads `title: C# is #1` as the title `C# is` and a comment."""
    for path, comment in document.trailing_comments.items():
        if field_name(path) in TEXT_FIELDS:
            found = f"the text ends before {_shown(f'#{comment}')}, which YAML reads as a comment"
            fix = "put the whole text in quotes, or move the comment to a line of its own"
            yield _at(document, path, "schema-cut", found, fix)


def _dates(value: dict[str, Plain]) -> Iterator[tuple[Path, str]]:
    """Path and text of every date."""
    for name in sorted(DATE_FIELDS):
        field, _, part = name.partition(".")
        if field in KEYED_FIELDS:
            keyed = value.get(field)
            paths: Iterable[Path] = [(field, key, part) for key in keyed] if isinstance(keyed, dict) else ()
        else:
            paths = ((field, part) if part else (field,),)
        for path in paths:
            item = _value_at(value, path)
            if isinstance(item, str):
                yield path, item


def _value_at(value: Plain, path: Path) -> Plain:
    for part in path:
        value = value.get(str(part)) if isinstance(value, dict) else None
    return value


def _is_date(path: Path, text: str) -> bool:
    try:
        PartialDate.parse(text)
    except ValueError:
        return False
    return bool(_DATE.fullmatch(text)) or field_name(path) in PARTIAL_DATE_FIELDS


def _bad_date(document: Document, path: Path, text: str) -> Problem:
    is_partial = field_name(path) in PARTIAL_DATE_FIELDS
    if ISO_DATE.fullmatch(text) and (_DATE.fullmatch(text) or is_partial):
        fix = "check the day and the month in the source"
        return _at(document, path, "schema-date", f"the calendar has no {text}", fix)
    corrected = correct_spelling(field_name(path), text)
    expected = "a year, a year and a month, or a day, for example 2025, 2025-07 or 2025-07-31"
    form = expected if is_partial else "year, month and day, for example 2025-07-31"
    fix = f"write {corrected}{_OR_FIX}" if corrected else f"write dates as {form}"
    return _at(document, path, "schema-date", f"{_shown(text)} is not a date", fix)


def _respellings(shaped: Mapping[str, Any], paper: BaseModel, path: Path = ()) -> Iterator[tuple[Path, str, str]]:
    """Path, old and new text of every text that the paper spells differently from the file."""
    for name, value in shaped.items():
        read = getattr(paper, name)
        if name in KEYED_FIELDS and not path:
            for key, part in value.items():
                yield from _respellings(part, read[key], (name, key))
        else:
            yield from _respelling(value, read, (*path, name))


def _respelling(value: Any, read: Any, path: Path) -> Iterator[tuple[Path, str, str]]:
    if isinstance(value, str):
        if value != read and isinstance(read, str) and value.removesuffix("\n") != read:
            yield path, value, read
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _respelling(item, read[index], (*path, index))
    elif isinstance(value, dict):
        yield from _respellings(value, read, path)


def _respelled(document: Document, path: Path, old: str, new: str) -> Problem:
    if old.strip() == new:
        found, fix = "spaces at its beginning or end", "delete them"
    elif unicodedata.normalize("NFC", old).strip() == new:
        found, fix = "accents that are separate characters", "write each accented letter as one character (Unicode NFC)"
    else:
        found, fix = f"{_shown(old)} is read as {new}", f"write {new}"
    return _at(document, path, "schema-spelling", found, f"{fix}{_OR_FIX}", "suggestion")


def _problem(document: Document, path: Path, detail: ErrorDetails) -> Problem:
    """The problem for an error that pydantic found."""
    kind, found = detail["type"], detail["input"]
    if kind == "missing":
        return _missing(document, path)
    if kind == "extra_forbidden":
        return _unknown_field(document, path)
    if path[-1] == "[key]":
        return _bad_key(document, path[:-1], detail)
    if kind == "value_error":
        reason, _, fix = str(detail["ctx"]["error"]).partition("\n")
        corrected = correct_spelling(field_name(path), found) if isinstance(found, str) else None
        return _at(document, path, "schema-value", reason, f"write {corrected}{_OR_FIX}" if corrected else fix)
    if found is None or (isinstance(found, str) and not found.strip()):
        needed = path in {("title",), ("date",)} or path[-1] == "name"
        return _at(document, path, "schema-empty", "empty", _how_to_write(path) + ("" if needed else "; or delete it"))
    if kind == "literal_error":
        found = f"must be {detail['ctx']['expected']}, not {_shown(found)}"
        return _at(document, path, "schema-value", found, _how_to_write(path))
    return _at(document, path, "schema-type", f"must be {_EXPECTED[kind]}, not {_kind(found)}", _how_to_write(path))


_EXPECTED = {
    "string_type": "text",
    "tuple_type": "a list",
    "model_type": "a mapping",
    "date_type": "a date",
    "dict_type": "a mapping",
    "mapping_type": "a mapping",
}


def _missing(document: Document, path: Path) -> Problem:
    """The problem for a required field that is missing or has no value."""
    found = "empty" if path in document.values_at else "missing"
    return _at(document, path, f"schema-{found}", found, _how_to_write(path))


def _unknown_field(document: Document, path: Path) -> Problem:
    name, parent = str(path[-1]), field_name(path[:-1])
    known = fields_of(parent)
    meant = _meant(name, parent, known)
    fix = f"did you mean {meant}?" if meant else f"the fields of {parent or 'a record'} are {', '.join(known)}"
    place = document.place(path, key=True)
    return Problem(place=place, code="schema-field", field=field_path(path), found="unknown field", fix=fix)


def _bad_key(document: Document, path: Path, detail: ErrorDetails) -> Problem:
    """The problem for a key of a mapping that is none, such as a language that does not exist."""
    reason, _, fix = str(detail["ctx"]["error"]).partition("\n")
    place = document.place(path, key=True)
    return Problem(place=place, code="schema-key", field=field_path(path), found=reason, fix=fix)


def _meant(name: str, parent: str, known: tuple[str, ...]) -> str:
    folded = name.lower().replace("-", "_")
    if meant := similar_name(folded, known):
        return f"{parent}.{meant}".removeprefix(".")
    if parent:
        return ""
    inner = [
        f"{part}.{field}" for part in ("ids", "links", "publication") for field in fields_of(part) if field == folded
    ]
    return inner[0] if inner else _ALSO_CALLED.get(folded, "")


def _at(document: Document, path: Path, code: str, found: str, fix: str, severity: Severity = "error") -> Problem:
    return Problem(
        place=document.place(path), code=code, field=field_path(path), found=found, fix=fix, severity=severity
    )


def _how_to_write(path: Path) -> str:
    """How to write the field; for an item of a list, how to write the list."""
    field_help = FIELDS.get(field_name(path))
    if not field_help:
        return ""
    return field_help.example if field_help.example.startswith("an ") else f"write it like {field_help.example}"


def _kind(value: Plain) -> str:
    if isinstance(value, str):
        return f"the text {_shown(value)}"
    return "a list" if isinstance(value, list) else "a mapping" if isinstance(value, dict) else "nothing"


def _shown(value: Plain) -> str:
    """A value as a message quotes it, shortened."""
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:38]}…{text[-1]}"
