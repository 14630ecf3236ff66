"""Write the documentation generated from the code (``make docs``): commands, fields, JSON Schemas.

Comes in: the click commands and the schemas. Goes out: ``docs/commands.md``, ``docs/fields.md``, the schemas under
``content/``, and the copies of the schemas and the topics for a new digest.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from generator.catalog.digests.digest_schema import DIGEST_SCHEMA_FILE, digest_fields, digest_json_schema
from generator.catalog.people.people_schema import PEOPLE_SCHEMA_FILE, people_json_schema
from generator.catalog.saved_searches import SCHEMA_FILE as FEEDS_SCHEMA_FILE
from generator.catalog.saved_searches import searches_json_schema
from generator.cli.main import main
from generator.records.canonical import SCHEMA_FILE
from generator.records.fields_page import fields_page
from generator.records.json_schema import paper_json_schema
from generator.sources.sources_schema import SOURCES_SCHEMA_FILE, sources_json_schema
from generator.store.content import TOPICS_FILE

ROOT = Path(__file__).parent.parent.parent

_HEAD = """---
title: Commands
hide: [navigation]
---

# Commands

Run `digestif` in the folder of a digest, where `mkdocs.yml` is, or name the folder with `-C DIR` before the command:
`digestif -C my-digest build`. The exit code is 0 on success, 1 when there is something for a person to fix, 2 when
the command was used wrongly or could not finish, and 3 when `apply` or `enrich` got no response from a source. The same
help is available in the terminal: `digestif import --help`.
"""


def generated_files(root: Path = ROOT) -> Mapping[str, bytes]:
    """The content of every generated file, by its path from the repository's root."""
    schema = paper_json_schema().encode()
    sources_schema = sources_json_schema().encode()
    people_schema = people_json_schema().encode()
    digest_schema = digest_json_schema().encode()
    feeds_schema = searches_json_schema().encode()
    return {
        "docs/commands.md": commands_page(main).encode(),
        "docs/fields.md": (fields_page() + digest_fields()).encode(),
        SCHEMA_FILE: schema,
        f"generator/starter/{SCHEMA_FILE}": schema,
        SOURCES_SCHEMA_FILE: sources_schema,
        f"generator/starter/{SOURCES_SCHEMA_FILE}": sources_schema,
        FEEDS_SCHEMA_FILE: feeds_schema,
        f"generator/starter/{FEEDS_SCHEMA_FILE}": feeds_schema,
        PEOPLE_SCHEMA_FILE: people_schema,
        f"generator/starter/{PEOPLE_SCHEMA_FILE}": people_schema,
        DIGEST_SCHEMA_FILE: digest_schema,
        f"generator/starter/{DIGEST_SCHEMA_FILE}": digest_schema,
        f"generator/starter/{TOPICS_FILE}": (root / TOPICS_FILE).read_bytes(),
    }


def commands_page(root: click.Group) -> str:
    """Markdown with a section for every command of ``root``, sorted by name."""
    return "\n".join([_HEAD, *_sections(root, "digestif")])


def commands_of(group: click.Group) -> Iterator[tuple[str, click.Command]]:
    """A group's commands with their names, sorted by name."""
    context = click.Context(group)
    for name in sorted(group.list_commands(context)):
        command = group.get_command(context, name)
        if command is not None:
            yield name, command


def _sections(group: click.Group, path: str) -> Iterator[str]:
    for name, command in commands_of(group):
        full_name = f"{path} {name}"
        context = click.Context(command, info_name=full_name)
        yield f"## {full_name}\n"
        if not isinstance(command, click.Group):
            usage = " ".join(command.collect_usage_pieces(context))
            yield f"    {full_name} {usage}".rstrip() + "\n"
        yield _prose(command.help or "")
        options = (option for option in command.params if isinstance(option, click.Option))
        rows = [row for option in options if (row := option.get_help_record(context))]
        if rows:
            yield "".join(f"- `{option}`: {text}\n" for option, text in rows)
        if isinstance(command, click.Group):
            yield from _sections(command, full_name)


def _prose(text: str) -> str:
    """A command's help as Markdown; a block that click does not wrap becomes a code block."""
    paragraphs = inspect.cleandoc(text).split("\n\n")
    return "".join(f"{_paragraph(paragraph)}\n\n" for paragraph in paragraphs)[:-1]


def _paragraph(text: str) -> str:
    if text.startswith("\b\n"):
        return "\n".join(f"    {line}" for line in text.removeprefix("\b\n").splitlines())
    text = " ".join(text.split())
    return f"Example:\n\n    {text.removeprefix('Example: ')}" if text.startswith("Example: ") else text


if __name__ == "__main__":
    for file, content in generated_files().items():
        (ROOT / file).write_bytes(content)
