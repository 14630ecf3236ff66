"""All sources: their table, the recognition of a file's source, and the call of its parser."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType
from typing import Protocol

from generator.errors import DigestifError
from generator.model import Parsed
from generator.sources import arxiv, bibtex, csl_json, hf_json, hf_page, ris, table, tagged, translations
from generator.sources.shared.collector import Collector
from generator.sources.shared.foreign_files import describe_foreign
from generator.sources.shared.headings import PRESETS, Preset


class Parser(Protocol):
    """Reads bytes as papers and problems, and raises nothing; ``name`` is the name of the file, for messages."""

    def __call__(self, raw: bytes, *, name: str) -> Parsed:
        """Read the bytes."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """A format of files with papers, recognised by its text (``looks``) or by the name of the file (``endings``)."""

    name: str
    about: str
    parser: Parser
    looks: Callable[[str], bool]
    endings: tuple[str, ...]


def _table_of(*sources: Source) -> Mapping[str, Source]:
    return {source.name: source for source in sources}


#: Every source by its name, in the order in which they are tried on a text: the most specific first.
SOURCES: Mapping[str, Source] = _table_of(
    Source(
        name="arxiv",
        about="answers of the arXiv API (Atom), and arXiv's announcement feeds (RSS, Atom)",
        parser=arxiv.parse_arxiv,
        looks=arxiv.looks_like_arxiv,
        endings=(".xml", ".atom", ".rss"),
    ),
    Source(
        name="translations",
        about="translations of titles and abstracts of existing records (CSV, JSON)",
        parser=translations.parse_translations,
        looks=translations.looks_like_translations,
        endings=(),
    ),
    Source(
        name="hf-json",
        about="answers of the Hugging Face daily-papers API (JSON)",
        parser=hf_json.parse_hf_json,
        looks=hf_json.looks_like_hf_json,
        endings=(),
    ),
    Source(
        name="csl-json",
        about="CSL-JSON, from Zotero, Pandoc and Crossref",
        parser=csl_json.parse_csl_json,
        looks=csl_json.looks_like_csl_json,
        endings=(".csl.json", ".csl"),
    ),
    Source(
        name="ris",
        about="RIS, from reference managers",
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
        name="pubmed",
        about="PubMed's text format and tables",
        parser=tagged.parse_pubmed,
        looks=tagged.looks_like_pubmed,
        endings=(".nbib",),
    ),
    Source(
        name="web-of-science",
        about="the plain text and tables of Web of Science",
        parser=tagged.parse_web_of_science,
        looks=tagged.looks_like_web_of_science,
        endings=(".ciw",),
    ),
    Source(
        name="hf-page",
        about="a Hugging Face daily-papers page, as copied text or saved HTML",
        parser=hf_page.parse_hf_page,
        looks=hf_page.looks_like_hf_page,
        endings=(".html", ".htm"),
    ),
    Source(
        name="table",
        about="tables with a column of titles (CSV, TSV, JSON), and the output of digestif export jsonl",
        parser=table.parse_table,
        looks=table.looks_like_table,
        endings=(".csv", ".tsv", ".json", ".jsonl", ".ndjson"),
    ),
)


#: The sources of a site without content/sources.yaml.
NO_PRESETS: Mapping[str, Preset] = MappingProxyType({})


def detect_source(raw: bytes, *, name: str) -> str | None:
    """The name of the bytes' source, recognised by their content, else by the file's name; None where it is unknown."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return table.SOURCE  # Excel's "Unicode text", which is refused with the command that converts it
    text = raw.decode("utf-8-sig", errors="replace").lstrip()
    for source in SOURCES.values():
        if text and source.looks(text):
            return source.name
    if text[:1] in ("{", "["):
        return csl_json.SOURCE if name.lower().endswith((".csl.json", ".csl")) else table.SOURCE
    endings = [(ending, source.name) for source in SOURCES.values() for ending in source.endings]
    fitting = [(len(ending), source) for ending, source in endings if name.lower().endswith(ending)]
    if fitting:
        return max(fitting)[1]
    return table.SOURCE if describe_foreign(raw) else None  # any source refuses it and says what it is


def parse(
    source: str,
    raw: bytes,
    *,
    name: str,
    columns: Mapping[str, str] | None = None,
    kept: Mapping[str, Preset] = NO_PRESETS,
) -> Parsed:
    """Read bytes as a file of the named source. ``columns`` maps the fields of a table to its headings.

    ``kept`` are the sources of content/sources.yaml. Raises DigestifError for an unknown source, and for ``columns``
    that do not fit the source or the table. Whatever is wrong with the bytes is in the result.
    """
    plain = plain_name(source)
    preset = None if plain in SOURCES else kept.get(plain) or PRESETS.get(plain)
    known = SOURCES[table.SOURCE] if preset is not None else _find_source(source, kept)
    foreign = describe_foreign(raw)
    if foreign and not known.looks(raw.decode("utf-8-sig", errors="replace").lstrip()):
        return _refused(foreign, known.name, name)
    if preset is not None:
        return table.parse_table(raw, name=name, columns=columns, preset=preset)
    if not columns:
        return known.parser(raw, name=name)
    if known.name != table.SOURCE:
        raise DigestifError(f"{name} is read as {known.name}, and only tables have columns", fix="leave out --column")
    return table.parse_table(raw, name=name, columns=columns)


def _refused(foreign: tuple[str, str], source: str, name: str) -> Parsed:
    collector = Collector(source, name=name)
    found, fix = foreign
    collector.refuse("foreign-file", found, fix=fix)
    return collector.parsed()


def _find_source(name: str, kept: Mapping[str, Preset]) -> Source:
    """The source of that name, in any case and with any separators. Raises DigestifError, which lists all names."""
    plain = plain_name(name)
    if plain in SOURCES:
        return SOURCES[plain]
    names = [*SOURCES, *(preset for preset in PRESETS if preset not in SOURCES), *kept]
    close = get_close_matches(plain, names, n=1)
    suggestion = f"did you mean {close[0]}? " if close else ""
    raise DigestifError(f"unknown source {name!r}", fix=f"{suggestion}use one of {', '.join(names)}")


def plain_name(name: str) -> str:
    """The name of a source as it is compared: in lower case, with hyphens."""
    return re.sub(r"[\W_]+", "-", name.strip().lower())
