"""Converts a form's answers to fields of a record, and a record's fields to the answers that a form starts with."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from generator.contributions.forms import Form
from generator.errors import Place, Problem
from generator.model import Ids, Links, Paper
from generator.records.canonical import paper_plain
from generator.text.clean import unwrap, unwrap_paragraphs
from generator.text.lines import split_lines
from generator.yaml.document import Plain

#: The fields that a form can change, with their labels in the form.
FORM_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "title": "Title",
        "authors": "Authors",
        "abstract": "Abstract",
        "ids": "Identifiers",
        "links": "Links",
        "topics": "Topics",
        "venue": "Venue",
        "published": "Published",
        "status": "Status",
    }
)
#: An answer that deletes a field; an empty answer leaves the field as it is.
DELETE = "-"
_TITLE_PARAMETER = "paper_title"


def record_version(paper: Paper) -> str:
    """Return a record's short hash: eight hexadecimal digits that change with any field."""
    return _short_hash(paper_plain(paper))


def fix_parameters(key: str, paper: Paper) -> dict[str, str]:
    """Return the query parameters of a link that opens the form "Fix a record" with the record's present values.

    Empty fields are left out, and so is the abstract: it would make links long, the page's script adds it, and an empty
    answer changes nothing.
    """
    plain = paper_plain(paper)
    values = {"key": key, "version": _short_hash(plain), _TITLE_PARAMETER: paper.title}
    values |= {name: _answer(plain.get(name)) for name in FORM_FIELDS if name not in {"title", "abstract"}}
    return {name: value for name, value in values.items() if value}


def _short_hash(plain: Mapping[str, Plain]) -> str:
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()[:8]


def read_changes(form: Form) -> tuple[dict[str, Plain], tuple[Problem, ...]]:
    """Return the answers as fields of a record file, None for a field to delete, and problems of invalid answers."""
    changes: dict[str, Plain] = {}
    problems: list[Problem] = []
    for name, label in FORM_FIELDS.items():
        if form[name] == DELETE:
            changes[name] = None
        elif form[name]:
            try:
                changes[name] = _READERS[name](form[name])
            except ValueError as error:
                found, _, fix = str(error).partition("\n")
                problems.append(form_problem(label, found, fix))
    return changes, tuple(problems)


def form_problem(label: str, found: str, fix: str = "") -> Problem:
    """Return a problem of an answer, named by the label that the person saw."""
    return Problem(place=Place(file="form"), code="form", field=label, found=found, fix=fix)


def label_problem(problem: Problem) -> Problem:
    """Return a problem of a record named by the form's label, without the line of a file that the person never saw."""
    name, dot, rest = problem.field.partition(".")
    field, bracket, index = name.partition("[")
    label = FORM_FIELDS.get(field, field)
    return replace(problem, place=Place(file="form"), field=f"{label}{bracket}{index}{dot}{rest}")


def read_key(answer: str) -> str:
    """Return the key in an answer, which may be a key, the address of the paper's page or the path of its file."""
    page = re.search(r"papers/(?:\d{4}/\d\d/\d\d/)?([^/?#\s]+)", answer)
    return (page[1] if page else answer).strip().strip("`'\"").lower().removesuffix(".yaml")


def _answer(value: Plain) -> str:
    """Return a field's value as a person writes it in a form."""
    if isinstance(value, dict):
        return "\n".join(_pair(kind, item) for kind, item in value.items())
    if isinstance(value, list):
        return "\n".join(_author(item) for item in value)
    return value or ""


def _pair(kind: str, value: Plain) -> str:
    if isinstance(value, list):
        return "\n".join(f"{kind}: {item}" for item in value)
    return f"{kind}: {value}"


def _author(item: Plain) -> str:
    if not isinstance(item, dict):
        return str(item)
    parts = [item.get("name"), item.get("orcid"), item.get("affiliation")]
    return " | ".join(str(part or "") for part in parts).rstrip(" |")


def _read_authors(answer: str) -> Plain:
    return [_read_author(line) for line in split_lines(answer) if line.strip()]


def _read_author(line: str) -> Plain:
    parts = [unwrap(part) for part in line.split("|")]
    if len(parts) > len(_AUTHOR_PARTS):
        raise ValueError(f"{line.strip()[:80]!r} has {len(parts) - 1} bars\nuse name | ORCID iD | affiliation")
    author: dict[str, Plain] = {name: part for name, part in zip(_AUTHOR_PARTS, parts, strict=False) if part}
    if "name" not in author:
        raise ValueError(f"{line.strip()[:80]!r} has no name\nuse name | ORCID iD | affiliation")
    return author["name"] if set(author) == {"name"} else author


def _read_ids(answer: str) -> Plain:
    ids: dict[str, Plain] = {}
    for kind, value in _pairs(answer, tuple(Ids.model_fields)):
        if kind in ids:
            raise ValueError(f"{kind} is given twice\ngive each kind once")
        ids[kind] = value
    return ids


def _read_links(answer: str) -> Plain:
    links: dict[str, Plain] = {}
    more: list[Plain] = []
    for kind, value in _pairs(answer, tuple(Links.model_fields)):
        if kind == "more" or kind in links:
            more.append(value)
        else:
            links[kind] = value
    return links | ({"more": more} if more else {})


def _pairs(answer: str, kinds: tuple[str, ...]) -> list[tuple[str, str]]:
    pairs = []
    for line in filter(str.strip, split_lines(answer)):
        kind, colon, value = line.partition(":")
        kind, value = kind.strip().lower(), value.strip()
        if not colon or kind not in kinds or not value:
            fix = f"start the line with one of {', '.join(kinds)} and a colon"
            raise ValueError(f"{line.strip()[:80]!r} needs a label, e.g. {_EXAMPLES[kinds[0]]}\n{fix}")
        pairs.append((kind, value))
    return pairs


def _read_topics(answer: str) -> Plain:
    return [topic for part in re.split(r"[,\n]", answer) if (topic := unwrap(part))]


_AUTHOR_PARTS = ("name", "orcid", "affiliation")
_EXAMPLES: Mapping[str, str] = {"arxiv": "`arxiv: 2507.14295`", "page": "`page: https://example.org/paper`"}
_READERS: Mapping[str, Callable[[str], Plain]] = {
    "title": unwrap,
    "authors": _read_authors,
    "abstract": unwrap_paragraphs,
    "ids": _read_ids,
    "links": _read_links,
    "topics": _read_topics,
    "venue": unwrap,
    "published": str.strip,
    "status": str.strip,
}
