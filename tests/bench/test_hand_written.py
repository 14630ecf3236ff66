"""The pages that a person would write for another generator are complete, and their links lead to each other."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

import yaml

from generator.model import Paper
from tests.bench.commands import ROOT
from tests.bench.corpus import make_corpus
from tests.bench.hand_written import Written, hand_written_pages, read_archive
from tests.bench.rivals import MATERIAL, find_rivals, write_pages
from tests.bench.steps import correct, spread_records

LINK = re.compile(r"\]\(([^)]+)\)")


def written(key: str, day: str) -> Written:
    paper = Paper.model_validate(
        {
            "title": "A title: with a colon",
            "abstract": "First sentence. Second sentence.",
            "date": day,
            "authors": [{"name": "Ada Lovelace"}, {"name": "Alan Turing"}],
            "ids": {"arxiv": key},
            "links": {"code": "https://example.org/code"},
        }
    )
    return Written(key=key, paper=paper, topics=("Agents", "Robotics"))


PAPERS = [written("2507.00001", "2025-07-01"), written("2507.00002", "2025-07-02"), written("2507.00003", "2025-07-02")]


def test_a_paper_has_all_that_readers_see() -> None:
    page = hand_written_pages(PAPERS, lambda page, target: f"/{target}")["papers/2507.00002.md"]
    front, _, body = page.removeprefix("---\n").partition("---\n")
    assert yaml.safe_load(front)["title"] == "A title: with a colon"
    assert yaml.safe_load(front)["tags"] == ["Agents", "Robotics"]
    assert body == (
        "\n# A title: with a colon\n\nAda Lovelace, Alan Turing\n\n"
        "[arXiv](https://arxiv.org/abs/2507.00002) · [PDF](https://arxiv.org/pdf/2507.00002) · "
        "[code](https://example.org/code)\n\nFirst sentence. Second sentence.\n\nTopics: Agents, Robotics\n\n"
        "Featured on [2 July 2025](/days/2025-07-02.md)\n"
    )


def test_links_of_markdown_pages_lead_to_pages(tmp_path: Path) -> None:
    material = next(find_rivals(tmp_path))
    assert material.name == MATERIAL
    pages = hand_written_pages(PAPERS, material.link)
    targets = [
        posixpath.normpath(posixpath.join(posixpath.dirname(page), target))
        for page, text in pages.items()
        for target in LINK.findall(text)
        if "://" not in target
    ]
    assert len(targets) == 3 + 3 + 2 + 2
    assert set(targets) == {page for page in pages if page != "index.md" and page != "days/index.md"}


def test_an_unchanged_page_is_not_written_again(tmp_path: Path) -> None:
    material = next(find_rivals(tmp_path))
    write_pages(material, PAPERS[:2])
    paper, index = tmp_path / "material/docs/papers/2507.00001.md", tmp_path / "material/docs/index.md"
    before = (paper.stat().st_mtime_ns, index.read_text())
    write_pages(material, PAPERS)
    assert paper.stat().st_mtime_ns == before[0]
    assert index.read_text() != before[1]


def test_an_archive_is_read_with_topics_and_corrected_in_its_middle(tmp_path: Path) -> None:
    site = make_corpus(ROOT, tmp_path / "digest", papers=12, seed=1).site
    [record] = spread_records(site, 1)
    correct(record, "A New Title")
    papers = read_archive(site)
    assert len(papers) == 12
    assert papers[6].paper.title == "A New Title"
    assert any(each.topics for each in papers)
    assert sorted(path.name for path in (site / "docs").iterdir()) == ["about.md", "contributing.md"]
