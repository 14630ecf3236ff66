"""The canonical form of a record: how a new one is written, and how an existing one is put in order."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from datetime import date
from typing import Any

from generator.model import Paper, SourceMetadata
from generator.records.editor import RECORD_STYLE, render_field
from generator.records.fields import FIELD_ORDER
from generator.yaml.editor import Section, split_sections
from generator.yaml.reader import Plain, comments_of, read_yaml

SCHEMA_FILE = "content/schema/paper.schema.json"


def dump_record(paper: Paper, *, file: str) -> bytes:
    """A new record file in canonical form; ``file`` (its path from the site's folder) gives the schema's address.

    Empty fields are left out, identifiers stand in quotes, and so does all text that any YAML reads as something else.
    """
    return dump_fields(paper_plain(paper), schema=posixpath.relpath(SCHEMA_FILE, posixpath.dirname(file)))


def dump_fields(fields: Mapping[str, Plain], *, schema: str = f"../../../../../{SCHEMA_FILE}") -> bytes:
    """The fields of a record in canonical form and order, below a comment that tells editors the schema's address."""
    body = "".join(render_field(name, fields[name]) for name in FIELD_ORDER if name in fields)
    return f"# yaml-language-server: $schema={schema}\n{body}".encode()


def paper_plain(paper: SourceMetadata) -> dict[str, Plain]:
    """The paper as YAML says it: text, lists and mappings, without empty fields, in canonical order.

    ``topics: []`` stays: it says that no topic fits. An author with nothing but a name is the name.
    """
    fields: dict[str, Plain] = {}
    for name in FIELD_ORDER:
        value = getattr(paper, name, None)  # a source's metadata lacks what only people decide
        if name == "authors":
            fields[name] = [_author(author) for author in paper.authors]
        elif name != "status" or value != "published":
            fields[name] = _plain(value)
    return {name: value for name, value in fields.items() if value or (name == "topics" and value is not None)}


def _author(author: Any) -> Plain:
    fields = _plain(author)
    return fields["name"] if isinstance(fields, dict) and len(fields) == 1 else fields


def _plain(value: Any) -> Plain:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return {name: plain for name in type(value).model_fields if (plain := _plain(getattr(value, name)))}


def format_record(raw: bytes) -> bytes:
    """The record in canonical form: order of fields, indents, quotes. No comment is lost; twice is as once.

    A field with comments inside keeps its lines as they are. A file that is not readable stays as it is.
    """
    document = read_yaml(raw, file="")
    value = document.value
    if document.problems or not isinstance(value, dict) or not value:
        return raw
    text = raw.decode().removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    sections, tail = split_sections(text, read_yaml(text.encode(), file=""))
    if any(section.text.startswith(("{", " ", '"', "'", "?")) for section in sections):
        sections, tail = _loose(text, value)
    head, sections = _head(sections)
    ordered = sorted(sections, key=lambda section: RECORD_STYLE.rank(section.name))
    body = "".join(_above(section.above) + _canonical(section, value) for section in ordered)
    formatted = f"{head}{body}{_above(tail)}".encode()
    same = read_yaml(formatted, file="").value == value and len(comments_of(text)) == len(
        comments_of(formatted.decode())
    )
    return formatted if same else raw


def _loose(text: str, value: Mapping[str, Plain]) -> tuple[list[Section], str]:
    """Fields of a mapping in braces, which share lines; comments come first."""
    above = "".join(f"{comment}\n" for _, _, comment in comments_of(text))
    sections = [Section(name=name, above="", text=render_field(name, value[name])) for name in value]
    return [Section(name=sections[0].name, above=above, text=sections[0].text), *sections[1:]], ""


def _head(sections: list[Section]) -> tuple[str, list[Section]]:
    """The lines of comment that begin the file stay first, whatever field comes first then."""
    first, *rest = sections
    lines = first.above.removeprefix("---\n").splitlines(keepends=True)
    blank = next((place for place, line in enumerate(lines) if not line.strip()), len(lines))
    if blank == len(lines) and lines and "yaml-language-server" in lines[0]:
        blank = 1  # the comment below the schema's line is the first field's own
    return "".join(lines[:blank]), [Section(name=first.name, above="".join(lines[blank:]), text=first.text), *rest]


def _above(lines: str) -> str:
    """Comments over a field, without blank lines and the ends of blank space."""
    return "".join(
        f"{line.rstrip()}\n" for line in lines.splitlines() if line.strip() and line.strip() not in {"---", "..."}
    )


def _canonical(section: Section, value: Mapping[str, Plain]) -> str:
    held = value[section.name]
    comments = comments_of(section.text)
    if not comments:
        return render_field(section.name, held)
    fresh = render_field(section.name, held)
    if len(comments) == 1 and fresh.count("\n") == 1 and section.text.count("\n") <= 1:
        return f"{fresh.rstrip()}  {comments[0][2]}\n"
    return "".join(f"{line}\n" for line in section.text.splitlines())
