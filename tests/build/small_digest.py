"""A small digest on disk that tests change and build, with every kind of page and with titles that look like markup."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from generator.build.cluster.options import ClusterOptions
from generator.build.pipeline import build
from generator.build.report import SiteReport
from generator.catalog.digests.later import LATER
from generator.model import Author, Paper, SourceMetadata, SourceMetrics
from generator.records.canonical import dump_record
from generator.store.content import record_file
from generator.store.snapshots.snapshot_files import dump_snapshot
from generator.store.snapshots.snapshots import Snapshot, SnapshotEntry, snapshot_file

EPOCH = 1_753_920_000
CONFIG = """\
site_name: "Small & <Digest>"
site_description: Papers & <proofs>
site_url: https://example.org/small/
repo_url: https://github.com/example/small
theme: {name: digestif}
nav: [Today: index.md, Archive: archive/index.md, Topics: topics/index.md, Search: search/index.md, About: about.md]
plugins: []
validation: {nav: {omitted_files: info}}
"""
TOPICS = """\
robots:
  name: Robots
  description: Machines that act.
  phrases: {robot arm: 3, fall: 2}
words:
  name: Words
  description: Machines that write.
  phrases: {language: 3, chain: 2}
"""
TITLES = (
    "<script>alert(1)</script> & Other Titles",
    '"><img src=x onerror=alert(2)>',
    "{{ 7 * 7 }} {% raw %} and **bold** [x](javascript:alert(3))",
    "C++: a `code` title --- with $x^2 < y$ and &amp;",
    "'---' title: yes",
    "digestifmark of a title",
    "A Robot Arm That Learns to Fall",
    "Chain of Thought for Small Language Models",
)
DAYS = (date(2024, 12, 30), date(2025, 7, 30), date(2025, 7, 31))


def make_digest(site: Path, *, papers: int = 12) -> Path:
    """Create the digest: settings, topics, hand-written pages with links to generated ones, records and lists."""
    (site / "docs").mkdir(parents=True)
    (site / "mkdocs.yml").write_text(CONFIG)
    (site / "docs" / "about.md").write_text("# About\n\nSee the [archive](archive/index.md) and [more](more/why.md).\n")
    (site / "docs" / "more").mkdir()
    (site / "docs" / "more" / "why.md").write_text("# Why\n\nBecause. [First](../papers/2501.00000/index.md)\n")
    write_topics(site, TOPICS)
    for number in range(papers):
        write_paper(site, number)
    return site


def write_topics(site: Path, topics: str) -> None:
    """Write content/topics.yaml."""
    (site / "content").mkdir(exist_ok=True)
    (site / "content" / "topics.yaml").write_text(topics)


def paper_key(number: int) -> str:
    """Return the key of a paper."""
    return f"2501.{number:05}"


def write_paper(
    site: Path,
    number: int,
    *,
    title: str = "",
    aliases: tuple[str, ...] = (),
    day: date | None = None,
    abstract: str = "We teach a robot arm a chain of language.",
) -> None:
    """Write a record and its day's list; ``abstract`` is its beginning."""
    day, key = day or DAYS[number % len(DAYS)], paper_key(number)
    paper = Paper(
        title=title or f"{TITLES[number % len(TITLES)]} {number}",
        date=day,
        authors=(Author(name="Ada <b>Lovelace</b>"), Author(name="Bo Example")),
        abstract=f"{abstract} <i>It</i> costs $x_{number}$ & more.\n\nEnd {number}.",
        aliases=aliases,
    )
    file = record_file(key, day)
    (site / file).parent.mkdir(parents=True, exist_ok=True)
    (site / file).write_bytes(dump_record(paper, file=file))
    metadata = SourceMetadata(title=paper.title, authors=paper.authors, abstract=paper.abstract)
    entry = SnapshotEntry(key=key, rank=number + 1, metadata=metadata, metrics=SourceMetrics(upvotes=number))
    snapshot = Snapshot(source=f"list-{number}", day=day, entries=(entry,))
    _put(site / snapshot_file((day, snapshot.source)), dump_snapshot(snapshot))


def remove_paper(site: Path, number: int) -> None:
    """Delete a record and its day's list."""
    day = DAYS[number % len(DAYS)]
    (site / record_file(paper_key(number), day)).unlink(missing_ok=True)
    (site / snapshot_file((day, f"list-{number}"))).unlink(missing_ok=True)


def built(
    site: Path,
    *,
    clean: bool = False,
    only: int | None = None,
    today: date = LATER,
    cluster: ClusterOptions | None = None,
) -> SiteReport:
    """Build as of a fixed date, so that two builds can be compared."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(EPOCH)
    try:
        return build(site, clean=clean, only=only, today=today, cluster=cluster)
    finally:
        os.environ.pop("SOURCE_DATE_EPOCH")
        if before is not None:
            os.environ["SOURCE_DATE_EPOCH"] = before


@contextmanager
def umask(mask: int) -> Iterator[None]:
    """Run with a umask."""
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def files_of(folder: Path) -> dict[str, bytes]:
    """Return every file by its path."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()
    }


def copy_sources(site: Path, target: Path) -> Path:
    """Copy the digest as a fresh clone has it: what people wrote, and nothing that was generated."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    shutil.copy(site / "mkdocs.yml", target)
    shutil.copytree(site / "content", target / "content")
    if (site / "theme").exists():
        shutil.copytree(site / "theme", target / "theme")
    for path in ("about.md", "more/why.md"):
        if (site / "docs" / path).exists():
            _put(target / "docs" / path, (site / "docs" / path).read_bytes())
    return target


def _put(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
