"""The page that explains every field of a record, made from what the schema and its help say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.model import Author, Ids, Links, Paper, Summary
from generator.records.canonical import paper_plain
from generator.records.editor import render_field
from generator.records.fields import FIELD_ORDER, FIELDS, PARTS, fields_of

#: A record with every field, from which each field's example is written as the program writes records.
EXAMPLE = Paper(
    title="On Computable Numbers, with an Application to the Entscheidungsproblem",
    date=date(2025, 7, 31),
    authors=(
        Author(name="Ada Lovelace"),
        Author(name="Alan Turing", orcid="0000-0002-1825-0097", affiliation="University of Manchester"),
    ),
    abstract="The first paragraph, with a formula: $2^n$.\n\nThe second paragraph.",
    ids=Ids(arxiv="2401.10000", doi="10.1145/3292500.3330701", acl="2020.acl-main.12", openreview="rJl-b3RcF7"),
    links=Links(
        page="https://example.org/paper",
        pdf="https://example.org/paper.pdf",
        code="https://example.org/code",
        project="https://example.org/project",
        data="https://example.org/data",
        demo="https://example.org/demo",
        model="https://example.org/model",
        video="https://example.org/video",
        slides="https://example.org/slides",
        more=("https://example.org/blog",),
    ),
    topics=("robotics", "reasoning"),
    venue="NeurIPS 2024",
    published=date(2024, 1, 22),
    updated=date(2024, 2, 3),
    status="withdrawn",
    note="Read *section 3* first.",
    comment="12 pages, 3 figures",
    categories=("cs.RO", "cs.LG"),
    keywords=("manipulation", "imitation"),
    summary=Summary(text="What the paper says, in a sentence.", model="Ada Lovelace", date=date(2025, 7, 31)),
    aliases=("on-computable-numbers",),
)

_HEAD = """# The fields of a record

A record is a text file, `content/papers/<year>/<month>/<day>/<key>.yaml`, with one field after the other: a name, a
colon, a value. Only `title` and `date` are required; a field without a value is left out. `digestif check` names
whatever is wrong, with the line, and editors that know the schema complete the names.

Text is text: no quotes are needed around it, except where it holds ` #` or `: `, begins with a sign such as `[`, `*`
or a quote, or would be read as a number. Identifiers stand in quotes, so that no tool reads `2401.10000` as 2401.1.
"""


def fields_page() -> str:
    """Markdown with a section for every field, in the order of a record: what it holds, its parts, an example."""
    return "\n".join([_HEAD, *(line for name in FIELD_ORDER for line in _section(name))])


def _section(name: str) -> Iterator[str]:
    required = Paper.model_fields[name].is_required()
    yield f"## {name}\n"
    yield f"{FIELDS[name].says}{' Required.' if required else ''}\n"
    yield f"```yaml\n{render_field(name, paper_plain(EXAMPLE)[name])}```\n"
    if name in PARTS:
        yield "| Part | What it holds |\n|---|---|"
        yield "".join(f"| `{part}` | {FIELDS[f'{name}.{part}'].says} |\n" for part in fields_of(name))
