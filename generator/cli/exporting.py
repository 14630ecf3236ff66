"""The command ``export``: chosen records as a file."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import click

from generator.catalog.catalog import Catalog
from generator.catalog.query.matcher import find_entries
from generator.catalog.query.parser import Query, parse_query
from generator.cli.shared.chosen_papers import named_topic, plain_catalog
from generator.cli.shared.clock import today
from generator.cli.shared.output import echo
from generator.cli.shared.parameters import DAY, OUTPUT_FILE
from generator.errors import DigestifError
from generator.exports.formats import BINARY_EXPORTS, EXPORTS
from generator.exports.selection import Selection
from generator.files.folder import write_named_file
from generator.settings import uses_topic_words
from generator.store.content import Content
from generator.store.load import load_valid_content
from generator.text.counts import counted


@dataclass(frozen=True, kw_only=True, slots=True)
class _Choice:
    """The options that choose records."""

    query: str
    topic: str
    author: str
    first: date | None
    last: date | None

    def parsed(self) -> Query:
        """Return the options as one query. Raises DigestifError for an option that has no meaning."""
        if '"' in self.author:
            raise DigestifError("--author: a name has no quotation marks", fix="as in --author 'Ada Lovelace'")
        if self.first and self.last and self.first > self.last:
            raise DigestifError(f"--from {self.first} is after --to {self.last}", fix="exchange the two dates")
        parts = [
            self.query,
            f'topic:"{self.topic}"' if self.topic else "",
            f'author:"{self.author}"' if self.author else "",
            f"after:{self.first}" if self.first else "",
            f"before:{self.last + timedelta(days=1)}" if self.last else "",
        ]
        query = parse_query(" ".join(parts))
        if query.problems:
            raise DigestifError("--query: " + "; ".join(query.problems))
        return query


@click.command()
@click.argument("export_format", type=click.Choice(sorted((*EXPORTS, *BINARY_EXPORTS))))
@click.option("--query", metavar="TEXT", default="", help="Only papers that this query of the search page finds.")
@click.option("--topic", metavar="TOPIC", default="", help="Only papers with this topic, by its id or its name.")
@click.option("--author", metavar="NAME", default="", help="Only papers by this author.")
@click.option("--from", "first", metavar="YYYY-MM-DD", type=DAY, help="Only papers of digests from this day on.")
@click.option("--to", "last", metavar="YYYY-MM-DD", type=DAY, help="Only papers of digests up to this day.")
@click.option("--out", metavar="FILE", type=OUTPUT_FILE, help="Write to FILE instead of standard output.")
@click.pass_obj
def export(
    site: Path,
    export_format: str,
    query: str,
    topic: str,
    author: str,
    first: date | None,
    last: date | None,
    out: Path | None,
) -> None:
    """Export papers as a bibliography, a table or JSON.

    bibtex, ris and csl (CSL-JSON) are for reference managers and citation processors. csv is for spreadsheets and data
    frames. jsonl has one JSON object on each line, with everything known about a paper; importing the file into a new
    digest gives the same records. parquet is for data frames and databases; it needs pip install 'digestif[parquet]'.

    Papers are in the order of the archive, newest first; those of jsonl in the order of their keys.

    Example: digestif export bibtex --topic agents --from 2025-07-01 --out agents.bib
    """
    if export_format in BINARY_EXPORTS and out is None and sys.stdout.isatty():
        raise DigestifError(f"a terminal cannot show {export_format}", fix="write it to a file: --out FILE")
    content = load_valid_content(site)
    catalog = plain_catalog(content, use_words=uses_topic_words(site), today=today(site))
    named_topic(catalog.topic_set, topic)
    choice = _Choice(query=query, topic=topic, author=author, first=first, last=last)
    selection = _select(content, catalog, choice.parsed())
    exported = _export(export_format, selection)
    if out is None:
        click.echo(exported, nl=False)  # bytes, because the terminal's encoding is not the format's
    else:
        write_named_file(out, exported)
        echo(f"{out}: {counted(len(selection.records), 'paper')}")


def _export(name: str, selection: Selection) -> bytes:
    if name in EXPORTS:
        return "".join(EXPORTS[name](selection)).encode()
    return b"".join(BINARY_EXPORTS[name](selection))


def _select(content: Content, catalog: Catalog, query: Query) -> Selection:
    entries = tuple(find_entries(catalog, query))
    return Selection(
        content=content,
        records=tuple(content.library.records[entry.key] for entry in entries),
        topics={entry.key: tuple(each.topic for each in entry.topics) for entry in entries},
    )


COMMANDS = (export,)
