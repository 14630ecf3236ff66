"""Hostile texts in files of other programs and in forms: kept, repaired by documented rules or refused, never lost."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from generator.checks.content import check_content
from generator.contributions.apply import apply_form
from generator.contributions.forms.form import Kind, read_form
from generator.contributions.forms.validation import content_after
from generator.errors import DigestifError
from generator.importing.run import import_files, parsed_file
from generator.model import Paper, Record
from generator.sources.registry import parse
from generator.store.load import load_content
from tests.contributions.test_form_text import asked, fill
from tests.importing.file_formats import FORMATS
from tests.importing.import_samples import DAY
from tests.torture.hostile_digest import LONG, TODAY
from tests.torture.payloads import Payload, chosen
from tests.torture.results import record
from tests.torture.shown import spaced

#: Fields of a source, each with the value that the record then has.
TEXTS: Mapping[str, Callable[[Paper], str]] = {
    "title": lambda paper: paper.title,
    "abstract": lambda paper: paper.abstract,
}
READ: Mapping[str, Mapping[str, Callable[[Paper], str]]] = {
    "table.csv": {**TEXTS, "journal": lambda paper: paper.venue or ""},
    "records.bib": {**TEXTS, "journal": lambda paper: paper.venue or ""},
    "records.json": {**TEXTS, "journal": lambda paper: paper.venue or ""},
    "list.json": {**TEXTS, "summary": lambda paper: paper.abstract},
}


def source_record(payload: Payload) -> dict[str, Any]:
    """A record of a source with the payload in its texts; the year leads from a record to its payload."""
    text = payload.text
    title = text if payload.marker in text else f"{text} {payload.marker}"
    fields = {"title": title, "abstract": text}
    return fields if len(text) > LONG else {**fields, "journal": text, "authors": [{"name": text}], "keywords": text}


def as_bibtex(records: list[dict[str, Any]]) -> bytes:
    """Entries as a careful program writes them, with braces escaped: what a file without them means is not defined."""

    def value(text: str | list[dict[str, str]]) -> str:
        text = " and ".join(each["name"] for each in text) if isinstance(text, list) else text
        return text.replace("{", "\\{").replace("}", "\\}")

    entries = (
        "".join((f"@article{{k{n},\n", *(f"  {name} = {{{value(text)} }},\n" for name, text in each.items()), "}\n"))
        for n, each in enumerate(records)
    )
    return "\n".join(entries).encode(errors="surrogatepass")


@pytest.mark.parametrize("name", ["table.csv", "records.bib", "records.json", "list.json"])
def test_what_an_import_reads_is_kept_or_set_aside(tmp_path: Path, name: str) -> None:
    source, write = FORMATS[name]
    write = as_bibtex if name == "records.bib" else write
    records = {payload.number: source_record(payload) for payload in chosen()}
    if name == "list.json":  # its abstract has this name
        records = {number: {"summary": each.pop("abstract"), **each} for number, each in records.items()}
    broken = {number: each for number, each in records.items() if not is_utf8(write([each]))}
    for each in broken.values():
        assert parse(source, write([each]), name=name).problems, "a file that is not UTF-8 is refused with its place"
    whole = [each for number, each in records.items() if number not in broken]
    parsed = parse(source, write(whole), name=name)
    plan = import_files(tmp_path, [parsed_file(tmp_path, tmp_path / name, parsed)], day=DAY)
    content = load_content(tmp_path)
    errors = [str(each) for each in check_content(content, today=TODAY) if each.severity == "error"]
    assert errors == []
    set_aside = len(parsed.quarantined)
    assert plan.report.counts.read == len(parsed.papers) + set_aside
    lost = len(whole) - len(parsed.papers) - set_aside
    said = {spaced(each["title"]): each for each in whole}
    found = Counter(fate(name, said.get(spaced(each.paper.title)), each) for each in content.records)
    record(
        "Text",
        f"Import of {source} files",
        tried=len(records),
        shown=found["kept"],
        repaired=found["repaired"],
        refused=len(records) - len(content.records),
        lost=max(0, lost),
    )
    assert lost <= 0, [str(each) for each in parsed.problems]


def is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


def fate(file: str, said: dict[str, Any] | None, imported: Record) -> str:
    """Whether each text of a record is what the source said, or was changed by a documented rule."""
    if said is None:
        return "repaired"
    is_kept = all(
        spaced(said[name]) == spaced(read(imported.paper)) for name, read in READ[file].items() if name in said
    )
    return "kept" if is_kept else "repaired"


FORMS: dict[Kind, tuple[str, ...]] = {
    "add": ("paper_title", "authors", "abstract", "links", "venue", "why"),
    "fix": ("paper_title", "authors", "abstract", "venue", "why"),
    "topic": ("topic", "description", "phrases", "papers", "why"),
    "follow": ("name", "query", "description"),
    "claim": ("names", "affiliation", "homepage", "why"),
    "curate": ("title", "introduction", "picks", "editors", "series"),
}
SUBJECT: dict[Kind, dict[str, str]] = {
    "add": {"paper": "https://example.org/paper", "paper_title": "A Title"},
    "fix": {"key": "a"},
    "topic": {"topic": "Falling robots", "description": "Robots that fall.", "phrases": "falling robot"},
    "follow": {"query": "robot", "name": "Robots"},
    "claim": {"page": "Ada Lovelace"},
    "curate": {"span": "2025-07-31"},
}


#: HTML of our own in reports, which GitHub shows.
OWN_MARKUP = {"<code>", "</code>", "<details>", "</details>", "<summary>", "</summary>"}


def markup(report: str) -> set[str]:
    """The HTML, images and links of other schemes that a report has where GitHub renders it as Markdown."""
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(report)
    every = [each for token in tokens for each in (token, *(token.children or ()))]
    html = {tag for each in every if each.type in ("html_block", "html_inline") for tag in TAG.findall(each.content)}
    urls = {str(each.attrs.get("href", each.attrs.get("src"))) for each in every if each.type in ("link_open", "image")}
    return html | {url for url in urls if not url.startswith(("https://", "http://"))}


TAG = re.compile(r"<[^>]*>?")


@pytest.mark.parametrize("kind", FORMS)
def test_a_form_is_applied_and_checks_clean_or_is_refused_with_reasons(tmp_path: Path, kind: Kind) -> None:
    file = tmp_path / "content" / "papers" / "2025" / "07" / "31" / "a.yaml"
    file.parent.mkdir(parents=True)
    file.write_text("title: A Paper\ndate: 2025-07-31\nauthors: [Ada Lovelace]\n")
    content = load_content(tmp_path)
    assert {*FORMS[kind], *SUBJECT[kind]} <= {field["id"] for field in asked(kind)}
    fates = Counter[str]()
    for payload in chosen():
        name = FORMS[kind][payload.number % len(FORMS[kind])]  # each field gets payloads of all kinds
        text = payload.text.encode(errors="replace").decode()  # as a form of a browser sends it
        try:
            result = apply_form(read_form(fill(kind, SUBJECT[kind] | {name: text})), content, today=TODAY)
        except DigestifError:
            fates["refused"] += 1
            continue
        if result.steps:
            after = content_after(content, result.steps)
            errors = [str(each) for each in check_content(after, today=TODAY) if each.severity == "error"]
            assert errors == [], (name, ascii(payload.text[:200]))
        assert result.report
        assert markup(result.report) <= OWN_MARKUP, (name, ascii(payload.text[:200]))
        json.dumps(result.title).encode()
        fates["shown" if result.steps else "refused"] += 1
    assert fates["shown"]
    assert fates["refused"]
    record("Text", f"Form “{kind}”", tried=fates.total(), accepted=fates["shown"], refused=fates["refused"])
