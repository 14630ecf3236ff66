"""A form's answers as a record's fields, and a record's fields as the answers that a form begins with."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from generator.contributions.forms import Form
from generator.errors import Place, Problem
from generator.model import Ids, Links, Paper
from generator.records.canonical import paper_plain
from generator.text.clean import unwrap, unwrap_paragraphs
from generator.yaml.document import Plain

#: The fields that a form can change, with the words that the form calls them by.
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
#: An answer that empties a field; an answer left empty leaves the field as it is.
NOTHING = "-"
_TITLE_PARAMETER = "paper_title"


def record_version(paper: Paper) -> str:
    """What stands for a record as it is now: eight hexadecimal digits that change with any field."""
    return _version(paper_plain(paper))


def fix_parameters(key: str, paper: Paper) -> dict[str, str]:
    """What the form "fix a record" is opened with: the address's parameters, from the fields' ids to present values.

    Empty fields are left out, and so is the abstract: the page has it, and a field that stays empty changes nothing.
    """
    plain = paper_plain(paper)
    values = {"key": key, "version": _version(plain), _TITLE_PARAMETER: paper.title}
    values |= {name: _answer(plain.get(name)) for name in FORM_FIELDS if name not in {"title", "abstract"}}
    return {name: value for name, value in values.items() if value}


def _version(plain: Mapping[str, Plain]) -> str:
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()[:8]


def read_changes(form: Form) -> tuple[dict[str, Plain], tuple[Problem, ...]]:
    """The answers as fields of a record file, None for one that the person empties, and answers that say nothing."""
    changes: dict[str, Plain] = {}
    problems: list[Problem] = []
    for name, label in FORM_FIELDS.items():
        if form[name] == NOTHING:
            changes[name] = None
        elif form[name]:
            try:
                changes[name] = _READERS[name](form[name])
            except ValueError as error:
                found, _, fix = str(error).partition("\n")
                problems.append(form_problem(label, found, fix))
    return changes, tuple(problems)


def form_problem(label: str, found: str, fix: str = "") -> Problem:
    """A complaint about an answer, at the label that the person saw."""
    return Problem(place=Place(file="form"), code="form", field=label, found=found, fix=fix)


def read_key(answer: str) -> str:
    """The key in an answer, which may be the address of the paper's page or the path of its file."""
    page = re.search(r"papers/(?:\d{4}/\d\d/\d\d/)?([^/?#\s]+)", answer)
    return (page[1] if page else answer).strip().strip("`'\"").lower().removesuffix(".yaml")


def _answer(value: Plain) -> str:
    """A field's value as a person writes it in a form."""
    if isinstance(value, dict):
        return "\n".join(_pair(kind, held) for kind, held in value.items())
    if isinstance(value, list):
        named = [_author(item) for item in value]
        return "\n".join(named)
    return value or ""


def _pair(kind: str, held: Plain) -> str:
    if isinstance(held, list):
        return "\n".join(f"{kind}: {item}" for item in held)
    return f"{kind}: {held}"


def _author(item: Plain) -> str:
    if not isinstance(item, dict):
        return str(item)
    parts = [item.get("name"), item.get("orcid"), item.get("affiliation")]
    return " | ".join(str(part or "") for part in parts).rstrip(" |")


def _read_authors(answer: str) -> Plain:
    return [_read_author(line) for line in answer.splitlines() if line.strip()]


def _read_author(line: str) -> Plain:
    parts = [unwrap(part) for part in line.split("|")]
    if len(parts) > len(_AUTHOR_PARTS):
        raise ValueError(f"{line.strip()!r} has {len(parts) - 1} bars\nexpected name | ORCID iD | affiliation")
    author: dict[str, Plain] = {name: part for name, part in zip(_AUTHOR_PARTS, parts, strict=False) if part}
    return author["name"] if set(author) == {"name"} else author


def _read_ids(answer: str) -> Plain:
    ids: dict[str, Plain] = {}
    for kind, value in _pairs(answer, tuple(Ids.model_fields)):
        if kind in ids:
            raise ValueError(f"{kind} stands there twice\nexpected one of each kind")
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
    for line in filter(str.strip, answer.splitlines()):
        kind, colon, value = line.partition(":")
        kind, value = kind.strip().lower(), value.strip()
        if not colon or kind not in kinds or not value:
            expected = f"expected one of {', '.join(kinds)}, a colon and its value"
            raise ValueError(f"{line.strip()[:80]!r} does not say what it is\n{expected}")
        pairs.append((kind, value))
    return pairs


def _read_topics(answer: str) -> Plain:
    return [topic for part in re.split(r"[,\n]", answer) if (topic := unwrap(part))]


_AUTHOR_PARTS = ("name", "orcid", "affiliation")
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
