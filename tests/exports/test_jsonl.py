"""The export has everything that is known about a record, and a site that imports it has the same records."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from generator.exports.jsonl import export_jsonl
from generator.exports.selection import Selection
from generator.importing.listing import ParsedFile
from generator.model import SourceMetrics
from generator.sources.table import parse_table
from generator.store.content import Content
from generator.store.load import load_content, load_valid_content
from tests.importing.import_samples import DAY, answer, import_into, metadata, write_files

OWN_RECORD = "content/papers/2025/06/14/own-record.yaml"


def make_site(site: Path) -> Content:
    """A paper on two lists with corrections, a paper without an id, and a paper that no source has listed."""
    site.mkdir()
    full = metadata(
        "$\\pi_0$: a “title”", arxiv="2401.10001",
        authors=[{"name": "Ada Example", "orcid": "0000-0002-1825-0097"}, "Bo"],
        abstract="One.\n\nTwo: see https://example.org/code.", links={"pdf": "https://arxiv.org/pdf/2401.10001"},
        published="2025-06-01", categories=["cs.LO"], summary={"text": "Short.", "model": "m", "date": "2025-06-02"},
        translations={"zh": {"title": "题", "model": "m", "date": "2025-06-02"}, "de": {"abstract": "Eins."}},
    )  # fmt: skip
    facts = SourceMetrics(
        upvotes=3, stars=7, submitter="Cy", ai_keywords=("logic",), thumbnail="https://example.org/t.png"
    )
    import_into(site, answer(metadata("Survey", authors=["Ada Example"]), full, metrics=[SourceMetrics(), facts]))
    import_into(site, answer(full, day=date(2025, 6, 20), source="arxiv"))
    record = site / "content/papers/2025/06/13/2401.10001.yaml"
    record.write_text(record.read_text() + "venue: LMS\ntopics: [logic]\nnote: Good.\naliases: [pi-zero]\n")
    write_files(site, {OWN_RECORD: "title: Survey\ndate: 2025-06-14\nauthors: [Di Fourth]\n"})
    return load_content(site)


def select_everything(content: Content) -> Selection:
    topics = {"survey": ("reasoning",), "2401.10001": ("logic",), "own-record": ()}
    return Selection(content=content, records=content.records, topics=topics)


def test_every_line_has_everything_that_is_known(tmp_path: Path) -> None:
    content = make_site(tmp_path / "site")
    lines = list(export_jsonl(select_everything(content)))
    assert [json.loads(line)["key"] for line in lines] == ["2401.10001", "own-record", "survey"]
    assert [line.count("\n") for line in lines] == [1, 1, 1]
    assert json.loads(lines[0]) == {
        "key": "2401.10001",
        "title": "$\\pi_0$: a “title”",
        "date": "2025-06-13",
        "source": "hf-json",
        "rank": 2,
        "authors": [{"name": "Ada Example", "orcid": "0000-0002-1825-0097"}, {"name": "Bo"}],
        "abstract": "One.\n\nTwo: see https://example.org/code.",
        "ids": {"arxiv": "2401.10001"},
        "links": {"pdf": "https://arxiv.org/pdf/2401.10001"},
        "venue": "LMS",
        "published": "2025-06-01",
        "categories": ["cs.LO"],
        "summary": {"text": "Short.", "model": "m", "date": "2025-06-02"},
        "translations": {"zh": {"title": "题", "model": "m", "date": "2025-06-02"}, "de": {"abstract": "Eins."}},
        "sources_say": {
            "title": "$\\pi_0$: a “title”",
            "authors": [{"name": "Ada Example", "orcid": "0000-0002-1825-0097"}, {"name": "Bo"}],
            "abstract": "One.\n\nTwo: see https://example.org/code.",
            "ids": {"arxiv": "2401.10001"},
            "links": {"pdf": "https://arxiv.org/pdf/2401.10001"},
            "published": "2025-06-01",
            "categories": ["cs.LO"],
            "summary": {"text": "Short.", "model": "m", "date": "2025-06-02"},
            "translations": {"zh": {"title": "题", "model": "m", "date": "2025-06-02"}, "de": {"abstract": "Eins."}},
        },
        "topics": ["logic"],
        "topics_by": "people",
        "note": "Good.",
        "aliases": ["pi-zero"],
        "mentions": [
            {
                "source": "hf-json",
                "date": "2025-06-13",
                "rank": 2,
                "facts": {
                    "upvotes": 3,
                    "stars": 7,
                    "submitter": "Cy",
                    "thumbnail": "https://example.org/t.png",
                    "ai_keywords": ["logic"],
                },
            },
            {"source": "arxiv", "date": "2025-06-20", "rank": 1},
        ],
    }
    assert json.loads(lines[2])["topics"] == ["reasoning"]
    assert json.loads(lines[2])["topics_by"] == "program"
    assert json.loads(lines[1]) | {"authors": []} == {
        "key": "own-record", "title": "Survey", "date": "2025-06-14", "source": None, "rank": None, "authors": [],
        "abstract": "", "ids": {}, "links": {}, "topics": [], "topics_by": "program", "mentions": [],
    }  # fmt: skip


def test_a_site_that_imports_the_export_has_the_same_records(tmp_path: Path) -> None:
    content = make_site(tmp_path / "site")
    exported = "".join(export_jsonl(select_everything(content)))
    file = ParsedFile(name="export.jsonl", parsed=parse_table(exported.encode(), name="export.jsonl"))
    (tmp_path / "copy").mkdir()

    plan = import_into(tmp_path / "copy", file, day=DAY)

    assert plan.report.counts.new == plan.report.counts.read == 3
    copy = load_valid_content(tmp_path / "copy").library
    assert copy.records == content.library.records
    assert copy.mentions == content.library.mentions
    assert import_into(tmp_path / "copy", file).steps == ()
    assert import_into(tmp_path / "site", file).steps == ()


def test_corrections_are_kept_in_the_site_that_imports_them(tmp_path: Path) -> None:
    content = make_site(tmp_path / "site")
    line = next(export_jsonl(select_everything(content)))
    file = ParsedFile(name="export.jsonl", parsed=parse_table(line.encode(), name="export.jsonl"))
    (tmp_path / "copy").mkdir()
    import_into(tmp_path / "copy", file)
    plan = import_into(
        tmp_path / "copy", answer(metadata("pi 0", arxiv="2401.10001", venue="Elsewhere"), day=date(2025, 6, 21))
    )
    assert [conflict.field for conflict in plan.report.conflicts] == ["venue"]
    paper = load_valid_content(tmp_path / "copy").library.records["2401.10001"].paper
    assert (paper.title, paper.venue) == ("pi 0", "LMS")
