"""The canonical form of records: how new ones are written, and how existing ones are formatted."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from datetime import date
from typing import Any

from generator.model import Paper, SourceMetadata
from generator.records.editor import RECORD_STYLE, render_field
from generator.records.fields import FIELD_ORDER
from generator.text.dates import PartialDate
from generator.text.lines import split_lines
from generator.yaml.comments import find_comments
from generator.yaml.document import Plain
from generator.yaml.editor import Section, split_sections
from generator.yaml.reader import read_yaml

SCHEMA_FILE = "content/schema/paper.schema.json"


def dump_record(paper: Paper, *, file: str) -> bytes:
    """A new record file in canonical form; ``file`` is its path in the site, on which the schema's address depends.

    Empty fields are left out. Identifiers are in quotes, as is all text that some YAML reader reads as anything else.
    """
    return dump_fields(paper_plain(paper), schema=posixpath.relpath(SCHEMA_FILE, posixpath.dirname(file)))


def dump_fields(fields: Mapping[str, Plain], *, schema: str = f"../../../../../{SCHEMA_FILE}") -> bytes:
    """The fields of a record in canonical form and order, below a comment that tells editors the schema's address."""
    body = "".join(render_field(name, fields[name]) for name in FIELD_ORDER if name in fields)
    return f"# yaml-language-server: $schema={schema}\n{body}".encode()


def paper_plain(paper: SourceMetadata) -> dict[str, Plain]:
    """The paper as text, lists and mappings for YAML, in canonical order and without empty fields.

    ``topics: []`` is kept, since it means that no topic fits. An author of whom only the name is known is that name.
    """
    fields: dict[str, Plain] = {}
    for name in FIELD_ORDER:
        value = getattr(paper, name, None)  # metadata from a source has no curated fields
        if name == "authors":
            # Most authors are no more than names, and a build does this for all papers.
            fields[name] = [
                _author(author) if author.orcid or author.affiliation else author.name for author in paper.authors
            ]
        elif name != "status" or value != "published":
            fields[name] = _plain(value)
    return {name: value for name, value in fields.items() if value or (name == "topics" and value is not None)}


def _author(author: Any) -> Plain:
    fields = _plain(author)
    return fields["name"] if isinstance(fields, dict) and len(fields) == 1 else fields


def _plain(value: Any) -> Plain:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, date | PartialDate):
        return str(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {name: plain for name, item in value.items() if (plain := _plain(item))}
    return {name: plain for name in type(value).model_fields if (plain := _plain(getattr(value, name)))}


def format_record(raw: bytes) -> bytes:
    """Format a record: order of fields, indentation, quotes. All comments are kept; formatting twice changes nothing.

    A field that contains comments keeps its lines. A file with problems is returned unchanged.
    """
    document = read_yaml(raw, file="")
    value = document.value
    if document.problems or not isinstance(value, dict) or not value:
        return raw
    text = raw.decode().removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    sections, tail = split_sections(text, read_yaml(text.encode(), file=""))
    if any(section.text.startswith(("{", " ", '"', "'", "?")) for section in sections):
        sections, tail = _separated(text, value)
    head, sections = _head(sections)
    ordered = sorted(sections, key=lambda section: RECORD_STYLE.rank(section.name))
    body = "".join(_above(section.above) + _canonical(section, value) for section in ordered)
    formatted = f"{head}{body}{_above(tail)}".encode()
    again = read_yaml(formatted, file="")
    if again.problems or again.value != value or len(find_comments(formatted.decode())) != len(find_comments(text)):
        return raw
    return formatted


def _separated(text: str, value: Mapping[str, Plain]) -> tuple[list[Section], str]:
    """The fields of a mapping in which fields share lines, such as one in braces; comments come first."""
    above = "".join(f"{comment.text}\n" for comment in find_comments(text))
    sections = [Section(name=name, above="", text=render_field(name, value[name])) for name in value]
    return [Section(name=sections[0].name, above=above, text=sections[0].text), *sections[1:]], ""


def _head(sections: list[Section]) -> tuple[str, list[Section]]:
    """Separate the comments at the top of the file, which stay there whichever field comes first."""
    first, *rest = sections
    lines = split_lines(first.above.removeprefix("---\n"), keep_ends=True)
    blank = next((index for index, line in enumerate(lines) if not line.strip()), len(lines))
    if blank == len(lines) and lines and "yaml-language-server" in lines[0]:
        blank = 1  # a comment below the schema's line belongs to the first field
    return "".join(lines[:blank]), [Section(name=first.name, above="".join(lines[blank:]), text=first.text), *rest]


def _above(lines: str) -> str:
    """The comments above a field, without blank lines and trailing spaces."""
    kept = (line for line in split_lines(lines) if line.strip() and line.strip() not in {"---", "..."})
    return "".join(f"{line.rstrip()}\n" for line in kept)


def _canonical(section: Section, value: Mapping[str, Plain]) -> str:
    comments = find_comments(section.text)
    canonical = render_field(section.name, value[section.name])
    if not comments:
        return canonical
    if len(comments) == 1 and canonical.count("\n") == 1 and section.text.count("\n") <= 1:
        return f"{canonical.rstrip()}  {comments[0].text}\n"
    return "".join(f"{line}\n" for line in split_lines(section.text))
