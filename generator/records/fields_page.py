"""The page that explains every field of a record, generated from the schema and the field descriptions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.model import Author, Ids, Links, Paper, Publication, Summary, Translation
from generator.records.canonical import paper_plain
from generator.records.editor import render_field
from generator.records.fields import FIELD_ORDER, FIELDS, PARTS, fields_of
from generator.text.dates import PartialDate

#: A record with every field; the examples on the page are cut from it.
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
    image="images/figure.png",
    kind="article",
    venue="NeurIPS 2024",
    publication=Publication(
        volume="42", number="1", pages="230-265", publisher="London Mathematical Society", genre="Master's thesis"
    ),
    published=PartialDate(2024, 1, 22),
    updated=PartialDate(2024, 2),
    status="withdrawn",
    note="Read *section 3* first.",
    comment="12 pages, 3 figures",
    categories=("cs.RO", "cs.LG"),
    keywords=("manipulation", "imitation"),
    summary=Summary(text="What the paper says, in a sentence.", model="Ada Lovelace", date=date(2025, 7, 31)),
    translations={
        "zh": Translation(
            title="论可计算数及其在判定问题上的应用",
            abstract="第一段，含一个公式：$2^n$。",
            by="Ada Lovelace",
            model="Example-1",
            date=date(2025, 7, 31),
        )
    },
    aliases=("on-computable-numbers",),
)

_HEAD = """# The fields of a record

A record is a text file, `content/papers/<year>/<month>/<day>/<key>.yaml`, with one field per line: a name, a colon, a
value. Only `title` and `date` are required; leave out the fields that you have no value for. `digestif check` reports
every mistake with its line, and editors that support the schema suggest names.

Most text needs no quotes. Use quotes around text that contains ` #` or `: `, that begins with a character such as `[`,
`*` or a quotation mark, or that looks like a number. Always put identifiers in quotes: other programs read
`2401.10000` as the number 2401.1.

A field that you leave out may be filled by a later import. A field that is there but empty, such as `keywords: []` or
`links: {code: }`, says that the paper has none: no import fills it, and the report names what the source has. A field
from a source that you delete stays deleted as well.
"""


def fields_page() -> str:
    """Markdown with a section for every field, in the order of a record: description, example, table of parts."""
    return "\n".join([_HEAD, *(line for name in FIELD_ORDER for line in _section(name))])


def _section(name: str) -> Iterator[str]:
    required = Paper.model_fields[name].is_required()
    yield f"## {name}\n"
    yield f"{FIELDS[name].description}{' Required.' if required else ''}\n"
    yield f"```yaml\n{render_field(name, paper_plain(EXAMPLE)[name])}```\n"
    if name in PARTS:
        yield "| Part | Description |\n|---|---|"
        yield "".join(f"| `{part}` | {FIELDS[f'{name}.{part}'].description} |\n" for part in fields_of(name))
