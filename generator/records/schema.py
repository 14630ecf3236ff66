"""The shape of a record: what stands in a YAML file becomes a paper, or problems that a person can mend."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from generator.errors import Problem, Severity
from generator.model import Paper
from generator.records.fields import DATE_FIELDS, FIELDS, TEXT_FIELDS, field_name, fields_of
from generator.records.limits import limits_exceeded_by_fields
from generator.records.spelling import correct_spelling
from generator.yaml.document import Document, Path, Plain, field_path

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_OR_FIX = ", or let `digestif check --fix` do it"
# Names that people bring from elsewhere; the closest spelling would miss them.
_ALSO_CALLED = {
    "tags": "topics",
    "labels": "topics",
    "name": "title",
    "year": "published",
    "journal": "venue",
    "booktitle": "venue",
    "conference": "venue",
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
}


def read_paper(document: Document) -> tuple[Paper | None, tuple[Problem, ...]]:
    """The paper that a document holds, with everything that is wrong with it, in the file's order.

    The paper is None when one of the problems is an error. An author may be a bare name; a field without a
    value counts as not written; dates are ``YYYY-MM-DD`` only.
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
    found = "is empty" if document.value is None else f"is {_kind(document.value)}, expected a mapping"
    fix = "a record begins with its title and date, as in title: On Computable Numbers"
    return Problem(place=document.place(), code="schema-record", found=found, fix=fix)


def _validate(document: Document, value: dict[str, Plain]) -> tuple[Paper | None, list[Problem]]:
    problems = [*_cut_texts(document)]
    shaped = _shape(value)
    bad_dates = {path: text for path, text in _dates(value) if not _is_date(text)}
    problems += (_bad_date(document, path, text) for path, text in bad_dates.items())
    problems += (
        _at(document, limit.path, "schema-limit", limit.found, limit.fix) for limit in limits_exceeded_by_fields(value)
    )
    try:
        paper = Paper.model_validate(shaped)
    except ValidationError as error:
        known = document.unread | bad_dates.keys()
        for fault in error.errors(include_url=False):
            path = tuple(fault["loc"])
            if not any(path[: len(told)] == told for told in known):
                problems.append(_problem(document, path, fault))
        return None, problems
    problems += (_respelled(document, path, was, now) for path, was, now in _respellings(shaped, paper))
    return paper, problems


def _shape(value: dict[str, Plain]) -> dict[str, Any]:
    """The document as the model wants it: bare names become authors, fields without a value go."""
    shaped: dict[str, Any] = {}
    for name, held in value.items():
        if held is None:
            continue
        if name == "authors" and isinstance(held, list):
            shaped[name] = [{"name": author} if isinstance(author, str) else _filled(author) for author in held]
        else:
            shaped[name] = _filled(held)
    return shaped


def _filled(value: Plain) -> Plain:
    return {name: held for name, held in value.items() if held is not None} if isinstance(value, dict) else value


def _cut_texts(document: Document) -> Iterator[Problem]:
    """`title: C# is #1` is, for YAML, a title `C# is` and a comment."""
    for path, comment in document.trailing_comments.items():
        if field_name(path) in TEXT_FIELDS:
            found = f"the text ends before {_shown(f'#{comment}')}, which YAML reads as a comment"
            fix = "put the whole text in quotes, or the comment on a line of its own"
            yield _at(document, path, "schema-cut", found, fix)


def _dates(value: dict[str, Plain]) -> Iterator[tuple[Path, str]]:
    """Every date that is written as text."""
    for name in sorted(DATE_FIELDS):
        path = tuple(name.split("."))
        held: Plain = value
        for part in path:
            held = held.get(part) if isinstance(held, dict) else None
        if isinstance(held, str):
            yield path, held


