"""The page of all commands, made from what they say of themselves: docs/commands.md."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path

import click

from generator.build.docs_writer import write_atomically
from generator.records.canonical import SCHEMA_FILE
from generator.records.fields_page import fields_page
from generator.records.json_schema import paper_json_schema
from generator.store.content import TOPICS_FILE

_HEAD = """---
title: Commands
hide: [navigation]
---

# Commands

`digestif` runs in the folder of a digest, where `mkdocs.yml` is, or in the one that `-C DIR` names before the command:
`digestif -C my-digest build`. Its exit code is 0 when all is well, 1 when something was found that a person should
mend, and 2 when it was called wrongly or could not go on. Each command explains itself in the terminal, too:
`digestif import --help`.
"""


def commands_page(root: click.Group) -> str:
    """Markdown with a section for every command of ``root``, in the order of their names."""
    return "\n".join([_HEAD, *_sections(root, "digestif")])


def commands_of(group: click.Group) -> Iterator[tuple[str, click.Command]]:
    """A group's commands by their names, in the order of these."""
    context = click.Context(group)
    for name in sorted(group.list_commands(context)):
        command = group.get_command(context, name)
        if command is not None:
            yield name, command


def _sections(group: click.Group, path: str) -> Iterator[str]:
    for name, command in commands_of(group):
        whole = f"{path} {name}"
        context = click.Context(command, info_name=whole)
        yield f"## {whole}\n"
        if not isinstance(command, click.Group):
            usage = " ".join(command.collect_usage_pieces(context))
            yield f"    {whole} {usage}".rstrip() + "\n"
        yield _prose(command.help or "")
        named = (option for option in command.params if isinstance(option, click.Option))
        options = [record for option in named if (record := option.get_help_record(context))]
        if options:
            yield "".join(f"- `{option}`: {says}\n" for option, says in options)
        if isinstance(command, click.Group):
            yield from _sections(command, whole)


def _prose(text: str) -> str:
    """A command's help as Markdown: a block that click would not wrap stays one."""
    paragraphs = inspect.cleandoc(text).split("\n\n")
    return "".join(f"{_paragraph(paragraph)}\n\n" for paragraph in paragraphs)[:-1]


def _paragraph(text: str) -> str:
    if text.startswith("\b\n"):
        return "\n".join(f"    {line}" for line in text.removeprefix("\b\n").splitlines())
    return " ".join(text.split())


def write_references(commands: click.Group, root: Path = Path()) -> None:
    """Write what this project makes of its own code: the pages of commands and fields, the record's schema, and
    a new site's copies of schema and topics."""
    write_atomically(root / "docs" / "commands.md", commands_page(commands).encode())
    write_atomically(root / "docs" / "fields.md", fields_page().encode())
    write_atomically(root / SCHEMA_FILE, paper_json_schema().encode())
    for name in (SCHEMA_FILE, TOPICS_FILE):
        write_atomically(root / "generator" / "starter" / name, (root / name).read_bytes())
