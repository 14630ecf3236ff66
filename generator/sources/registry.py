"""All sources: their table, which of them some bytes come from, and the way into their parsers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Protocol

from generator.errors import DigestifError
from generator.model import Parsed
from generator.sources import arxiv, bibtex, csl_json, hf_json, hf_page, ris, table


class Parser(Protocol):
    """Bytes as papers and problems; ``name`` is the file's, for places. It raises nothing."""

    def __call__(self, raw: bytes, *, name: str) -> Parsed:
        """Read the bytes."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """A kind of file that papers come in. ``looks`` tells it by its text, ``endings`` by the file's name."""

    name: str
    about: str
    parser: Parser
    looks: Callable[[str], bool]
    endings: tuple[str, ...]


def _table_of(*sources: Source) -> Mapping[str, Source]:
    return {source.name: source for source in sources}


#: Every source by its name, in the order in which a text is tried: what is surest of itself comes first.
SOURCES: Mapping[str, Source] = _table_of(
    Source(
        name="arxiv",
        about="answers of the arXiv API (Atom), arXiv's announcement feeds (RSS, Atom)",
        parser=arxiv.parse_arxiv,
        looks=arxiv.looks_like_arxiv,
        endings=(".xml", ".atom", ".rss"),
    ),
    Source(
        name="hf-json",
        about="answers of the Hugging Face daily-papers API (JSON)",
        parser=hf_json.parse_hf_json,
        looks=hf_json.looks_like_hf_json,
        endings=(".json",),
    ),
    Source(
        name="csl-json",
        about="CSL-JSON, as Zotero, Pandoc and Crossref write it",
        parser=csl_json.parse_csl_json,
        looks=csl_json.looks_like_csl_json,
        endings=(".csl.json", ".csl"),
    ),
    Source(
        name="ris",
        about="RIS, as reference managers export it",
        parser=ris.parse_ris,
        looks=ris.looks_like_ris,
        endings=(".ris",),
    ),
    Source(
        name="bibtex",
        about="BibTeX and BibLaTeX",
        parser=bibtex.parse_bibtex,
        looks=bibtex.looks_like_bibtex,
        endings=(".bib", ".bibtex"),
    ),
    Source(
        name="hf-page",
        about="a Hugging Face daily-papers page: its copied text, or its saved HTML",
        parser=hf_page.parse_hf_page,
        looks=hf_page.looks_like_hf_page,
        endings=(".txt", ".html", ".htm"),
    ),
    Source(
        name="table",
        about="a table with a column of titles (CSV, TSV, JSON lines), or what digestif export jsonl wrote",
        parser=table.parse_table,
        looks=table.looks_like_table,
        endings=(".csv", ".tsv", ".jsonl", ".ndjson"),
    ),
)


def detect_source(raw: bytes, *, name: str) -> str | None:
    """The name of the source that the bytes come from, told by their content, else by the file's name, else None."""
    text = raw.decode("utf-8-sig", errors="replace").lstrip()
    for source in SOURCES.values():
        if text and source.looks(text):
            return source.name
    endings = [(ending, source.name) for source in SOURCES.values() for ending in source.endings]
    fitting = [(len(ending), source) for ending, source in endings if name.lower().endswith(ending)]
    return max(fitting)[1] if fitting else None


def parse(source: str, raw: bytes, *, name: str, columns: Mapping[str, str] | None = None) -> Parsed:
    """Read bytes as one source's. ``columns`` is a table's map from fields to its headings.

    Raises DigestifError for a source that there is not, and for ``columns`` that do not fit the source or the table;
    everything that is wrong with the bytes is told in the answer.
    """
    known = find_source(source)
    if not columns:
        return known.parser(raw, name=name)
    if known.name != table.SOURCE:
        raise DigestifError(
            f"a map of columns is for tables, and {name} is read as {known.name}", fix="leave the map out"
        )
    return table.parse_table(raw, name=name, columns=columns)


def find_source(name: str) -> Source:
    """The source of that name, however its words are joined. Raises DigestifError listing all of them."""
    plain = re.sub(r"[\W_]+", "-", name.strip().lower())
    if plain in SOURCES:
        return SOURCES[plain]
    close = get_close_matches(plain, SOURCES, n=1)
    meant = f"did you mean {close[0]}? " if close else ""
    raise DigestifError(f"no source is called {name!r}", fix=f"{meant}known are {', '.join(SOURCES)}")