def _is_date(text: str) -> bool:
    try:
        return bool(_DATE.fullmatch(text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _bad_date(document: Document, path: Path, text: str) -> Problem:
    if _DATE.fullmatch(text):
        return _at(document, path, "schema-date", f"{text!r} is no day of the calendar", "look it up in the source")
    mended = correct_spelling(field_name(path), text)
    fix = f"write {mended}{_OR_FIX}" if mended else "expected year, month and day, as in 2025-07-31"
    return _at(document, path, "schema-date", f"{text!r} is not a date", fix)


def _respellings(shaped: Mapping[str, Any], paper: BaseModel, path: Path = ()) -> Iterator[tuple[Path, str, str]]:
    """Where the paper holds another text than the file: path, the file's text, the paper's."""
    for name, held in shaped.items():
        yield from _respelling(held, getattr(paper, name), (*path, name))


def _respelling(held: Any, read: Any, path: Path) -> Iterator[tuple[Path, str, str]]:
    if isinstance(held, str):
        if held != read and isinstance(read, str) and held.removesuffix("\n") != read:
            yield path, held, read
    elif isinstance(held, list):
        for place, item in enumerate(held):
            yield from _respelling(item, read[place], (*path, place))
    elif isinstance(held, dict):
        yield from _respellings(held, read, path)


def _respelled(document: Document, path: Path, was: str, now: str) -> Problem:
    if was.strip() == now:
        found, fix = "blanks at its beginning or end", "delete them"
    elif unicodedata.normalize("NFC", was).strip() == now:
        found, fix = "accents written as characters of their own", "write each letter as one character (Unicode NFC)"
    else:
        found, fix = f"{was!r} is read as {now}", f"write {now}"
    return _at(document, path, "schema-spelling", found, f"{fix}{_OR_FIX}", "advice")


def _problem(document: Document, path: Path, fault: ErrorDetails) -> Problem:
    """A fault that pydantic found, in our words."""
    kind, found = fault["type"], fault["input"]
    if kind == "missing":
        return _missing(document, path)
    if kind == "extra_forbidden":
        return _unknown_field(document, path)
    if kind == "value_error":
        said, _, fix = str(fault["ctx"]["error"]).partition("\n")
        mended = correct_spelling(field_name(path), found) if isinstance(found, str) else None
        return _at(document, path, "schema-value", said, f"write {mended}{_OR_FIX}" if mended else fix)
    if found is None or (isinstance(found, str) and not found.strip()):
        needed = path in {("title",), ("date",)} or path[-1] == "name"
        return _at(document, path, "schema-empty", "empty", _form(path) + ("" if needed else "; or delete it"))
    if kind == "literal_error":
        return _at(
            document,
            path,
            "schema-value",
            f"{_shown(found)} is not among its values",
            f"expected {fault['ctx']['expected']}",
        )
    return _at(document, path, "schema-type", f"is {_kind(found)}, expected {_EXPECTED[kind]}", _form(path))


_EXPECTED = {
    "string_type": "text",
    "tuple_type": "a list",
    "model_type": "a mapping",
    "date_type": "a date",
}


def _missing(document: Document, path: Path) -> Problem:
    """A field that is not there, or that stands there without a value."""
    found = "empty" if path in document.values_at else "missing"
    return _at(document, path, f"schema-{found}", found, _form(path))


def _unknown_field(document: Document, path: Path) -> Problem:
    name, parent = str(path[-1]), field_name(path[:-1])
    known = fields_of(parent)
    meant = _meant(name, parent, known)
    fix = f"did you mean {meant}?" if meant else f"{parent or 'a record'} has: {', '.join(known)}"
    place = document.place(path, key=True)
    return Problem(place=place, code="schema-field", field=field_path(path), found="there is no such field", fix=fix)


def _meant(name: str, parent: str, known: tuple[str, ...]) -> str:
    folded = name.lower().replace("-", "_")
    close = get_close_matches(folded, known, n=1, cutoff=0.7)
    if close:
        return f"{parent}.{close[0]}".removeprefix(".")
    if parent:
        return ""
    inner = [f"{part}.{field}" for part in ("ids", "links") for field in fields_of(part) if field == folded]
    return inner[0] if inner else _ALSO_CALLED.get(folded, "")


def _at(document: Document, path: Path, code: str, found: str, fix: str, severity: Severity = "error") -> Problem:
    return Problem(
        place=document.place(path), code=code, field=field_path(path), found=found, fix=fix, severity=severity
    )


def _form(path: Path) -> str:
    """How the field is written; for an item of a list, how the list is."""
    known = FIELDS.get(field_name(path))
    if not known:
        return ""
    return known.form if known.form.startswith("an ") else f"write it as in {known.form}"


def _kind(value: Plain) -> str:
    if isinstance(value, str):
        return f"the text {_shown(value)}"
    return "a list" if isinstance(value, list) else "a mapping" if isinstance(value, dict) else "empty"


def _shown(value: Plain) -> str:
    """A value short enough for a sentence."""
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:38]}…{text[-1]}"
